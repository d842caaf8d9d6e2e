/** A database from before numbers were encrypted, at its first starts with this version. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { expect, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { type Connection, migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { sealPlain } from '../../src/store/reseal.ts';
import { dump, EVERYTHING, NUMBERS, PLAIN, readable, readEverything } from '../store/numbers-scene.ts';
import { emptyServerDatabase, type Location, onPostgres, tmpDataDir } from '../support/database.ts';

const shipped = new URL('../../prisma/migrations/', import.meta.url);

/** The migrations of the version before. */
async function migrationsBefore(): Promise<URL> {
  const directory = await tmpDataDir();
  const names = (await readdir(shipped)).sort();
  const mine = names.findIndex((name) => name.endsWith('_sealed_numbers'));
  for (const name of names.slice(0, mine)) {
    await cp(new URL(name, shipped), join(directory, name), { recursive: true });
  }
  return pathToFileURL(`${directory}/`);
}

/** A database of the version before, filled by this script. */
async function oldDatabase(script: string): Promise<Location> {
  const fill = async (connection: Connection): Promise<void> => {
    await migrate(connection, silentLog, await migrationsBefore());
    await connection.exec(script);
  };
  const dataDir = await tmpDataDir();
  if (onPostgres) {
    const databaseUrl = await emptyServerDatabase();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await fill({ query: (sql, params) => client.query(sql, params), exec: (sql) => client.query(sql) });
    await client.end();
    return { dataDir, databaseUrl };
  }
  await mkdir(join(dataDir, 'database'));
  const pglite = await PGlite.create(join(dataDir, 'database'));
  await fill(pglite);
  await pglite.close();
  return { dataDir, databaseUrl: undefined };
}

/** What the files of the embedded database's tables still say, whatever the database says. */
async function filesOf(dataDir: string): Promise<string> {
  const base = join(dataDir, 'database', 'base');
  const names = await readdir(base, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

test('what a version before encryption left in plain is encrypted at the start, gone afterwards, and found as before', async () => {
  // So many that one batch is not enough.
  const crowd = `insert into person (id, phone, created_at)
    select gen_random_uuid(), '+86 139' || lpad(n::text, 8, '0'), now() from generate_series(1, 1500) n;`;
  const location = await oldDatabase(`${PLAIN}${crowd}`);
  if (!onPostgres) expect(readable(await filesOf(location.dataDir))).toEqual(Object.values(NUMBERS));
  const store = await openStore(location);
  expect(existsSync(join(location.dataDir, 'data.key'))).toBe(true);
  expect(await readEverything(store.db)).toEqual(EVERYTHING);
  const text = await dump(store.db);
  expect(readable(text)).toEqual([]);
  expect(text).not.toContain('139000');
  expect(await sealPlain(store.db)).toBe(0);
  await store.close();
  if (!onPostgres) expect(readable(await filesOf(location.dataDir))).toEqual([]);

  // With another key nothing starts, and whoever has the right one is not kept out.
  const file = join(location.dataDir, 'data.key');
  const right = await readFile(file, 'utf8');
  await writeFile(file, Buffer.alloc(32, 9).toString('base64'));
  await expect(openStore(location)).rejects.toMatchObject({
    name: 'StartupError',
    message: expect.stringMatching(/the one given is [0-9a-f]{12}\. Set DATA_KEY to the key/),
  });
  await writeFile(file, right);
  const again = await openStore(location);
  expect(await readEverything(again.db)).toEqual(EVERYTHING);
  await again.close();
});
