/** Installations to be backed up and restored, worked on by a connection of the test's own. */
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Connection } from '../../src/store/migrate.ts';
import type { RestoreJob } from '../../src/store/restore.ts';
import { type Location, testLocation, tmpDataDir } from './database.ts';

/** Works on a database that nobody else has open, and leaves it. */
export async function using<T>(location: Location, work: (connection: Connection) => Promise<T>): Promise<T> {
  if (location.databaseUrl) {
    const client = new pg.Client({ connectionString: location.databaseUrl });
    await client.connect();
    const query = (sql: string, params?: unknown[]) => client.query(sql, params);
    return work({ query, exec: (sql) => client.query(sql) }).finally(() => client.end());
  }
  const pglite = await PGlite.create(join(location.dataDir, 'database'));
  return work(pglite).finally(() => pglite.close());
}

/** Restores a file into a place, unless told otherwise with no key needed and nothing replaced. */
export const restoring = (path: string, location: Location, more: Partial<RestoreJob> = {}): RestoreJob => ({
  path,
  databaseUrl: location.databaseUrl,
  dataDir: location.dataDir,
  isReplacing: false,
  holdsOutgoing: false,
  keys: undefined,
  ...more,
});

/** A database with no tables. */
export async function bareDatabase(): Promise<Location> {
  const location = await testLocation();
  await using(location, (db) => db.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));
  return location;
}

/** An empty directory, or a database on the server with no tables. */
export async function emptyPlace(kind: 'embedded' | 'postgres'): Promise<Location> {
  return kind === 'postgres' ? bareDatabase() : { dataDir: await tmpDataDir(), databaseUrl: undefined };
}
