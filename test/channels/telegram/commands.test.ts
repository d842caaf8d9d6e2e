import { describe, expect, it } from 'vitest';
import { encodeMenu } from '../../../src/channels/telegram/commands.ts';
import { chatRef } from '../../../src/domain/ids.ts';

const commands = [
  { name: 'need', description: 'Ask for something' },
  { name: '认领', description: 'claim' },
  { name: 'long', description: 'x'.repeat(300) },
];

describe('command menus', () => {
  it('have a scope for each audience, or one chat', () => {
    expect(encodeMenu({ audience: 'private', commands })).toEqual({
      scope: { type: 'all_private_chats' },
      commands: [
        { command: 'need', description: 'Ask for something' },
        { command: 'long', description: 'x'.repeat(256) },
      ],
    });
    expect(encodeMenu({ audience: 'group', commands })?.scope).toEqual({ type: 'all_group_chats' });
    const chat = chatRef(-7);
    expect(encodeMenu({ audience: 'group', chat, commands })?.scope).toEqual({ type: 'chat', chat_id: '-7' });
  });

  it.each([
    ['zh-CN', 'zh'],
    ['lo', 'lo'],
    ['pt-BR', 'pt'],
  ])('%s is %s', (locale, code) => {
    expect(encodeMenu({ audience: 'private', locale, commands })?.language_code).toBe(code);
  });

  it('Traditional Chinese has no code of its own, nor have languages of three letters', () => {
    expect(encodeMenu({ audience: 'private', locale: 'zh-TW', commands })).toBeUndefined();
    expect(encodeMenu({ audience: 'private', locale: 'fil', commands })).toBeUndefined();
  });
});
