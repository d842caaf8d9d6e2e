import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { createLeases, type Leases, takeTurn } from '../../src/store/lease.ts';
import type { Store } from '../../src/store/open.ts';
import { transact } from '../../src/store/transaction.ts';
import { onPostgres, testStore } from '../support/database.ts';

const TIMEOUT = { timeout: 10_000, interval: 5 };
/** How long giving something back takes in what follows, in milliseconds. */
const SLOW_END = 150;

/** A process that wants a lease; what happens to it is noted under its name. */
function wanting(store: Store, name: string, notes: string[]): Leases & { first: Promise<boolean> } {
  const leases = createLeases(store, silentLog);
  const first = leases.hold('telegram', async (lost) => {
    notes.push(`${name} has it`);
    if (!lost.aborted)
      await new Promise((resolve) => lost.addEventListener('abort', resolve, { once: true }));
    await sleep(SLOW_END);
    notes.push(`${name} lets go`);
  });
  onTestFinished(() => leases.close());
  return { ...leases, first };
}

describe.runIf(onPostgres)('a lease', () => {
  test('is one process’s; when it is closed the next has it, and not before everything has ended', async () => {
    const store = await testStore();
    const notes: string[] = [];
    const one = wanting(store, 'one', notes);
    expect(await one.first).toBe(true);
    const two = wanting(store, 'two', notes);
    expect(await two.first).toBe(false);
    await one.close();
    await expect.poll(() => notes, TIMEOUT).toEqual(['one has it', 'one lets go', 'two has it']);
  });

  test('passes on when its connection is cut, and the process that lost it waits for it again', async () => {
    const store = await testStore();
    if (store.kind !== 'postgres') throw new Error('not on a server');
    const notes: string[] = [];
    const one = wanting(store, 'one', notes);
    await one.first;
    const two = wanting(store, 'two', notes);
    await two.first;
    const client = new pg.Client({ connectionString: store.connectionString });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(`select pg_terminate_backend(l.pid) from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())`);
    await expect.poll(() => notes, TIMEOUT).toEqual(['one has it', 'two has it', 'one lets go']);
    await two.close();
    await expect.poll(() => notes.slice(3), TIMEOUT).toEqual(['two lets go', 'one has it']);
  });

  test('is not waited for any longer by a process that stops', async () => {
    const store = await testStore();
    const notes: string[] = [];
    const one = wanting(store, 'one', notes);
    await one.first;
    const two = wanting(store, 'two', notes);
    await two.first;
    const began = performance.now();
    await two.close();
    expect(performance.now() - began).toBeLessThan(2000);
    await one.close();
    expect(notes).toEqual(['one has it', 'one lets go']);
  });
});

describe.runIf(onPostgres)('a turn', () => {
  test('is one transaction’s until it ends; others are not kept waiting, nor by turns of another name', async () => {
    const { db } = await testStore();
    const gate = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<boolean>();
    const running = transact(db, async (tx) => {
      taken.resolve(await takeTurn(tx, 'sweep waiting'));
      await gate.promise;
    });
    expect(await taken.promise).toBe(true);
    const take = (name: string): Promise<boolean> => transact(db, (tx) => takeTurn(tx, name));
    expect([await take('sweep waiting'), await take('sweep deadlines')]).toEqual([false, true]);
    gate.resolve();
    await running;
    expect(await take('sweep waiting')).toBe(true);
  });
});

describe.runIf(onPostgres)('every connection', () => {
  test('lets the server notice a machine that fell silent, and a process that hangs in a transaction', async () => {
    const { db } = await testStore();
    const settings = await db.$queryRaw`select current_setting('tcp_keepalives_idle')::int as idle,
      current_setting('idle_in_transaction_session_timeout') as abandoned, current_setting('jit') as jit`;
    expect(settings).toEqual([{ idle: 10, abandoned: '1min', jit: 'off' }]);
  });
});
