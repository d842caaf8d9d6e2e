import { describe, expect, it } from 'vitest';
import { enqueueEdit } from '../../src/outbox/enqueue.ts';
import { TAKEN_ALONG } from '../../src/store/outgoing.ts';
import { transact } from '../../src/store/transaction.ts';
import { down, outbox, to } from './outbox.ts';

type Box = Awaited<ReturnType<typeof outbox>>;

async function edit(box: Box, editOf: string, text: string, orElse?: string): Promise<void> {
  await transact(box.store.db, async (tx) => {
    const what = { editOf, content: { text }, ...(orElse ? { orElse } : {}) };
    enqueueEdit(tx, box.clock.now(), to('a'), what, { key: `${editOf}:${text}`, lane: 'bulk' });
  });
  await box.later({ seconds: 1 });
}

describe('a bulk message', () => {
  it('that was taken back while delivery had it in memory is not sent', async () => {
    const box = await outbox();
    box.channel.failNext('a', down());
    await box.say(to('a'), 'old', { lane: 'bulk' });
    await box.later({ seconds: 0 });
    expect(await box.states()).toEqual(['pending']);
    await box.store.db.outgoing.updateMany({ data: { state: 'expired' } });
    await box.later({ minutes: 5 });
    expect(box.texts('a')).toEqual([]);
    expect(await box.states()).toEqual(['expired']);
  });

  it('that was taken back while it was tried is not tried again', async () => {
    const box = await outbox();
    const taken = box.channel.send;
    box.channel.send = async (outgoing) => {
      box.channel.send = taken;
      await box.store.db.outgoing.updateMany({ data: { state: 'expired' } });
      return Promise.reject(Object.assign(down(), { chat: outgoing.chat }));
    };
    await box.say(to('a'), 'old', { lane: 'bulk' });
    await box.later({ seconds: 0 });
    expect(await box.states()).toEqual(['expired']);
    await box.later({ minutes: 5 });
    expect(box.texts('a')).toEqual([]);
  });
});

describe('an answer', () => {
  it('that waits for its next try and was taken elsewhere meanwhile is not sent, and why is kept', async () => {
    const box = await outbox();
    box.channel.failNext('a', down());
    await box.say(to('a'), 'here');
    await box.later({ seconds: 0 });
    await box.store.db.outgoing.updateMany({ data: { state: 'expired', error: TAKEN_ALONG } });
    await box.later({ minutes: 5 });
    expect(box.texts('a')).toEqual([]);
    expect(await box.store.db.outgoing.findMany()).toMatchObject([{ state: 'expired', error: TAKEN_ALONG }]);
  });
});

describe('an edit', () => {
  it('changes the message of before, and does nothing where that was never sent', async () => {
    const box = await outbox();
    await box.say(to('a'), 'first', { key: 'one' });
    await box.later({ seconds: 1 });
    await edit(box, 'one', 'second');
    expect(box.texts('a')).toEqual(['second']);
    await edit(box, 'unknown', 'third');
    expect(box.texts('a')).toEqual(['second']);
    expect(await box.states()).toEqual(['sent', 'sent', 'expired']);
  });

  it('says something else, or nothing, where the platform cannot edit or the message is gone', async () => {
    const still = await outbox({ can: { edit: false } });
    await still.say(to('a'), 'first', { key: 'one' });
    await edit(still, 'one', 'second');
    await edit(still, 'one', 'third', 'half of it is done');
    expect(still.texts('a')).toEqual(['first', 'half of it is done']);
    const box = await outbox();
    await box.say(to('a'), 'first', { key: 'one' });
    await box.later({ seconds: 1 });
    box.channel.posts.set('a', []);
    await edit(box, 'one', 'second', 'all of it');
    expect(box.texts('a')).toEqual(['all of it']);
  });
});
