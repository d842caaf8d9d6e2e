import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, decodeUpdate } from '../../../src/channels/telegram/decode.ts';
import { type Log, silentLog } from '../../../src/log.ts';
import { ANA, CONTEXT, DATE, GROUP, ME, message, PRIVATE, update } from './fixtures.ts';

const standing = (chat: object, before: object, after: object) =>
  decodeUpdate(
    {
      update_id: 901,
      my_chat_member: {
        chat: chat as never,
        from: ANA,
        date: DATE,
        old_chat_member: { user: ME, ...before } as never,
        new_chat_member: { user: ME, ...after } as never,
      },
    },
    CONTEXT,
  );

describe('decode', () => {
  it('a private message becomes plain data', () => {
    expect(decodeUpdate(update({ text: 'milk powder, please' }), CONTEXT)).toEqual({
      account: 'telegram',
      id: '900',
      chat: { id: '7000000001', kind: 'private' },
      sender: { id: '7000000001', name: 'Ana Lim', username: 'analim', locale: 'zh-hans' },
      at: '2026-11-22T01:59:00Z',
      addressed: true,
      ref: '42',
      text: 'milk powder, please',
    });
  });

  it('a pressed button names the choice and the message under which it stood', () => {
    const press = { id: 'q1', from: ANA, message: message({ chat: GROUP, from: ME }), data: 'claim:7:3' };
    expect(decodeUpdate({ update_id: 902, callback_query: press }, CONTEXT)).toMatchObject({
      chat: { id: '-1001234567890', kind: 'group', title: 'Hotel Aurora' },
      sender: { id: '7000000001' },
      at: '2026-11-22T02:00:00Z',
      addressed: true,
      choice: { id: 'claim:7:3', ref: '42' },
    });
  });

  it('a button under a message that is no longer accessible is still a press', () => {
    const press = { id: 'q1', from: ANA, message: { message_id: 42, chat: PRIVATE, date: 0 }, data: 'x' };
    expect(decodeUpdate({ update_id: 902, callback_query: press }, CONTEXT)?.choice).toEqual({
      id: 'x',
      ref: '42',
    });
  });

  it('being blocked, unblocked, added and removed are events; a promotion is nothing', () => {
    const member = { status: 'member' };
    const muted = { status: 'restricted', is_member: true, can_send_messages: false };
    expect(standing(PRIVATE, member, { status: 'kicked' })?.event).toEqual({ type: 'blocked' });
    expect(standing(PRIVATE, { status: 'kicked' }, member)?.event).toEqual({ type: 'opened' });
    expect(standing(GROUP, { status: 'left' }, member)?.event).toEqual({ type: 'joined' });
    expect(standing(GROUP, member, { status: 'left' })?.event).toEqual({ type: 'blocked' });
    expect(standing(GROUP, member, muted)?.event).toEqual({ type: 'blocked' });
    expect(standing(GROUP, member, { status: 'administrator' })).toBeUndefined();
    expect(standing({ id: -1, type: 'channel' }, { status: 'left' }, member)).toBeUndefined();
  });

  it('a migrated group is told from the old chat, by either of the two notes', () => {
    const old = { id: -55, type: 'group', title: 'Team' };
    const moved = { chat: { id: '-55', kind: 'group' }, event: { type: 'moved', to: '-1001234567890' } };
    expect(decodeUpdate(update({ chat: old, migrate_to_chat_id: GROUP.id }), CONTEXT)).toMatchObject(moved);
    expect(decodeUpdate(update({ chat: GROUP, migrate_from_chat_id: -55 }), CONTEXT)).toMatchObject(moved);
  });

  it('people who come or go are named by id only; bots, the one of ours included, are left out', () => {
    const bo = { id: 5, is_bot: false, first_name: 'Bo' };
    const came = decodeUpdate(update({ chat: GROUP, new_chat_members: [bo, ME, ANA] }), CONTEXT);
    expect(came).toEqual({
      account: 'telegram',
      id: '900',
      chat: { id: '-1001234567890', kind: 'group', title: 'Hotel Aurora' },
      sender: { id: '7000000001' },
      at: '2026-11-22T01:59:00Z',
      addressed: false,
      event: { type: 'entered', who: ['5', '7000000001'] },
    });
    const left = decodeUpdate(update({ chat: GROUP, left_chat_member: bo }), CONTEXT);
    expect(left?.event).toEqual({ type: 'left', who: ['5'] });
    expect(decodeUpdate(update({ chat: GROUP, left_chat_member: ME }), CONTEXT)).toBeUndefined();
    expect(decodeUpdate(update({ chat: GROUP, new_chat_members: [ME] }), CONTEXT)).toBeUndefined();
  });

  it('administrators hear of members without a note: in, out, banned, and not of mere promotions', () => {
    const bo = { id: 5, is_bot: false, first_name: 'Bo' };
    const change = (before: object, after: object, about: object = { chat: GROUP }) =>
      decodeUpdate(
        {
          update_id: 904,
          chat_member: {
            from: ANA,
            date: DATE,
            old_chat_member: { user: bo, ...before },
            new_chat_member: { user: bo, ...after },
            ...about,
          } as never,
        },
        CONTEXT,
      )?.event;
    const member = { status: 'member' };
    const muted = { status: 'restricted', is_member: true };
    expect(change({ status: 'left' }, member)).toEqual({ type: 'entered', who: ['5'] });
    expect(change(member, { status: 'left' })).toEqual({ type: 'left', who: ['5'] });
    expect(change(member, { status: 'kicked' })).toEqual({ type: 'left', who: ['5'] });
    expect(change(muted, { status: 'restricted', is_member: false })).toEqual({ type: 'left', who: ['5'] });
    expect(change(member, muted)).toBeUndefined();
    expect(change(member, { status: 'administrator' })).toBeUndefined();
    expect(change({ status: 'left' }, { user: ME, ...member })).toBeUndefined();
    expect(change({ status: 'left' }, member, { chat: { id: -1, type: 'channel' } })).toBeUndefined();
    expect(change({}, {}, { chat: GROUP, new_chat_member: undefined })).toBeUndefined();
  });

  it('updates of other types are nothing', () => {
    expect(
      decodeUpdate({ update_id: 903, channel_post: message({ text: 'x' }) } as never, CONTEXT),
    ).toBeUndefined();
  });
});

describe('decode: batches', () => {
  it('keep their order, confirm what is nothing to us, and name the buttons to be answered', () => {
    const press = { id: 'q1', from: ANA, message: message({}), data: 'x' };
    const batch = decodeBatch(
      [update({ text: 'a' }), { update_id: 905, callback_query: press }, { update_id: 906, poll: {} }],
      CONTEXT,
      silentLog,
    );
    expect(batch.inbound.map((inbound) => inbound.id)).toEqual(['900', '905']);
    expect(batch).toMatchObject({ callbackIds: ['q1'], nextOffset: 907 });
  });

  it('an update that cannot be read is logged without content and holds up no other', () => {
    const lines: string[] = [];
    const log: Log = { ...silentLog, warn: (fields, text) => lines.push(JSON.stringify(fields) + text) };
    const broken = { update_id: 904, message: { text: 'very private', chat: {} } };
    const batch = decodeBatch(
      [broken, null, 'x', { ...update({ text: 'b' }), update_id: 905 }],
      CONTEXT,
      log,
    );
    expect(batch.inbound.map((inbound) => inbound.text)).toEqual(['b']);
    expect(batch.nextOffset).toBe(906);
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('private');
  });

  it('a batch without any readable id confirms nothing', () => {
    expect(decodeBatch([{}, 1], CONTEXT, silentLog).nextOffset).toBeUndefined();
  });

  it('no JSON makes decoding throw', () => {
    const keys = fc.constantFrom(
      ...'message edited_message callback_query my_chat_member text entities chat'.split(' '),
    );
    const fields = fc.constantFrom(
      ...'from photo voice contact location venue reply_to_message sticker'.split(' '),
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(fc.jsonValue(), fc.dictionary(fc.oneof(keys, fields), tie('value'), { maxKeys: 4 })),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(keys, json), json, (other, content) => {
        const odd = {
          update_id: 2,
          message: { message_id: 1, chat: PRIVATE, from: ANA, ...(content as object) },
        };
        decodeBatch([{ update_id: 1, ...other }, odd], CONTEXT, silentLog);
      }),
    );
  });
});
