import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LockOptions, lock } from 'proper-lockfile';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import { ownerState, readOwner, thisOwner } from './owner.ts';

/** After this long without a sign of life an owner on another machine counts as gone, in milliseconds. */
const STALE_MS = 8_000;

/** Lets go of a data directory. */
export type Unlock = () => Promise<void>;

/**
 * Makes this process the only one on `dataDir`, which is created when missing. An owner that was killed is
 * recognised at once by its process number, even when that number is in use again; one that cannot be seen
 * from here (another machine or container on the same disk) by its heartbeat, within `staleMs` (2,000 or more).
 */
export async function lockDataDir(dataDir: string, log: Log, staleMs = STALE_MS): Promise<Unlock> {
  const directory = await ensureDirectory(dataDir);
  // The door lets one newcomer at a time decide, so that two cannot both take over from the same dead owner.
  const closeDoor = await lock(directory, {
    lockfilePath: join(directory, 'door.lock'),
    stale: 5_000,
    retries: { retries: 600, factor: 1, minTimeout: 50, maxTimeout: 50 },
  });
  try {
    return await takeOver(directory, log, staleMs);
  } finally {
    await closeDoor();
  }
}

async function takeOver(directory: string, log: Log, stale: number): Promise<Unlock> {
  const ownerFile = join(directory, 'owner.json');
  const lockfilePath = join(directory, 'owner.lock');
  const owner = await readOwner(ownerFile);
  const state = owner && ownerState(owner);
  if (state === 'alive') throw inUse(directory, `by process ${owner?.pid}`);
  if (state === 'dead') await rm(lockfilePath, { recursive: true, force: true });
  const unlock = await acquire(directory, { lockfilePath, stale, onCompromised: lost }, log);
  await writeFile(ownerFile, JSON.stringify(thisOwner()));
  return async () => {
    await rm(ownerFile, { force: true });
    await unlock();
  };
}

/** Takes the lock, waiting once for the heartbeat of an owner that may be gone to run out. */
async function acquire(
  directory: string,
  options: LockOptions & { stale: number },
  log: Log,
): Promise<Unlock> {
  const file = join(directory, 'database');
  const settings = { ...options, realpath: false };
  try {
    return await lock(file, settings);
  } catch (error) {
    if (!isLocked(error)) throw error;
  }
  log.info({ milliseconds: options.stale }, 'waiting for the last owner of the data directory to be gone');
  await sleep(options.stale + 500);
  try {
    return await lock(file, settings);
  } catch (error) {
    if (isLocked(error)) throw inUse(directory, 'by a process on another machine or in another container');
    throw error;
  }
}

const isLocked = (error: unknown): boolean => (error as { code?: string }).code === 'ELOCKED';

function inUse(directory: string, whose: string): StartupError {
  return new StartupError(
    `The data directory ${directory} is in use ${whose}. Only one Homeward may run on a data directory: stop ` +
      'the other one, or set DATA_DIR to another directory, or set DATABASE_URL to share a PostgreSQL server.',
  );
}

/** Two writers would destroy the database, so a process that lost its lock must not go on. */
function lost(error: Error): never {
  throw new Error('the lock on the data directory was taken away: was the directory deleted or moved?', {
    cause: error,
  });
}

async function ensureDirectory(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
    const directory = await realpath(dataDir);
    await writeFile(join(directory, '.writable'), '');
    await rm(join(directory, '.writable'), { force: true });
    return directory;
  } catch (cause) {
    throw new StartupError(
      `The data directory ${dataDir} cannot be written (${(cause as NodeJS.ErrnoException).code}). Give this ` +
        'user write access to it, free some space, or set DATA_DIR to another directory.',
      { cause },
    );
  }
}
