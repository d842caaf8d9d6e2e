/** Notices accounts that no process runs: whoever handles messages says so, for nobody else would. */
import type { Channel, Health } from './channels/channel.ts';
import type { Db } from './store/db.ts';
import { listHeld } from './store/lease.ts';

/** Read by administrators, as the platforms' own reasons are. */
const DETAIL = 'no process runs this account';

/** What noticing needs. */
export interface WatchParts {
  readonly db: Db;
  readonly channels: readonly Channel[];
  readonly onHealth: (account: string, state: Health) => Promise<void>;
}

/** Looks once; an account that nobody held at two looks in a row is reported, once until somebody holds it again. */
export function watchAccounts({ db, channels, onHealth }: WatchParts): () => Promise<void> {
  const missed = new Map<string, number>();
  return async () => {
    const ids = channels.map(({ id }) => id);
    const held = new Set(await listHeld(db, ids));
    for (const id of ids) {
      const looks = held.has(id) ? 0 : (missed.get(id) ?? 0) + 1;
      missed.set(id, looks);
      if (looks === 2) await onHealth(id, { state: 'offline', detail: DETAIL });
    }
  };
}
