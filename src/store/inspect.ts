/** What a database looks like from outside, for somebody who only looks: it is neither made nor migrated. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Log } from '../log.ts';
import { lockDataDir } from './lock.ts';
import { migrationNames } from './migrate.ts';
import { explainConnection } from './postgres-errors.ts';
import { databaseIn } from './restore-swap.ts';

/** Facts about a database; what its tables would say is undefined as long as they are not all there. */
export interface DatabaseFacts {
  /** Such as 17.4. */
  readonly version: string;
  readonly encoding: string;
  readonly timeZone: string;
  /** Milliseconds that its clock is before this machine's. */
  readonly clockAheadMs: number;
  /** Migrations that the program has and the database lacks, and the other way round. */
  readonly missing: readonly string[];
  readonly newer: readonly string[];
  /** Of these time zones, those that it does not know. */
  readonly unknownZones: readonly string[];
  readonly setup: SetupFacts | undefined;
}

/** How far an installation is set up, and its last backup by schedule. */
export interface SetupFacts {
  readonly admins: number;
  readonly teamChats: number;
  readonly backup:
    | { readonly day: string; readonly state: string; readonly error: string | null }
    | undefined;
  /** When a backup was last made and read back. */
  readonly backedUpAt: Temporal.Instant | undefined;
}

type Query = <T>(sql: string, params?: unknown[]) => Promise<T[]>;

/** How long a server may take to answer, in milliseconds. */
const CONNECT_MS = 5000;

/** Looks at a server's database; throws the StartupError that says what is wrong. */
export async function inspectServer(connectionString: string, zone: string): Promise<DatabaseFacts> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    return await inspect(async (sql, params) => (await client.query(sql, params)).rows, zone);
  } catch (error) {
    throw explainConnection(error, connectionString);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Looks at the embedded database; undefined while there is none. Throws the StartupError of a directory that another
 * process has, and what PGlite throws at files that are damaged.
 */
export async function inspectEmbedded(
  dataDir: string,
  zone: string,
  log: Log,
): Promise<DatabaseFacts | undefined> {
  const directory = databaseIn(dataDir);
  if (!existsSync(directory) || existsSync(join(dataDir, 'database.unfinished'))) return undefined;
  const unlock = await lockDataDir(dataDir, log);
  try {
    const pglite = await PGlite.create(directory);
    try {
      return await inspect(async <T>(sql: string, params?: unknown[]) => {
        const { rows } = await pglite.query(sql, params);
        return rows as T[];
      }, zone);
    } finally {
      await pglite.close();
    }
  } finally {
    await unlock();
  }
}

async function inspect(query: Query, zone: string): Promise<DatabaseFacts> {
  const before = Temporal.Now.instant().epochMilliseconds;
  const [found] = await query<{ version: string; encoding: string; zone: string; ms: number }>(
    `select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
       current_setting('timezone') as zone, (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  const now = (before + Temporal.Now.instant().epochMilliseconds) / 2;
  const { version = '', encoding = '', zone: timeZone = '', ms = now } = found ?? {};
  const known = await migrationNames();
  const done = await doneMigrations(query);
  const missing = known.filter((name) => !done.includes(name));
  const isCurrent = missing.length === 0;
  const zones = isCurrent ? await query<{ zone: string }>('select distinct time_zone as zone from site') : [];
  return {
    version: version.split(' ')[0] ?? version,
    encoding,
    timeZone,
    clockAheadMs: Math.round(ms - now),
    missing,
    newer: done.filter((name) => !known.includes(name)),
    unknownZones: await unknownZones(query, [zone, ...zones.map((row) => row.zone)]),
    setup: isCurrent ? await readSetup(query) : undefined,
  };
}

async function doneMigrations(query: Query): Promise<string[]> {
  const [table] = await query<{ found: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as found`,
  );
  if (!table?.found) return [];
  const rows = await query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return rows.map(({ name }) => name);
}

async function unknownZones(query: Query, zones: readonly (string | null)[]): Promise<string[]> {
  const asked = JSON.stringify(zones.filter((zone) => zone !== null));
  const rows = await query<{ zone: string }>(
    `select distinct zone from jsonb_array_elements_text($1::jsonb) zone
     where not exists (select 1 from pg_timezone_names where lower(name) = lower(zone))`,
    [asked],
  );
  return rows.map(({ zone }) => zone);
}

async function readSetup(query: Query): Promise<SetupFacts> {
  const [counts] = await query<{ admins: number; chats: number }>(
    `select (select count(*) from staff where active and role = 'admin')::int as admins,
       (select count(*) from chat where team_id is not null and state = 'open')::int as chats`,
  );
  const [backup] = await query<{ day: string; state: string; error: string | null }>(
    'select day::text, state, error from backup_run order by day desc limit 1',
  );
  const [last] = await query<{ ms: number | null }>(
    `select (extract(epoch from max(finished_at)) * 1000)::float8 as ms from backup_run where state = 'verified'`,
  );
  const at = last?.ms ?? undefined;
  return {
    admins: counts?.admins ?? 0,
    teamChats: counts?.chats ?? 0,
    backup,
    backedUpAt: at === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.round(at)),
  };
}
