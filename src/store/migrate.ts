import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';

/** One database connection: PGlite itself, or a client of the `pg` package. */
export type Connection = {
  query(sql: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Runs a script of several statements. */
  exec(sql: string): Promise<unknown>;
};

type Applied = { migration_name: string; finished_at: unknown; rolled_back_at: unknown };

const DIRECTORY = new URL('../../prisma/migrations/', import.meta.url);
/** Any number will do, as long as every process uses the same and nothing else does. */
const LOCK_KEY = 1_215_263_591;

/** Prisma's own bookkeeping table, so that its tools understand the database. */
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings the database to the newest migration and returns the names applied; one query when there are none.
 * All pending migrations are one transaction, so a crash or an error leaves the database as it was. (Prisma's
 * engine can do neither that nor, through its drivers, a trigger function: they cut scripts at every `;`.)
 */
export async function migrate(connection: Connection, log: Log, directory = DIRECTORY): Promise<string[]> {
  const known = await migrationNames(directory);
  if (pending(known, await applied(connection)).length === 0) return [];
  await connection.exec('BEGIN');
  try {
    // Another process may have been quicker: wait for it, then look again.
    await connection.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
    const names = await migrateWithin(connection, directory);
    await connection.exec('COMMIT');
    if (names.length > 0) log.info({ migrations: names }, 'database migrated');
    return names;
  } catch (error) {
    await connection.exec('ROLLBACK').catch(() => {});
    throw error;
  }
}

/**
 * Applies what is missing inside the caller's transaction and returns the names; with `only`, nothing but these, so that
 * a database comes to the version that a backup was made at.
 */
export async function migrateWithin(
  connection: Connection,
  directory = DIRECTORY,
  only?: readonly string[],
): Promise<string[]> {
  await connection.exec(BOOKKEEPING);
  const missing = pending(await migrationNames(directory), await applied(connection));
  const names = only ? missing.filter((name) => only.includes(name)) : missing;
  for (const name of names) await apply(connection, name, directory);
  return names;
}

/** The migrations in the directory, oldest first. */
export async function migrationNames(directory = DIRECTORY): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The migrations the database has. */
async function applied(connection: Connection): Promise<Set<string>> {
  try {
    const { rows } = await connection.query(
      'SELECT migration_name, finished_at, rolled_back_at FROM _prisma_migrations',
    );
    const done = (rows as Applied[]).filter((row) => row.finished_at && !row.rolled_back_at);
    return new Set(done.map((row) => row.migration_name));
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return new Set(); // no such table: a new database
    throw error;
  }
}

/** What the database lacks; refuses one that has more than this program knows. */
function pending(known: string[], done: Set<string>): string[] {
  const newer = [...done].filter((name) => !known.includes(name));
  if (newer.length > 0) {
    throw new StartupError(
      `The database was made by a newer version of Homeward (it has the migration ${newer.at(-1)}, which this ` +
        'version does not know). Start the newer version, or restore a backup made by this one.',
    );
  }
  return known.filter((name) => !done.has(name));
}

async function apply(connection: Connection, name: string, directory: URL): Promise<void> {
  const script = await readFile(new URL(`${name}/migration.sql`, directory), 'utf8');
  try {
    await connection.exec(script);
  } catch (cause) {
    throw new StartupError(
      `The database could not be migrated: ${name} failed (${(cause as Error).message}). Nothing was changed. ` +
        'Go back to the version that ran before and report this line.',
      { cause },
    );
  }
  await connection.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), createHash('sha256').update(script).digest('hex'), name],
  );
}
