import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../../src/channels/channel.ts';
import { Intake } from '../../../src/channels/wechat/intake.ts';
import { accountId, chatRef, senderRef } from '../../../src/domain/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { RecordingHost } from '../recording-host.ts';

const inbound = (chat: string, id: string): Inbound => ({
  account: accountId('wechat'),
  id,
  chat: { id: chatRef(chat), kind: 'private' },
  sender: { id: senderRef(chat) },
  at: '2026-01-01T00:00:00.000Z',
  addressed: true,
});

function setUp() {
  const host = new RecordingHost();
  const commit = (batch: readonly Inbound[]) => host.onInbound(batch);
  const intake = new Intake({ commit, log: silentLog, retry: [1, 4], random: () => 0 });
  const push = (chat: string, id: string) => intake.push(chat, Promise.resolve(inbound(chat, id)));
  return { host, intake, push };
}

describe('intake', () => {
  it('holds a refused batch and everything behind it, and offers it until it is stored', async () => {
    const { host, intake, push } = setUp();
    host.failNext(5);
    for (const id of ['1', '2', '3']) push('a', id);
    expect(await intake.drain(2000)).toBe(0);
    expect(host.accepted.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(host.refused.length).toBeGreaterThanOrEqual(5);
  });

  it('keeps the order of a chat while a file is fetched, and holds up no other chat', async () => {
    const { host, intake, push } = setUp();
    const file = Promise.withResolvers<Inbound>();
    push('a', '1');
    intake.push('a', file.promise);
    push('a', '3');
    push('b', '4');
    await host.next(({ id }) => id === '4');
    expect(host.accepted.map(({ id }) => id)).not.toContain('3');
    file.resolve(inbound('a', '2'));
    await intake.drain(2000);
    expect(host.accepted.filter(({ chat }) => chat.id === 'a').map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('gathers what waits into batches', async () => {
    const { host, intake, push } = setUp();
    for (let n = 0; n < 120; n += 1) push('a', String(n));
    await intake.drain(2000);
    expect(host.accepted.map(({ id }) => Number(id))).toEqual(Array.from({ length: 120 }, (_, n) => n));
    expect(host.batches.length).toBeLessThan(10);
    for (const batch of host.batches) expect(batch.length).toBeLessThanOrEqual(50);
  });

  it('a message that cannot be read does not stop its chat', async () => {
    const { host, intake, push } = setUp();
    intake.push('a', Promise.reject(new Error('broken')));
    intake.push('a', Promise.resolve(undefined));
    push('a', '2');
    await intake.drain(2000);
    expect(host.accepted.map(({ id }) => id)).toEqual(['2']);
  });

  it('drain: gives up in time and says how many were not stored', async () => {
    const { host, intake, push } = setUp();
    host.failNext(Number.POSITIVE_INFINITY);
    for (const id of ['1', '2']) push('a', id);
    push('b', '3');
    expect(await intake.drain(30)).toBe(3);
  });
});
