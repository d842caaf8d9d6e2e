import { describe, expect, it } from 'vitest';
import { parseQuote, RecentTexts } from '../../../src/channels/wechat/quotes.ts';
import { chatRef, messageRef } from '../../../src/domain/ids.ts';

const chat = chatRef('a');
const quote = (head: string, reply = 'yes') => `「${head}」\n- - - - - - - - - - - - - - -\n${reply}`;

describe('quotes', () => {
  it('parse: name, quoted text and reply, also over several lines', () => {
    expect(parseQuote(quote('Ana：line 1\nline 2', 'one\ntwo'))).toEqual({
      head: 'Ana：line 1\nline 2',
      reply: 'one\ntwo',
    });
  });

  it('parse: anything else is no quote', () => {
    for (const text of ['hello', '「hi」', '「hi」 - - -', 'x 「a：b」\n- - - - -\nc'])
      expect(parseQuote(text)).toBeUndefined();
  });

  const find = (recent: RecentTexts, head: string) => {
    const parsed = parseQuote(quote(head));
    return parsed && recent.find(chat, parsed);
  };

  it('find: the newest message with that text in that chat', () => {
    const recent = new RecentTexts();
    recent.add(chat, 'Ticket #12', messageRef('1'), true);
    recent.add(chat, 'Ticket  #12 ', messageRef('2'), true);
    recent.add(chatRef('other'), 'Ticket #12', messageRef('3'), true);
    expect(find(recent, 'Guitu：Ticket #12')).toMatchObject({ ref: '2', own: true });
    expect(find(recent, 'Guitu：Ticket #13')).toBeUndefined();
  });

  it('find: names and texts may hold colons, long quotes are shortened', () => {
    const recent = new RecentTexts();
    recent.add(chat, 'room: 302, no hot water since noon', messageRef('1'), false);
    expect(find(recent, 'Li：Ming：room: 302, no hot water since noon')).toMatchObject({
      ref: '1',
      own: false,
    });
    expect(find(recent, 'Li：room: 302, no hot…')).toMatchObject({ ref: '1' });
    expect(find(recent, 'Li：room: 302, no hot')).toBeUndefined();
  });

  it('find: keeps the last 300 of a chat', () => {
    const recent = new RecentTexts();
    for (let n = 0; n < 301; n += 1) recent.add(chat, `message ${n}`, messageRef(n), false);
    expect(find(recent, 'A：message 0')).toBeUndefined();
    expect(find(recent, 'A：message 1')).toMatchObject({ ref: '1' });
  });

  it('find: files have no text to be found by', () => {
    const recent = new RecentTexts();
    recent.add(chat, '', messageRef('1'), true);
    expect(find(recent, 'A：')).toBeUndefined();
  });
});
