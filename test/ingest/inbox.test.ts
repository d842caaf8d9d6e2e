import { describe, expect, onTestFinished, test } from 'vitest';
import type { Inbound, Media } from '../../src/channels/channel.ts';
import { accountId, chatRef, messageRef, senderRef } from '../../src/domain/ids.ts';
import { FileNeeded } from '../../src/errors.ts';
import { createFiles } from '../../src/ingest/files.ts';
import type { Handler, InboxOptions } from '../../src/ingest/handle.ts';
import { createInboxLoop } from '../../src/ingest/loop.ts';
import { silentLog } from '../../src/log.ts';
import { fileKey } from '../../src/store/context.ts';
import { ALBUM_MS, lockChats, storeInbound } from '../../src/store/inbox.ts';
import { sql, transact } from '../../src/store/transaction.ts';
import { manualClock } from '../support/clock.ts';
import { onPostgres, testStore } from '../support/database.ts';

let updates = 0;
const said = (chat: string, text: string, more: Partial<Inbound> = {}): Inbound => ({
  account: accountId('telegram'),
  id: `u${updates++}`,
  ref: messageRef(`m${updates}`),
  chat: { id: chatRef(chat), kind: 'private' },
  sender: { id: senderRef(more.group ? 'someone' : chat) },
  at: '2026-11-21T18:00:00Z',
  addressed: true,
  text,
  ...more,
});

/** An inbox worker whose handler can be told to fail. */
async function inbox(
  handler?: Handler,
  more: Partial<InboxOptions> = {},
  download: (media: Media) => Promise<Media> = async (media) => media,
) {
  const store = await testStore();
  const clock = manualClock();
  const handled: string[] = [];
  const givenUp: string[] = [];
  const options: InboxOptions = {
    db: store.db,
    clock,
    log: silentLog,
    handle: async (tx, envelope, now) => {
      await handler?.(tx, envelope, now);
      handled.push(`${envelope.inbound.chat.id}:${envelope.inbound.text ?? ''}`);
    },
    giveUp: async (_tx, envelope, reference) => void givenUp.push(`${envelope.inbound.text} ${reference}`),
    onCommit: () => {},
    files: createFiles({ db: store.db, clock, log: silentLog, download }, () => loop.wake()),
    ...more,
  };
  const loop = createInboxLoop(options);
  onTestFinished(() => loop.stop());
  return {
    store,
    clock,
    loop,
    options,
    handled,
    givenUp,
    receive: (...batch: Inbound[]) => storeInbound(store.db, batch, clock.now()),
    states: async () => (await store.db.inbound.findMany({ orderBy: { id: 'asc' } })).map((row) => row.state),
    async later(by: Temporal.DurationLike) {
      clock.advance(by);
      await loop.idle();
    },
  };
}

const failOn =
  (word: string, error: unknown = new Error('poison')): Handler =>
  async (_tx, { inbound }) => {
    if (inbound.text === word) throw error;
  };

describe('the inbox', () => {
  test('a message that comes twice is stored and handled once', async () => {
    const box = await inbox();
    const message = said('a', 'hello');
    expect(await box.receive(message, message)).toBe(1);
    expect(await box.receive(message)).toBe(0);
    await box.loop.idle();
    expect(box.handled).toEqual(['a:hello']);
  });

  test('keeps the order of each chat over many batches', async () => {
    const box = await inbox();
    for (let batch = 0; batch < 6; batch += 1) {
      await box.receive(
        ...Array.from({ length: 100 }, (_, index) => said(`c${index % 60}`, String(batch * 100 + index))),
      );
    }
    await box.loop.idle();
    expect(box.handled).toHaveLength(600);
    for (let chat = 0; chat < 60; chat += 1) {
      const numbers = box.handled
        .filter((line) => line.startsWith(`c${chat}:`))
        .map((line) => Number(line.split(':')[1]));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
  });

  test('text that a database cannot hold is stored without what it cannot hold', async () => {
    const box = await inbox();
    await box.receive(said('a', 'nul\u0000 and half a \ud83d smile'));
    await box.loop.idle();
    expect(box.handled).toEqual(['a:nul and half a \ufffd smile']);
  });

  test('the pieces of an album that come one after the other become one message', async () => {
    const media = (id: string) => [{ kind: 'photo' as const, id, account: accountId('telegram') }];
    const seen: (readonly string[])[] = [];
    const box = await inbox(
      async (_tx, { inbound }) => void seen.push((inbound.media ?? []).map((one) => one.id)),
    );
    await box.receive(said('a', 'look', { group: 'g', media: media('1') }));
    await box.loop.idle();
    box.clock.advance({ milliseconds: ALBUM_MS / 2 });
    await box.receive(said('a', '', { group: 'g', media: media('2') }), said('b', 'other'));
    await box.loop.idle();
    expect(box.handled).toEqual(['b:other']);
    await box.later({ milliseconds: ALBUM_MS });
    expect(seen).toEqual([[], ['1', '2']]);
    expect(await box.states()).toEqual(['handled', 'handled', 'handled']);
  });
});

describe('a message that cannot be handled', () => {
  test('is tried again, holds up only its own chat, and is given up with a reference', async () => {
    const box = await inbox(failOn('poison'));
    await box.receive(said('a', 'poison'), said('a', 'after'), said('b', 'other'));
    await box.loop.idle();
    expect(box.handled).toEqual(['b:other']);
    for (const milliseconds of [500, 3000]) await box.later({ milliseconds });
    expect(box.handled).toEqual(['b:other']);
    await box.receive(said('b', 'still there'));
    await box.loop.idle();
    expect(box.handled).toContain('b:still there');
    await box.later({ seconds: 10 });
    expect(box.givenUp).toEqual(['poison M1']);
    expect(box.handled).toContain('a:after');
    expect(await box.states()).toEqual(['failed', 'handled', 'handled', 'handled']);
    expect(await box.store.db.inbound.findUnique({ where: { id: 1n } })).toMatchObject({
      attempts: 4,
      error: 'M1',
    });
  });

  test('that nobody can be told of is given up all the same, and the chat goes on', async () => {
    const box = await inbox(failOn('poison'), {
      giveUp: async () => {
        throw new Error('this fails too');
      },
    });
    await box.receive(said('a', 'poison'), said('a', 'after'), said('b', 'other'));
    await box.loop.idle();
    for (const seconds of [1, 3, 10]) await box.later({ seconds });
    expect(await box.states()).toEqual(['failed', 'handled', 'handled']);
  });

  test('leaves nothing of its half-done work behind', async () => {
    const box = await inbox(async (tx, { inbound }) => {
      const client = await sql(tx);
      await client.setting.create({ data: { key: inbound.text ?? '', value: 'done' } });
      if (inbound.text === 'poison') throw new Error('after half of it');
    });
    await box.receive(said('a', 'good'), said('b', 'poison'));
    await box.loop.idle();
    expect(await box.store.db.setting.findMany()).toEqual([{ key: 'good', value: 'done' }]);
  });

  test('that fails at the commit is tried again as a whole', async () => {
    let refuse = true;
    const box = await inbox(async (tx) => {
      if (refuse) await tx.client.$executeRaw`insert into late values (1), (1)`;
    });
    await box.store.db.$executeRaw`create table late (n int unique deferrable initially deferred)`;
    onTestFinished(async () => void (await box.store.db.$executeRaw`drop table late`));
    await box.receive(said('a', 'hello'));
    await box.loop.idle();
    expect(await box.states()).toEqual(['pending']);
    refuse = false;
    await box.later({ seconds: 1 });
    expect(await box.states()).toEqual(['handled']);
    expect(box.givenUp).toEqual([]);
  });

  test('because the database was away is never given up, however often that is', async () => {
    let away = true;
    const gone = Object.assign(new Error('terminating connection'), { code: '57P01' });
    const box = await inbox(async () => {
      if (away) throw gone;
    });
    await box.receive(said('a', 'hello'));
    for (let attempt = 0; attempt < 6; attempt += 1) await box.later({ seconds: 20 });
    expect(await box.store.db.inbound.findFirst()).toMatchObject({ state: 'pending', attempts: 0 });
    away = false;
    await box.loop.idle();
    expect(await box.states()).toEqual(['handled']);
  });
});

describe.runIf(onPostgres)('several workers on one inbox', () => {
  test('share the chats, keep the order of each, and handle everything once', async () => {
    const seen = new Map<string, number[]>();
    const box = await inbox(async (tx, { inbound }) => {
      const client = await sql(tx);
      await client.$executeRaw`select pg_sleep(0.002)`;
      const numbers = seen.get(inbound.chat.id) ?? [];
      seen.set(inbound.chat.id, [...numbers, Number(inbound.text)]);
    });
    const others = [createInboxLoop(box.options), createInboxLoop(box.options)];
    onTestFinished(async () => void (await Promise.all(others.map((loop) => loop.stop()))));
    for (let batch = 0; batch < 10; batch += 1) {
      await box.receive(
        ...Array.from({ length: 60 }, (_, index) => said(`c${index % 20}`, String(batch * 60 + index))),
      );
      for (const loop of [box.loop, ...others]) loop.wake();
    }
    await expect
      .poll(() => box.store.db.inbound.count({ where: { state: 'pending' } }), { timeout: 15_000 })
      .toBe(0);
    expect([...seen.values()].flat()).toHaveLength(600);
    for (const numbers of seen.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  test('pass over the chats that others have, and take no more than they may', async () => {
    const box = await inbox();
    await box.receive(...['a', 'b', 'c', 'd', 'e'].map((chat) => said(chat, 'hello')));
    const now = box.clock.now();
    const lockTwo = (meanwhile: () => Promise<void>): Promise<string[]> =>
      transact(box.store.db, async (tx) => {
        const keys = await lockChats(tx, now, 2);
        await meanwhile();
        return keys;
      });
    const locked: string[][] = [];
    const next = async (): Promise<void> => {
      if (locked.length === 4) return;
      locked.push([]);
      const place = locked.length - 1;
      locked[place] = await lockTwo(next);
    };
    await next();
    const chats = locked.map((keys) => keys.map((key) => key.replace('telegram ', '')));
    expect(chats).toEqual([['a', 'b'], ['c', 'd'], ['e'], []]);
  });
});

describe('a file that a message cannot be handled without', () => {
  const file = (id: string): Media => ({ kind: 'document', account: accountId('telegram'), id });
  const bytes = new TextEncoder().encode('a,b');

  /** Handles messages with a file by reading it; answers what was read. */
  function reading() {
    const read: string[] = [];
    const handler: Handler = async (_tx, { inbound, files }) => {
      const media = inbound.media?.[0];
      if (!media) return;
      if (!files?.has(fileKey(media))) throw new FileNeeded(media);
      const found = files.get(fileKey(media));
      read.push(found ? new TextDecoder().decode(found) : 'nothing');
    };
    return { read, handler };
  }

  test('is fetched outside of the transaction, once, while other chats go on and its own keeps its order', async () => {
    const { read, handler } = reading();
    const { promise, resolve } = Promise.withResolvers<void>();
    let downloads = 0;
    const box = await inbox(handler, {}, async (media) => {
      downloads += 1;
      await promise;
      return { ...media, bytes };
    });
    await box.receive(said('a', 'file', { media: [file('f1')] }), said('a', 'after'), said('b', 'other'));
    box.loop.wake();
    await expect.poll(() => box.handled).toEqual(['b:other']);
    await expect.poll(() => downloads).toBe(1);
    resolve();
    await box.loop.idle();
    expect(box.handled).toEqual(['b:other', 'a:file', 'a:after']);
    expect([read, downloads]).toEqual([['a,b'], 1]);
    expect(await box.states()).toEqual(['handled', 'handled', 'handled']);
  });

  test.each([
    ['that the platform does not give', {}, undefined],
    ['that is too large, by what the platform says', { size: 6_000_000 }, bytes],
    ['that is too large after all', {}, new Uint8Array(5_000_001)],
    ['that was not kept', { problem: 'unavailable' as const }, bytes],
  ])('is handled as missing when it is one %s', async (_name, about, found) => {
    const { read, handler } = reading();
    const box = await inbox(handler, {}, async (media) => ({ ...media, ...(found ? { bytes: found } : {}) }));
    await box.receive(said('a', 'file', { media: [{ ...file('f1'), ...about }] }));
    await box.loop.idle();
    expect(read).toEqual(['nothing']);
    expect(box.givenUp).toEqual([]);
  });

  test('is fetched again by whoever takes the message over when the process that fetched has died', async () => {
    const { read, handler } = reading();
    const never = new Promise<Media>(() => {});
    const dying = await inbox(handler, {}, () => never);
    await dying.receive(said('a', 'file', { media: [file('f1')] }));
    dying.loop.wake();
    await expect
      .poll(async () => (await dying.store.db.inbound.findFirstOrThrow()).notBefore.getTime())
      .toBeGreaterThan(dying.clock.now().epochMilliseconds);
    await dying.loop.stop();
    const { options, clock } = dying;
    const files = createFiles({ ...options, download: async (media) => ({ ...media, bytes }) }, () =>
      next.wake(),
    );
    const next = createInboxLoop({ ...options, files });
    onTestFinished(() => next.stop());
    await next.idle();
    expect(read).toEqual([]);
    clock.advance({ minutes: 1 });
    await next.idle();
    expect(read).toEqual(['a,b']);
  });
});
