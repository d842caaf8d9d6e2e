/** Databases for tests: migrated, empty and nobody else's, on the embedded store or on TEST_DATABASE_URL. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { embeddedStore } from '../../src/store/embedded.ts';
import { useKeyring } from '../../src/store/keyring.ts';
import type { Store } from '../../src/store/open.ts';
import { postgresStore } from '../../src/store/postgres.ts';
import { databaseUrl, onServer } from './global-setup.ts';
import { giveTestKey, TEST_KEYRING } from './keys.ts';

const serverUrl = inject('serverUrl');
const template = inject('template');

/** Whether the tests run on a PostgreSQL server, which several stores and processes may use at once. */
export const onPostgres = serverUrl !== '';

/** Where a store is, as `openStore` and the environment of a child process want it. */
export interface Location {
  dataDir: string;
  databaseUrl: string | undefined;
}

const cleanups: (() => Promise<unknown>)[] = [];
let pglite: Promise<PGlite> | undefined;
let onServerNow: Promise<Location> | undefined;
let current: Store | undefined;
let databases = 0;

/** Closes and removes what a test file used; called at its end, for the next file shares this module. */
export async function endDatabases(): Promise<void> {
  await current?.close();
  await (await pglite)?.close();
  current = undefined;
  pglite = undefined;
  onServerNow = undefined;
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** An empty store. A file has one at a time: the next call ends the one before, and so does the file's end. */
export async function testStore(): Promise<Store> {
  await current?.close();
  current = onPostgres ? await emptyOnServer() : await emptyEmbedded();
  return current;
}

/** A place with a migrated, empty database that no store has open yet; removed at the end of the file. */
export async function testLocation(): Promise<Location> {
  const dataDir = await tmpDataDir();
  if (!onPostgres) {
    await cp(template, dataDir, { recursive: true });
    return { dataDir, databaseUrl: undefined };
  }
  await giveTestKey(dataDir);
  return { dataDir, databaseUrl: await createDatabase(`TEMPLATE ${template}`) };
}

/** A database on the server with nothing in it, not even migrations; removed at the end of the file. */
export const emptyServerDatabase = (): Promise<string> => createDatabase('');

async function createDatabase(from: string): Promise<string> {
  databases += 1;
  const name = `${template}_${process.pid}_${databases}`;
  await onServer(serverUrl, `CREATE DATABASE ${name} ${from}`);
  cleanups.push(() => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`));
  return databaseUrl(serverUrl, name);
}

/** An empty directory that is removed at the end of the file. */
export async function tmpDataDir(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'homeward-test-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** One database serves the whole file, since making one takes a tenth of a second; what still holds it is cut off. */
async function emptyOnServer(): Promise<Store> {
  const isNew = onServerNow === undefined;
  onServerNow ??= testLocation();
  const { databaseUrl: url = '' } = await onServerNow;
  if (!isNew) await onServer(url, `${CUT_OFF}; ${EMPTY}`);
  const store = postgresStore(url, silentLog);
  useKeyring(store.db, TEST_KEYRING);
  return store;
}

/** Ends every other connection to this database. */
const CUT_OFF =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

/** One PGlite serves the whole file, since opening one takes a third of a second and emptying it a hundredth. */
async function emptyEmbedded(): Promise<Store> {
  pglite ??= testLocation().then(({ dataDir }) => PGlite.create(join(dataDir, 'database')));
  const database = await pglite;
  await database.exec(EMPTY);
  const store = embeddedStore(database, async () => {});
  useKeyring(store.db, TEST_KEYRING);
  return store;
}

/**
 * Deletes all rows but those that migrations made, and starts every sequence again; triggers and foreign keys do not
 * run. A table whose file is empty never had a row.
 */
const EMPTY = `
SET session_replication_role = replica;
DO $$
DECLARE name text;
BEGIN
  FOR name IN
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname IN ('public', 'pgboss') AND pg_relation_size(format('%I.%I', schemaname, tablename)::regclass) > 0 AND tablename NOT IN ('_prisma_migrations', 'version', 'deadline_rules')
  LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
  FOR name IN
    SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences WHERE last_value IS NOT NULL
  LOOP EXECUTE 'ALTER SEQUENCE ' || name || ' RESTART'; END LOOP;
  DELETE FROM deadline_rules WHERE version > 1;
  PERFORM setval('deadline_rules_version_seq', 1);
END $$;
SET session_replication_role = DEFAULT;`;
