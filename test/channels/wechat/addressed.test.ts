import { describe, expect, it } from 'vitest';
import { type Addressing, address, isCommand } from '../../../src/channels/wechat/addressed.ts';

const group: Addressing = {
  mentioned: false,
  mentions: 0,
  names: ['Guitu', '归途小助手'],
  keywords: ['小归', 'guitu'],
  commandWords: ['认领', '我的'],
  quotesBot: false,
};
const said = (text: string, more: Partial<Addressing> = {}) => address(text, { ...group, ...more });

describe('addressed', () => {
  it('chatter is not for the bot', () => {
    for (const text of [
      '什么时候吃饭',
      '我的房间没有热水',
      '/微笑',
      '/::)',
      'guitus are birds',
      '@Guitu2\u2005hi',
      'a@Guitux',
    ]) {
      expect(said(text), text).toEqual({ addressed: false, text });
    }
  });

  it('a leading mention addresses it and leaves the text, with the space of phones and of computers', () => {
    expect(said('@Guitu\u2005没有热水')).toEqual({ addressed: true, text: '没有热水' });
    expect(said('@归途小助手 no hot water')).toEqual({ addressed: true, text: 'no hot water' });
    expect(said('@Guitu')).toEqual({ addressed: true, text: '' });
  });

  it('a mention further on addresses it and stays, other leading mentions stay too', () => {
    expect(said('hello @Guitu\u2005there')).toEqual({ addressed: true, text: 'hello @Guitu\u2005there' });
    expect(said('@Li\u2005@Guitu\u2005hi')).toEqual({ addressed: true, text: '@Li\u2005@Guitu\u2005hi' });
  });

  it('a mention by a name the puppet does not tell is stripped only when it can be nobody else', () => {
    expect(said('@助手\u2005hi', { mentioned: true, mentions: 1 })).toEqual({ addressed: true, text: 'hi' });
    const two = said('@Li\u2005@助手\u2005hi', { mentioned: true, mentions: 2 });
    expect(two).toEqual({ addressed: true, text: '@Li\u2005@助手\u2005hi' });
  });

  it('a mention of everybody is not for the bot', () => {
    expect(said('@所有人\u2005晚饭到了', { mentions: 1 }).addressed).toBe(false);
  });

  it('keywords count at the beginning, as whole words where words are spaced', () => {
    expect(said('小归我要热水').addressed).toBe(true);
    expect(said('GUITU, help').addressed).toBe(true);
    expect(said('我问小归').addressed).toBe(false);
  });

  it('commands and command words count, quotes of the bot too', () => {
    for (const text of ['/claim 12', '//private note', '认领 12', '认领12', '我的', '认领#7'])
      expect(said(text).addressed, text).toBe(true);
    expect(said('thanks', { quotesBot: true }).addressed).toBe(true);
  });

  it('a name full of pattern characters is only a name', () => {
    const names = ['G.(*) [bot]'];
    expect(said('@G.(*) [bot]\u2005hi', { names })).toEqual({ addressed: true, text: 'hi' });
    expect(said('hi @GX(*) [bot] ', { names }).addressed).toBe(false);
  });

  it('isCommand knows commands from faces', () => {
    expect(isCommand('/help', [])).toBe(true);
    expect(isCommand('/微笑', ['微笑'])).toBe(false);
  });
});
