/** How the accounts stand: as this process knows of those it holds, and as the others say of theirs. */
import type { Channel, Health } from './channels/channel.ts';
import type { Log } from './log.ts';
import { listStandings } from './store/accounts.ts';
import type { Db } from './store/db.ts';

/** What knowing it needs. */
export interface StandingsParts {
  readonly db: Db;
  readonly channels: readonly Channel[];
  readonly log: Log;
  /** As reported in this process. */
  readonly here: ReadonlyMap<string, Health>;
  /** Whether this process speaks for an account. */
  readonly holds: (account: string) => boolean;
}

/** How every account stands. */
export interface Standings {
  /** By account, without those that nobody has heard of. */
  all(): ReadonlyMap<string, Health>;
  /** Reads what the other processes say, and lets the channels know their public names; a failure is logged. */
  refresh(): Promise<void>;
  /** Accounts that this process holds and that are kept otherwise than they fare, as last read. */
  stale(): ReadonlyMap<string, Health>;
}

/** Prepares it; nothing is read before refresh(). */
export function createStandings({ db, channels, log, here, holds }: StandingsParts): Standings {
  let elsewhere: ReadonlyMap<string, Health> = new Map();
  let isWarned = false;

  /** A process that was started without an account's settings cannot know what its platform can do. */
  function warnOfUnknown(accounts: readonly string[]): void {
    const unknown = accounts.filter((account) => !channels.some(({ id }) => id === account));
    if (unknown.length > 0 && !isWarned)
      log.warn({ accounts: unknown }, 'accounts that this process has no settings for: give all the same');
    isWarned = true;
  }

  return {
    all() {
      const known = channels.flatMap(({ id }): [string, Health][] => {
        const state = holds(id) ? here.get(id) : (elsewhere.get(id) ?? here.get(id));
        return state ? [[id, state]] : [];
      });
      return new Map(known);
    },
    stale() {
      const differing = [...here].filter(
        // Whoever starts anew in trouble is kept as in trouble until it is over.
        ([id, { state }]) => holds(id) && state !== 'starting' && elsewhere.get(id)?.state !== state,
      );
      return new Map(differing);
    },
    async refresh() {
      try {
        const standings = await listStandings(db);
        elsewhere = new Map(
          standings.map(({ account, health, detail, loginCode }) => [
            account,
            { state: health, ...(detail ? { detail } : {}), ...(loginCode ? { qr: loginCode } : {}) },
          ]),
        );
        for (const { account, handle } of standings) {
          if (handle) channels.find(({ id }) => id === account)?.recall?.(handle);
        }
        warnOfUnknown(standings.map(({ account }) => account));
      } catch (error) {
        log.warn({ err: error }, 'how the accounts stand could not be read; again soon');
      }
    },
  };
}
