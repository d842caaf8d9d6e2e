/** Backups of this installation's database: while nobody has it open, and while this process does. */
import { constants, existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { BackupAnswer } from './backup-worker.ts';
import { type DumpJob, type DumpResult, dump } from './dump.ts';
import { lockDataDir } from './lock.ts';
import type { Store } from './open.ts';
import { databaseIn, finishRestore } from './restore-swap.ts';

/** Which installation, and where its backup goes. */
export interface BackupJob {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly out: string;
  readonly createdAt: Temporal.Instant;
  readonly log: Log;
}

/** Backs up a server's database at any time, and an embedded one while no process has it: StartupError otherwise. */
export async function backUp(job: BackupJob): Promise<DumpResult> {
  const { dataDir, databaseUrl, log } = job;
  if (databaseUrl) return dump({ ...job, from: { connectionString: databaseUrl } });
  if (!existsSync(dataDir)) throw nothingThere(dataDir);
  const unlock = await lockDataDir(dataDir, log);
  try {
    await finishRestore(dataDir);
    const directory = databaseIn(dataDir);
    if (!existsSync(directory) || existsSync(join(dataDir, 'database.unfinished')))
      throw nothingThere(dataDir);
    return await dump({ ...job, from: { directory } });
  } finally {
    await unlock();
  }
}

const nothingThere = (where: string) => new UserError('staff-backup:error.nothing', { where });

/**
 * Backs up the database that this process has open, in a thread of its own. An embedded one stands still while its files
 * are copied (not while they are read), and needs as much room again meanwhile. `stop` gives up at once.
 */
export async function backUpOpen(
  store: Store,
  job: Omit<BackupJob, 'databaseUrl'>,
  stop: AbortSignal,
): Promise<DumpResult> {
  const { dataDir, log } = job;
  if (store.kind === 'postgres')
    return inThread({ ...job, from: { connectionString: store.connectionString } }, stop);
  const copy = join(dataDir, 'database.copy');
  try {
    await copyOpen(store.pglite, store.pglite.dataDir ?? databaseIn(dataDir), copy, log);
    return await inThread({ ...job, from: { directory: copy } }, stop);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** No statement runs while the files are copied, so the copy is what a crash at that moment would have left. */
async function copyOpen(pglite: PGlite, from: string, to: string, log: Log): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true, mode: 0o700 });
  await pglite.exec('CHECKPOINT');
  const started = performance.now();
  await pglite.runExclusive(() => cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE }));
  log.info({ ms: Math.round(performance.now() - started) }, 'the database stood still to be copied');
}

/** Compressing and reading a database keep a processor busy; messages must not wait for that. */
async function inThread(job: DumpJob, stop: AbortSignal): Promise<DumpResult> {
  stop.throwIfAborted();
  const { from, dataDir, out, createdAt } = job;
  const workerData = { from, dataDir, out, createdAt: createdAt.toString() };
  const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { workerData });
  const end = (): void => void worker.terminate();
  stop.addEventListener('abort', end);
  return new Promise<DumpResult>((resolve, reject) => {
    worker.once('message', (answer: BackupAnswer) => {
      if ('result' in answer) resolve(answer.result);
      else if (answer.code) reject(new UserError(answer.code, answer.params));
      else reject(new Error(answer.message));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the backup was given up')));
  }).finally(() => stop.removeEventListener('abort', end));
}
