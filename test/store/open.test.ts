import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { notify } from '../../src/store/notify.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { onPostgres, testLocation, testStore } from '../support/database.ts';

let store: Store;
beforeEach(async () => {
  store = await testStore();
});

const site = () => ({ id: randomUUID(), name: randomUUID(), createdAt: new Date() });

describe('the store', () => {
  test.each([1, 2])('every test gets an empty one whose numbers start again (%i)', async () => {
    expect(await store.db.site.count()).toBe(0);
    await store.db.site.create({ data: site() });
    const line = await store.db.audit.create({ data: { at: new Date(), actor: 'system', action: 'test' } });
    expect(line.id).toBe(1n);
  });

  test('a moment comes back as it went in, whatever the time zone of the server', async () => {
    const data = site();
    await store.db.site.create({ data });
    const [row] = await store.db.$queryRaw<[{ created_at: Date }]>`SELECT created_at FROM site`;
    expect(row?.created_at).toEqual(data.createdAt);
    expect(await store.db.site.findMany()).toMatchObject([{ createdAt: data.createdAt }]);
  });

  test('a commit that the database refuses is an error, not a silent rollback', async () => {
    await store.db.$executeRaw`CREATE TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)`;
    try {
      await store.db.$executeRaw`INSERT INTO late VALUES (1)`;
      const twice = store.db.$transaction((tx) => tx.$executeRaw`INSERT INTO late VALUES (1)`);
      await expect(twice).rejects.toThrow();
    } finally {
      await store.db.$executeRaw`DROP TABLE late`;
    }
  });

  test('transactions that come all at once are all done', async () => {
    const add = () => store.db.$transaction((tx) => tx.site.create({ data: site() }));
    await Promise.all(Array.from({ length: 100 }, add));
    expect(await store.db.site.count()).toBe(100);
  });

  test('it can be closed twice', async () => {
    await store.close();
    await store.close();
  });

  test('opening a migrated database again keeps what is in it', async () => {
    const location = await testLocation();
    const first = await openStore(location);
    await first.db.site.create({ data: site() });
    await first.close();
    const second = await openStore(location);
    expect(await second.db.site.count()).toBe(1);
    await second.close();
  });
});

describe('notifications', () => {
  test('arrive at the commit, and never after a rollback', async () => {
    const heard: string[] = [];
    await store.listen('inbound', (payload) => heard.push(payload));
    await store.db.$transaction(async (tx) => {
      await notify(tx, 'inbound', 'kept');
      await sleep(50);
      expect(heard).not.toContain('kept');
    });
    await vi.waitFor(() => expect(heard).toContain('kept'));
    const undone = store.db.$transaction(async (tx) => {
      await notify(tx, 'inbound', 'undone');
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await notify(store.db, 'inbound', 'last');
    await vi.waitFor(() => expect(heard).toContain('last'));
    expect(heard).not.toContain('undone');
  });

  test('stop when asked, for that listener only', async () => {
    const first = vi.fn();
    const second = vi.fn();
    const stop = await store.listen('inbound', first);
    await store.listen('inbound', second);
    first.mockClear();
    await stop();
    await notify(store.db, 'inbound', 'hello');
    await vi.waitFor(() => expect(second).toHaveBeenCalledWith('hello'));
    expect(first).not.toHaveBeenCalled();
  });

  test('a name that SQL would change is refused', async () => {
    await expect(store.listen('In-bound', () => {})).rejects.toThrow('not a notification channel');
  });

  test.runIf(onPostgres)('go on after the connection was cut, with one call to catch up', async () => {
    const heard: string[] = [];
    await store.listen('inbound', (payload) => heard.push(payload));
    heard.length = 0;
    await store.db.$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await vi.waitFor(() => expect(heard).toContain(''), 5_000);
    await notify(store.db, 'inbound', 'again');
    await vi.waitFor(() => expect(heard).toContain('again'));
  });
});
