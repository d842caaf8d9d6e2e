/** Asks the platforms who is in the teams' groups: when a group or a colleague is new, and now and then. */
import type { Channel, Health } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { listTeamGroups, saveRoll, type TeamGroup } from './store/chat-members.ts';
import type { Db } from './store/db.ts';

/** How long an answer is good for: people come and go without the bot being told. */
const AGAIN = { hours: 1 } as const;

/** The wait after a failure, or an answer that cannot be right. */
const RETRY = { minutes: 10 } as const;

/** What asking needs. */
export interface MembersParts {
  readonly db: Db;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
  /** How the accounts fare in this process: only those that are online are asked. */
  readonly health: () => ReadonlyMap<string, Health>;
}

/** Keeps what is known of the groups' members up to date. */
export interface Members {
  /** Asks what is due, unless that is under way; resolves when it is answered, and platforms may be slow. */
  look(): Promise<void>;
  /** Stops waiting for platforms, and resolves when nothing more is written. */
  stop(): Promise<void>;
}

interface Asked {
  readonly about: string;
  readonly next: Temporal.Instant;
}

/** Prepares asking; nothing is asked before look(). What was asked is kept in memory: a new process asks anew. */
export function createMembers(parts: MembersParts): Members {
  const { db, channels, clock, log, health } = parts;
  const stopping = Promise.withResolvers<undefined>();
  const asked = new Map<string, Asked>();
  let stopped = false;
  let running: Promise<void> | undefined;

  async function askAll(): Promise<void> {
    const groups = await listTeamGroups(db);
    // A group that was away, or belonged to no team for a while, is asked about at once when it is back.
    for (const id of asked.keys()) if (!groups.some((group) => group.id === id)) asked.delete(id);
    for (const group of groups) if (!stopped && isDue(group)) await ask(group);
  }

  function isDue({ id, account, colleagues }: TeamGroup): boolean {
    if (health().get(account)?.state !== 'online') return false;
    const last = asked.get(id);
    const isOver = !last || Temporal.Instant.compare(last.next, clock.now()) <= 0;
    return isOver || last.about !== colleagues.join();
  }

  async function ask(group: TeamGroup): Promise<void> {
    const { id, account, chat, colleagues } = group;
    const channel = channels.find((one) => one.id === account);
    if (!channel?.members) return;
    const now = clock.now();
    const about = colleagues.join();
    asked.set(id, { about, next: now.add(RETRY) });
    try {
      const there = await Promise.race([channel.members(chat, colleagues), stopping.promise]);
      const present = there?.map((one) => one.id) ?? [];
      // A platform that has just logged in may not have its list yet: a group without any of the team is not believed.
      if (stopped || !present.some((one) => colleagues.includes(one))) return;
      await saveRoll(db, group, present, now);
      asked.set(id, { about, next: now.add(AGAIN) });
    } catch (error) {
      log.warn({ err: error, account }, 'the members of a team group could not be read; asked again later');
    }
  }

  return {
    async look() {
      if (stopped) return;
      running ??= askAll()
        .catch((error) => log.warn({ err: error }, 'the groups to ask about could not be read'))
        .finally(() => {
          running = undefined;
        });
      await running;
    },
    async stop() {
      stopped = true;
      stopping.resolve(undefined);
      await running;
    },
  };
}
