import { describe, expect, test } from 'vitest';
import { messageRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';
import { down, outbox, refused, to } from './outbox.ts';

describe('delivery', () => {
  test('sends what waits, in order, and records where it stands', async () => {
    const box = await outbox();
    await box.say(to('a'), 'one');
    await box.say(to('a'), 'two');
    await box.delivery.idle();
    expect(box.texts('a')).toEqual(['one', 'two']);
    expect(await box.states()).toEqual(['sent', 'sent']);
    expect(await box.store.db.outgoing.count({ where: { sentRef: null } })).toBe(0);
  });

  test('the same key is one message, however often it is queued', async () => {
    const box = await outbox();
    await box.say(to('a'), 'once', { key: 'same' });
    await box.say(to('a'), 'twice', { key: 'same' });
    await box.delivery.idle();
    expect(box.texts('a')).toEqual(['once']);
  });

  test('a message that fails keeps its place before those that came later, and no other chat waits', async () => {
    const box = await outbox();
    box.channel.failNext('a', down(), down());
    for (const text of ['one', 'two', 'three']) await box.say(to('a'), text);
    await box.say(to('b'), 'elsewhere');
    await box.delivery.idle();
    expect(box.texts('a')).toEqual([]);
    expect(box.texts('b')).toEqual(['elsewhere']);
    await box.say(to('a'), 'four');
    await box.later({ seconds: 1 });
    expect(box.texts('a')).toEqual([]);
    await box.later({ seconds: 2 });
    expect(box.texts('a')).toEqual(['one', 'two', 'three', 'four']);
  });

  test('order is kept by a process that takes over in the middle of the tries', async () => {
    const box = await outbox();
    box.channel.failNext('a', down());
    await box.say(to('a'), 'one');
    await box.say(to('a'), 'two');
    await box.delivery.idle();
    await box.delivery.stop();
    const next = box.start();
    await next.idle();
    expect(box.texts('a')).toEqual([]);
    box.clock.advance({ seconds: 1 });
    await next.idle();
    expect(box.texts('a')).toEqual(['one', 'two']);
  });

  test('an emergency is not held up by a failing answer, but a chat that must rest, rests', async () => {
    const box = await outbox();
    box.channel.failNext('a', down());
    await box.say(to('a'), 'answer');
    await box.delivery.idle();
    await box.say(to('a'), 'emergency', { lane: 'emergency' });
    await box.delivery.idle();
    expect(box.texts('a')).toEqual(['emergency']);
    box.channel.failNext('b', down(5000));
    await box.say(to('b'), 'answer');
    await box.delivery.idle();
    await box.say(to('b'), 'emergency', { lane: 'emergency' });
    await box.later({ milliseconds: 4900 });
    expect(box.texts('b')).toEqual([]);
    await box.later({ milliseconds: 100 });
    expect(box.texts('b')).toEqual(['emergency', 'answer']);
  });

  test('a refusal ends it, staff are told once, and the next message goes on', async () => {
    const box = await outbox();
    box.channel.failNext('a', refused);
    await box.say(to('a'), 'never');
    await box.say(to('a'), 'after');
    await box.delivery.idle();
    expect(await box.states()).toEqual(['failed', 'sent']);
    expect(box.told).toEqual(['a blocked']);
  });

  test('when telling staff fails, everything is recorded all the same and nothing goes out twice', async () => {
    const box = await outbox({
      onFailed: async () => {
        throw new Error('a bug in a feature');
      },
    });
    box.channel.failNext('a', refused);
    await box.say(to('a'), 'never');
    for (const chat of ['b', 'c', 'd']) await box.say(to(chat), 'hello');
    await box.delivery.idle();
    expect((await box.states()).sort()).toEqual(['failed', 'sent', 'sent', 'sent']);
    await box.delivery.stop();
    await box.start().idle();
    expect(box.texts('b')).toEqual(['hello']);
  });

  test('an answer of the platform that no database can hold keeps no other from being recorded', async () => {
    const box = await outbox();
    const { send } = box.channel;
    box.channel.send = async (outgoing) => {
      const sent = await send(outgoing);
      return outgoing.text === 'odd' ? { ref: messageRef('\u0000') } : sent;
    };
    await box.say(to('a'), 'odd');
    await box.say(to('b'), 'plain');
    await box.delivery.idle();
    expect(await box.states()).toEqual(['sent', 'sent']);
    await box.delivery.stop();
    await box.start().idle();
    expect(box.texts('a')).toEqual(['odd']);
  });

  test('what is too late is not sent, whether it is found late or became late while it waited', async () => {
    const box = await outbox();
    const expiresAt = box.clock.now().add({ seconds: 3 });
    box.channel.failNext('a', down(10_000));
    await box.say(to('a'), 'first');
    await box.say(to('a'), 'waiting', { expiresAt });
    await box.delivery.idle();
    await box.later({ seconds: 10 });
    await box.say(to('b'), 'found late', { expiresAt });
    await box.delivery.idle();
    expect(box.texts('a')).toEqual(['first']);
    expect(box.texts('b')).toEqual([]);
    expect(await box.states()).toEqual(['sent', 'expired', 'expired']);
  });

  test('what is planned for later goes out then, and not before', async () => {
    const box = await outbox();
    await box.say(to('a'), 'later', { notBefore: box.clock.now().add({ minutes: 5 }) });
    await box.later({ minutes: 4 });
    expect(box.texts('a')).toEqual([]);
    await box.later({ minutes: 1 });
    expect(box.texts('a')).toEqual(['later']);
  });

  test('a group that moved gets what waited for it, at its new address', async () => {
    const moved = new ChannelError('retry', 'moved', { reason: 'moved', movedTo: 'new', retryAfterMs: 0 });
    const box = await outbox({
      onFailed: async (tx, row, error) => {
        const data = { chat: error.movedTo ?? '' };
        await tx.client.outgoing.updateMany({ where: { chat: row.chat, state: 'pending' }, data });
      },
    });
    box.channel.failAlways('old', moved);
    for (const text of ['one', 'two', 'three']) await box.say(to('old', 'group'), text);
    await box.delivery.idle();
    expect(box.texts('old')).toEqual([]);
    expect(box.texts('new')).toEqual(['one', 'two', 'three']);
    expect(await box.states()).toEqual(['sent', 'sent', 'sent']);
  });

  test('every part of a split message counts against the pace', async () => {
    const can = { limits: { perSecond: 1000, chatEveryMs: 0, groupPerMinute: 10 } };
    const box = await outbox({ can });
    const { send } = box.channel;
    box.channel.send = async (outgoing) => ({
      ...(await send(outgoing)),
      parts: ['1', '2', '3'].map(messageRef),
    });
    for (let count = 0; count < 4; count += 1) await box.say(to('g', 'group'), `long ${count}`);
    box.delivery.wake();
    await expect.poll(() => box.texts('g').length).toBe(3);
    await box.delivery.stop();
    expect(box.texts('g')).toHaveLength(3);
    expect(await box.states()).toEqual(['sent', 'sent', 'sent', 'pending']);
  });
});
