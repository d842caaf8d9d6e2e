import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { type Connection, migrate } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { onPostgres, testLocation, testStore, tmpDataDir } from '../support/database.ts';

const shipped = new URL('../../prisma/migrations/', import.meta.url);

/** A copy of the shipped migrations with more of them. */
async function withMigrations(more: Record<string, string>): Promise<URL> {
  const directory = await tmpDataDir();
  await cp(shipped, directory, { recursive: true });
  for (const [name, sql] of Object.entries(more)) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'migration.sql'), sql);
  }
  return pathToFileURL(`${directory}/`);
}

async function connect(store: Store): Promise<Connection> {
  if (store.kind === 'embedded') return store.pglite;
  const client = new pg.Client({ connectionString: store.connectionString });
  await client.connect();
  onTestFinished(() => client.end());
  return { query: (sql, params) => client.query(sql, params), exec: (sql) => client.query(sql) };
}

const tables = (store: Store) =>
  store.db.$queryRaw<{ tablename: string }[]>`SELECT tablename FROM pg_tables WHERE tablename LIKE 'extra%'`;

const TRIGGER = `
CREATE TABLE extra (n int);
CREATE FUNCTION extra_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := NEW.n + 1; RETURN NEW; END; $$;
CREATE TRIGGER extra_check BEFORE INSERT ON extra FOR EACH ROW EXECUTE FUNCTION extra_check();
CREATE INDEX extra_some ON extra (n) WHERE n > 3;`;

describe('migrations', () => {
  test('a script may hold functions, triggers and anything else PostgreSQL reads', async () => {
    const { dataDir, databaseUrl } = await testLocation();
    const store = await openStore({ dataDir, databaseUrl });
    onTestFinished(() => store.close());
    const connection = await connect(store);
    const directory = await withMigrations({ '99990101000000_extra': TRIGGER });
    expect(await migrate(connection, silentLog, directory)).toEqual(['99990101000000_extra']);
    expect(await migrate(connection, silentLog, directory)).toEqual([]);
    await store.db.$executeRaw`INSERT INTO extra VALUES (1)`;
    expect(await store.db.$queryRaw`SELECT n FROM extra`).toEqual([{ n: 2 }]);
  });

  test('when one fails, all that came with it are undone and it is named', async () => {
    const store = await testStore();
    const directory = await withMigrations({
      '99990101000000_good': 'CREATE TABLE extra_good (n int);',
      '99990102000000_bad': 'CREATE TABLE extra_bad (n int); SELECT nonsense;',
    });
    const connection = await connect(store);
    await expect(migrate(connection, silentLog, directory)).rejects.toThrow(/99990102000000_bad.*nonsense/);
    expect(await tables(store)).toEqual([]);
    expect(await store.db.site.count()).toBe(0);
  });

  test('a database that knows a migration this version lacks is refused', async () => {
    const { dataDir, databaseUrl } = await testLocation();
    const store = await openStore({ dataDir, databaseUrl });
    const directory = await withMigrations({ '99990101000000_later': 'CREATE TABLE extra_later (n int);' });
    await migrate(await connect(store), silentLog, directory);
    await store.close();
    await expect(openStore({ dataDir, databaseUrl })).rejects.toThrow(/newer version.*99990101000000_later/);
  });

  test('the record is the one that Prisma keeps', async () => {
    const store = await testStore();
    const rows = await store.db.$queryRaw<{ migration_name: string; checksum: string; done: boolean }[]>`
      SELECT migration_name, checksum, finished_at IS NOT NULL AND applied_steps_count = 1 AS done
      FROM _prisma_migrations ORDER BY 1`;
    const names = (await readdir(shipped, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    expect(rows.map((row) => row.migration_name)).toEqual(names.map((entry) => entry.name).sort());
    for (const row of rows)
      expect(row).toMatchObject({ done: true, checksum: expect.stringMatching(/^\w{64}$/) });
  });

  test.runIf(onPostgres)('processes that start at once do not get in each other’s way', async () => {
    const { dataDir, databaseUrl = '' } = await testLocation();
    const url = databaseUrl;
    const store = await openStore({ dataDir, databaseUrl: url });
    onTestFinished(() => store.close());
    const directory = await withMigrations({ '99990101000000_extra': TRIGGER });
    const connections = await Promise.all(Array.from({ length: 6 }, () => connect(store)));
    const done = await Promise.all(
      connections.map((connection) => migrate(connection, silentLog, directory)),
    );
    expect(done.flat()).toEqual(['99990101000000_extra']);
  });
});
