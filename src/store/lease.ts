/** Who runs an account's poller or puppet: one process at a time, and another when that one is gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Store } from './open.ts';

/** How often a process that has no lease asks for it, in milliseconds. */
const ASK_MS = 2000;

/** Holds leases until closed. */
export interface Leases {
  /**
   * Waits until this process alone holds `name`, then runs `held`, which is given a signal that aborts when the lease
   * is lost; afterwards it waits for the lease again, until closed. Resolves after the first try: whether it succeeded.
   */
  hold(name: string, held: (lost: AbortSignal) => Promise<void>): Promise<boolean>;
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
  const { connectionString, name, held, tried, closing, log } = holding;
  while (!closing.aborted) {
    const client = new pg.Client({ connectionString, keepAlive: true });
    const lost = new AbortController();
    const lose = (): void => lost.abort();
    client.on('error', lose);
    client.on('end', lose);
    closing.addEventListener('abort', lose);
    try {
      await client.connect();
      const mine = await tryLock(client, name);
      tried(mine);
      if (mine) {
        log.info({ lease: name }, 'lease taken');
        await held(lost.signal);
      }
    } catch (error) {
      tried(false);
      log.warn({ err: error, lease: name }, 'a lease could not be held');
    } finally {
      closing.removeEventListener('abort', lose);
      await client.end().catch(() => {});
    }
    await sleep(ASK_MS, undefined, { signal: closing }).catch(() => {});
  }
}

async function tryLock(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 1)) as mine', [name]);
  return rows[0]?.mine === true;
}
