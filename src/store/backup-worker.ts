/** The thread that makes a backup. */
import { parentPort, workerData } from 'node:worker_threads';
import { StartupError, UserError } from '../errors.ts';
import { type DumpJob, type DumpResult, dump } from './dump.ts';

/** What became of it; an error loses its class on the way out of a thread. */
export type BackupAnswer =
  | { readonly result: DumpResult }
  | { readonly message: string; readonly code?: string; readonly params?: Record<string, unknown> };

function explain(error: unknown): BackupAnswer {
  if (error instanceof UserError) return { message: error.message, code: error.code, params: error.params };
  const { message, code } = error as NodeJS.ErrnoException;
  return { message: error instanceof StartupError || !code ? message : `${code}: ${message}` };
}

const { createdAt, ...job } = workerData as Omit<DumpJob, 'createdAt'> & { createdAt: string };
const answer: BackupAnswer = await dump({ ...job, createdAt: Temporal.Instant.from(createdAt) }).then(
  (result) => ({ result }),
  explain,
);
parentPort?.postMessage(answer);
