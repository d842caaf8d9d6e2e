import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Log } from '../log.ts';
import { createDb } from './db.ts';
import { PostgresListener } from './listen.ts';
import { migrate } from './migrate.ts';
import { noticeSilence } from './notice-silence.ts';
import type { Store } from './open.ts';
import { explainConnection } from './postgres-errors.ts';

/** Connections of one process to the server, besides the one that listens and those that hold leases. */
const POOL_SIZE = 10;
/** How long to wait for the server to answer, and for a free connection, in milliseconds. */
const CONNECT_MS = 10_000;
const POOL_MS = 30_000;
/** A process that hangs within a transaction, which ours end after 30 s, is not to keep its chats from the others. */
const ABANDONED = { idle_in_transaction_session_timeout: '60s' } as const;

/** Opens a database on a PostgreSQL server and migrates it; several processes may do so at once. */
export async function openPostgres(connectionString: string, log: Log): Promise<Store> {
  await migrateServer(connectionString, log);
  return postgresStore(connectionString, log);
}

/** The store on a migrated database of a server; it connects at the first query. */
export function postgresStore(connectionString: string, log: Log): Store {
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: POOL_MS,
    keepAlive: true,
    // Prisma's driver reads every timestamp as UTC, whatever time zone the server is set to. Compiling a statement
    // takes longer than any of ours runs: of 0.96 s for what the cards of 1,000 tickets show, 0.93 s were that.
    async onConnect(client) {
      await client.query("SET TIME ZONE 'UTC'; SET jit = off");
      await noticeSilence(client, ABANDONED);
    },
  });
  // An idle connection that breaks is replaced by the pool; without a handler it would end the process.
  pool.on('error', (error) => log.warn({ err: error.message }, 'a database connection was lost'));
  const db = createDb(new PrismaPg(pool), 'several');
  const listener = new PostgresListener(connectionString, log);
  let closing: Promise<void> | undefined;
  const close = async () => {
    await listener.close();
    await db.$disconnect();
    await pool.end();
  };
  return {
    kind: 'postgres',
    db,
    connectionString,
    listen: (channel, onPayload) => listener.listen(channel, onPayload),
    tidy: async () => {},
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function migrateServer(connectionString: string, log: Log): Promise<void> {
  const client = await connect(connectionString);
  try {
    const query = (sql: string, params?: unknown[]) => client.query(sql, params);
    await migrate({ query, exec: (sql) => client.query(sql) }, log);
  } catch (error) {
    throw explainConnection(error, connectionString);
  } finally {
    await client.end().catch(() => {});
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
    client.on('error', () => {}); // the query in progress fails with the same error
    await client.connect();
    return client;
  } catch (error) {
    throw explainConnection(error, connectionString);
  }
}
