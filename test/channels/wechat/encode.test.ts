import { describe, expect, it } from 'vitest';
import type { Content } from '../../../src/channels/channel.ts';
import { encode, numbered, TEXT_LIMIT } from '../../../src/channels/wechat/encode.ts';
import { accountId } from '../../../src/domain/ids.ts';

const choices = [
  [
    { id: 'a', label: 'Claim' },
    { id: 'b', label: 'Note' },
  ],
  [{ id: 'c', label: 'Close' }],
];
const texts = (content: Content, more: { missing?: string[]; mentionNames?: string[] } = {}): string[] =>
  encode({ content, files: [], missing: [], mentionNames: [], ...more }).map((piece) =>
    piece.type === 'text' ? piece.text : '-',
  );

describe('encode', () => {
  it('choices: one line each, numbered from 1 over all rows', () => {
    expect(numbered(choices)).toBe('1. Claim\n2. Note\n3. Close');
    expect(texts({ text: 'What now?', choices })).toEqual(['What now?\n\n1. Claim\n2. Note\n3. Close']);
    expect(texts({ choices })).toEqual(['1. Claim\n2. Note\n3. Close']);
  });

  it('choices: stay in one piece at the end of a long text', () => {
    const parts = texts({ text: `${'word '.repeat(399)}end`, choices });
    expect(parts.at(-1)).toBe('1. Claim\n2. Note\n3. Close');
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(TEXT_LIMIT);
  });

  it('place, contact and missing files become lines', () => {
    const place = { latitude: 31.2304, longitude: 121.4737, title: 'Hotel' };
    const content = { text: 'here', place, contact: { name: 'Li', phone: '123' } };
    expect(texts(content, { missing: ['[video]'] })).toEqual([
      'here\nHotel (31.230400, 121.473700)\nLi 123\n[video]',
    ]);
    expect(texts({ place: { latitude: 1, longitude: 2 } })).toEqual(['1.000000, 2.000000']);
  });

  it('mentions stand at the end of the text, above the choices', () => {
    expect(texts({ text: 'look', choices }, { mentionNames: ['Ana', 'Li'] })).toEqual([
      'look @Ana\u2005@Li\u2005\n\n1. Claim\n2. Note\n3. Close',
    ]);
    expect(texts({}, { mentionNames: ['Ana'] })).toEqual(['@Ana\u2005']);
  });

  it('files come first, so that the choices are read last', () => {
    const media = { kind: 'photo', account: accountId('x'), id: '1' } as const;
    const files = [{ media, bytes: new Uint8Array(), name: 'a.png' }];
    const pieces = encode({ content: { text: 'hi' }, files, missing: [], mentionNames: [] });
    expect(pieces.map(({ type }) => type)).toEqual(['file', 'text']);
  });

  it('an empty message is nothing', () => {
    expect(texts({})).toEqual([]);
  });
});
