/** Who runs an account: one process at a time, and another at once when that one is gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Db } from './db.ts';
import { noticeSilence } from './notice-silence.ts';
import type { Store } from './open.ts';
import { sql, type Tx } from './transaction.ts';

/** The pause after a lease was lost or the server could not be reached, in milliseconds. */
const AGAIN_MS = 500;
/** How often the connection that holds a lease is tried, and how long an answer may take, in milliseconds. */
const PROBE_MS = 3000;
const ANSWER_MS = 5000;

/**
 * Who waits asks anew this often, so that one that vanished leaves the queue. A holder whose machine falls silent stops by
 * itself after 8 s (PROBE_MS + ANSWER_MS), and the server gives its lease away after 25 s: never two at once.
 */
const WAITING = { lock_timeout: '5s' } as const;

/** PostgreSQL's code for a lock that was not to be had in time. */
const LOCK_TIMEOUT = '55P03';

/** Holds leases until closed. */
export interface Leases {
  /**
   * Waits until this process alone holds `name`, then runs `held`, which is given a signal that aborts when the lease
   * is lost; afterwards it waits for the lease again, until closed. Resolves after the first try: whether it succeeded.
   */
  hold(name: string, held: (lost: AbortSignal) => Promise<void>): Promise<boolean>;
  /** Resolves when everything that was held has ended, and others may have it. */
  close(): Promise<void>;
}

/** Leases on this store: on a server by advisory locks of one connection each, which end with the process. */
export function createLeases(store: Store, log: Log): Leases {
  const closing = new AbortController();
  const running: Promise<void>[] = [];
  return {
    hold(name, held) {
      if (store.kind === 'embedded') {
        running.push(held(closing.signal));
        return Promise.resolve(true);
      }
      const { connectionString } = store;
      return new Promise((tried) => {
        running.push(holdOnServer({ connectionString, name, held, tried, closing: closing.signal, log }));
      });
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

interface Holding {
  readonly connectionString: string;
  readonly name: string;
  readonly held: (lost: AbortSignal) => Promise<void>;
  readonly tried: (mine: boolean) => void;
  readonly closing: AbortSignal;
  readonly log: Log;
}

async function holdOnServer(holding: Holding): Promise<void> {
  const { tried, closing, log, name } = holding;
  while (!closing.aborted) {
    try {
      await holdOnce(holding);
    } catch (error) {
      tried(false);
      if (!closing.aborted) log.warn({ err: error, lease: name }, 'a lease could not be held');
    }
    await sleep(AGAIN_MS, undefined, { signal: closing }).catch(() => {});
  }
}

/** On one connection: waits for the lease, and lets `held` run until it is lost or closed. */
async function holdOnce({ connectionString, name, held, tried, closing, log }: Holding): Promise<void> {
  const client = new pg.Client({ connectionString, keepAlive: true, connectionTimeoutMillis: ANSWER_MS });
  const lost = new AbortController();
  const lose = (): void => lost.abort();
  client.on('error', lose);
  client.on('end', lose);
  // While it waits in the server's queue, closing the connection is the only way out.
  const leave = (): void => void client.end().catch(() => {});
  closing.addEventListener('abort', leave);
  try {
    await client.connect();
    await noticeSilence(client, WAITING);
    let mine = await ask(client, 'pg_try_advisory_lock', name);
    tried(mine);
    while (!mine && !closing.aborted) mine = await ask(client, 'pg_advisory_lock', name);
    if (closing.aborted) return;
    // From here on the lock is given back only when `held` has ended.
    closing.removeEventListener('abort', leave);
    closing.addEventListener('abort', lose);
    log.info({ lease: name }, 'lease taken');
    const probing = probe(client, lost);
    await held(lost.signal).finally(lose);
    await probing;
  } finally {
    closing.removeEventListener('abort', leave);
    closing.removeEventListener('abort', lose);
    await client.end().catch(() => {});
  }
}

/** Whether the lock was given; `pg_advisory_lock` waits for it as long as `lock_timeout` says. */
async function ask(
  client: pg.Client,
  lock: 'pg_try_advisory_lock' | 'pg_advisory_lock',
  name: string,
): Promise<boolean> {
  try {
    const { rows } = await client.query(`select ${lock}(hashtextextended($1, 1)) as mine`, [name]);
    return rows[0]?.mine !== false;
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_TIMEOUT) return false;
    throw error;
  }
}

/** Notices a connection that is cut without a word before the server does: then the lease counts as lost. */
async function probe(client: pg.Client, lost: AbortController): Promise<void> {
  while (!lost.signal.aborted) {
    await sleep(PROBE_MS, undefined, { signal: lost.signal }).catch(() => {});
    if (lost.signal.aborted) return;
    const late = sleep(ANSWER_MS, false, { signal: lost.signal }).catch(() => true);
    const answered = client.query('select 1').then(
      () => true,
      () => false,
    );
    if (!(await Promise.race([answered, late]))) lost.abort();
  }
}

/** Whether this transaction alone does what goes by that name, until it ends; others are not waited for. */
export async function takeTurn(tx: Tx, name: string): Promise<boolean> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 2)) as mine`;
  return rows[0]?.mine === true;
}

/** Which of these leases some process holds; only on a server, where they are locks that others can see. */
export async function listHeld(db: Db, names: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select name from unnest(${names}::text[]) as name where exists (
      select 1 from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 1
        and l.database = (select oid from pg_database where datname = current_database())
        and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(name, 1))`;
  return rows.map(({ name }) => name);
}
