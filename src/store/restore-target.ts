/** Where a backup is restored to: an empty place on a server, or a new directory for the embedded database. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { UserError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { lockDataDir } from './lock.ts';
import type { Connection } from './migrate.ts';
import { explainConnection } from './postgres-errors.ts';
import { databaseIn, finishRestore, offerRestored } from './restore-swap.ts';

/** One connection that everything is restored by, in one transaction. */
export interface RestoreTarget extends Connection {
  /** Adds whole rows in COPY's text format. */
  copyIn(statement: string, bytes: Uint8Array): Promise<void>;
  /** Makes what was restored count; returns where the database before it is kept, when it is. */
  commit(): Promise<string | undefined>;
  /** Lets go; without commit() everything is as it was. */
  close(): Promise<void>;
}

/** Values must be read as they were written, and a long COPY must not be cut off. */
const SETTINGS = `SET LOCAL TIME ZONE 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL client_encoding = 'UTF8';
SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '10s'`;

/** Takes the data directory; a database in it is only replaced when that was asked for. */
export async function openEmbeddedTarget(dataDir: string, isReplacing: boolean): Promise<RestoreTarget> {
  const unlock = await lockDataDir(dataDir, silentLog);
  const directory = join(dataDir, 'database.restoring');
  let pglite: PGlite;
  try {
    await finishRestore(dataDir);
    const isUnfinished = existsSync(join(dataDir, 'database.unfinished'));
    if (existsSync(databaseIn(dataDir)) && !isUnfinished && !isReplacing)
      throw new UserError('staff-backup:error.not-empty', { where: databaseIn(dataDir) });
    await rm(directory, { recursive: true, force: true });
    pglite = await PGlite.create(directory, {
      startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
    });
    await chmod(directory, 0o700);
    await pglite.exec(`BEGIN; ${SETTINGS}`);
  } catch (error) {
    await unlock();
    throw error;
  }
  return {
    query: (sql, params) => pglite.query(sql, params),
    exec: (sql) => pglite.exec(sql),
    async copyIn(statement, bytes) {
      await pglite.query(`${statement} '/dev/blob'`, [], { blob: new Blob([Uint8Array.from(bytes)]) });
    },
    async commit() {
      await pglite.exec('COMMIT; ANALYZE; CHECKPOINT');
      await pglite.close();
      return offerRestored(dataDir, directory);
    },
    async close() {
      if (!pglite.closed) await pglite.close();
      await rm(directory, { recursive: true, force: true });
      await unlock();
    },
  };
}

/** What stands in the schema that tables go to, besides what extensions brought. */
const STANDING = `SELECT c.relname AS name FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

/** A running program would go on writing into what is being replaced. */
const OTHERS = `SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`;

/** Drops what stands in the schema, but for what extensions brought. */
const DROP_ALL = `DO $$
DECLARE statement text;
BEGIN
  FOR statement IN
    SELECT format('DROP %s IF EXISTS %s CASCADE', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
      WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass) FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
  LOOP EXECUTE statement; END LOOP;
  FOR statement IN
    SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE statement; END LOOP;
END $$`;

/** Connects; what is there is only replaced when that was asked for, and when it is ours and nobody uses it. */
export async function openServerTarget(
  connectionString: string,
  isReplacing: boolean,
): Promise<RestoreTarget> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, keepAlive: true });
  client.on('error', () => {}); // the query in progress fails with the same error
  try {
    await client.connect();
    await client.query(`BEGIN; ${SETTINGS}`);
    await makeRoom(client, isReplacing);
  } catch (error) {
    await client.end().catch(() => {});
    throw error instanceof UserError ? error : explainConnection(error, connectionString);
  }
  return {
    query: (sql, params) => client.query(sql, params),
    exec: (sql) => client.query(sql),
    async copyIn(statement, bytes) {
      const stream = client.query(copyFrom(`${statement} STDIN`));
      stream.end(bytes);
      await once(stream, 'finish');
    },
    async commit() {
      await client.query('COMMIT');
      await client.query('ANALYZE');
      return undefined;
    },
    close: () => client.end().catch(() => {}),
  };
}

async function makeRoom(client: pg.Client, isReplacing: boolean): Promise<void> {
  const { rows: standing } = await client.query<{ name: string }>(STANDING);
  const { rows: others } = await client.query<{ count: number }>(OTHERS);
  const count = others[0]?.count ?? 0;
  if (count > 0) throw new UserError('staff-backup:error.in-use', { count });
  if (standing.length === 0) return;
  const where = client.database ?? '';
  if (!standing.some(({ name }) => name === '_prisma_migrations'))
    throw new UserError('staff-backup:error.not-ours', { where });
  if (!isReplacing) throw new UserError('staff-backup:error.not-empty', { where });
  await client.query(DROP_ALL);
}
