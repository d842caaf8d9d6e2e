import { describe, expect, test } from 'vitest';
import { isPassing } from '../../src/store/passing-error.ts';
import { sql, transact } from '../../src/store/transaction.ts';
import { onPostgres, testStore } from '../support/database.ts';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('an error that passes', () => {
  test('is one of the network or of a server that goes down, however deep it lies', () => {
    const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    expect(isPassing(refused)).toBe(true);
    expect(isPassing(new Error('outer', { cause: new Error('inner', { cause: refused }) }))).toBe(true);
    expect(
      isPassing({ code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '57P01' } } } }),
    ).toBe(true);
    expect(isPassing(new Error('Connection terminated unexpectedly'))).toBe(true);
  });

  test('is not a fault of the program or of the data', async () => {
    const { db } = await testStore();
    expect(isPassing(new TypeError('undefined is not a function'))).toBe(false);
    expect(isPassing('words')).toBe(false);
    const twice = db.setting.createMany({
      data: [
        { key: 'a', value: '' },
        { key: 'a', value: '' },
      ],
    });
    expect(isPassing(await failureOf(twice))).toBe(false);
    expect(isPassing(await failureOf(db.$executeRaw`select nonsense`))).toBe(false);
  });

  test.runIf(onPostgres)('is what a broken connection leaves, at any point of a transaction', async () => {
    const { db } = await testStore();
    const breakIt = async (pid: number) => db.$queryRaw`select pg_terminate_backend(${pid}::int)`;
    const broken = (after: boolean) =>
      transact(db, async (tx) => {
        const client = await sql(tx);
        const [row] = await client.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await breakIt(row?.pid ?? 0);
        if (!after) await client.$queryRaw`select 1`;
      });
    expect(isPassing(await failureOf(broken(false)))).toBe(true);
    expect(isPassing(await failureOf(broken(true)))).toBe(true);
  });

  test.runIf(onPostgres)('is a deadlock', async () => {
    const { db } = await testStore();
    await db.setting.createMany({
      data: [
        { key: 'a', value: '' },
        { key: 'b', value: '' },
      ],
    });
    const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const both = (first: 0 | 1) =>
      transact(db, async (tx) => {
        const client = await sql(tx);
        const keys = first === 0 ? ['a', 'b'] : ['b', 'a'];
        await client.$executeRaw`update setting set value = 'x' where key = ${keys[0]}`;
        held[first].resolve();
        await held[first === 0 ? 1 : 0].promise;
        await client.$executeRaw`update setting set value = 'x' where key = ${keys[1]}`;
      });
    const failures = (await Promise.all([failureOf(both(0)), failureOf(both(1))])).filter(Boolean);
    expect(failures).toHaveLength(1);
    expect(isPassing(failures[0])).toBe(true);
  });
});
