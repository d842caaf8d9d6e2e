/** The daily backup: made once by one of the processes that have a directory for it, checked, and kept for a while. */
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { backUpOpen } from '../store/backup.ts';
import {
  claimBackup,
  holdBackup,
  isBackedUp,
  listSurplusBackups,
  recordBackup,
  recordFailedBackup,
  recordRemoved,
} from '../store/backup-runs.ts';
import { backupName, removePartial } from '../store/dump.ts';
import type { Store } from '../store/open.ts';
import { type Schedule, startSchedule } from './sweeps.ts';

/** How a process makes scheduled backups. */
export interface BackupParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataDir: string;
  /** Where they are kept; undefined for none. */
  readonly directory: string | undefined;
  /** At which time of the day they are made, in this zone. */
  readonly at: Temporal.PlainTime;
  readonly zone: string;
  /** How many are kept. */
  readonly keep: number;
  /** How often it is looked whether one is due, in milliseconds; 0 leaves it to `runOnce`. */
  readonly everyMs: number;
}

/** A process that makes a backup shows every half minute that it does; after two without that, another may. */
const HOLD = { minutes: 2 };
const HOLD_AGAIN_SECONDS = 30;
/** A failed backup is tried again after so long, until the next day's is due. */
const AGAIN = { minutes: 15 };

/** Makes the backup of each day, also of the last one when the program did not run at that time. */
export function startBackups(parts: BackupParts): Schedule & { idle(): Promise<void> } {
  const { clock, log, everyMs } = parts;
  const stopping = new AbortController();
  let current: { day: Temporal.PlainDate; done: Promise<void>; heldAt: Temporal.Instant } | undefined;
  let doneDay: string | undefined;

  async function run(now: Temporal.Instant): Promise<void> {
    if (current) {
      if (now.since(current.heldAt).total('seconds') < HOLD_AGAIN_SECONDS) return;
      current.heldAt = now;
      return holdBackup(parts.store.db, current.day, now.add(HOLD));
    }
    const day = dueDay(now, parts.at, parts.zone);
    if (doneDay === day.toString() || stopping.signal.aborted) return;
    if (await claimBackup(parts.store.db, day, now, now.add(HOLD))) {
      const done = make(parts, day, stopping.signal).finally(() => {
        current = undefined;
      });
      current = { day, done, heldAt: now };
    } else if (await isBackedUp(parts.store.db, day)) doneDay = day.toString();
  }

  const sweeps = parts.directory ? [{ name: 'backup', run }] : [];
  const schedule = startSchedule(sweeps, clock, log, everyMs);
  return {
    runOnce: schedule.runOnce,
    idle: async () => current?.done,
    async stop() {
      stopping.abort();
      await schedule.stop();
      await current?.done;
    },
  };
}

/** The day whose backup should be there: today's from its time on, until then yesterday's. */
function dueDay(now: Temporal.Instant, at: Temporal.PlainTime, zone: string): Temporal.PlainDate {
  const local = now.toZonedDateTimeISO(zone);
  const today = local.toPlainDate();
  const due = today.toZonedDateTime({ timeZone: zone, plainTime: at });
  return Temporal.ZonedDateTime.compare(local, due) >= 0 ? today : today.subtract({ days: 1 });
}

async function make(parts: BackupParts, day: Temporal.PlainDate, stop: AbortSignal): Promise<void> {
  const { store, clock, log, dataDir, directory = '' } = parts;
  try {
    await removePartial(directory);
    const createdAt = clock.now();
    const file = backupName(createdAt);
    const result = await backUpOpen(store, { dataDir, out: join(directory, file), createdAt, log }, stop);
    await recordBackup(store.db, day, { file, bytes: result.bytes, rows: result.rows }, clock.now());
    log.info({ file, bytes: result.bytes, rows: result.rows }, 'backup made and read back');
    await prune(parts);
  } catch (error) {
    // A stop in the middle is no failure: the next start finds the day without its backup.
    const nextAt = stop.aborted ? clock.now() : clock.now().add(AGAIN);
    if (!stop.aborted) log.error({ err: error }, 'the backup failed; it is tried again');
    await fail(parts, day, (error as Error).message, nextAt, stop.aborted);
  }
}

async function fail(
  { store, clock, log }: BackupParts,
  day: Temporal.PlainDate,
  message: string,
  nextAt: Temporal.Instant,
  isStopping: boolean,
): Promise<void> {
  const recorded = isStopping
    ? holdBackup(store.db, day, nextAt)
    : recordFailedBackup(store.db, day, message, clock.now(), nextAt);
  // Without the database nobody can be told either; the hold runs out, and it is tried again.
  await recorded.catch((error) => log.warn({ err: error }, 'a failed backup could not be recorded'));
}

/** Removes the oldest, only those that were made by schedule, and only when a new one is there and checked. */
async function prune({ store, clock, directory = '', keep }: BackupParts): Promise<void> {
  for (const file of await listSurplusBackups(store.db, keep)) {
    await rm(join(directory, basename(file)), { force: true });
    await recordRemoved(store.db, file, clock.now());
  }
}
