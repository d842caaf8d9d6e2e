/** What to do about a message that did not go out. */
import { ChannelError } from '../errors.ts';
import { type DeliveryResult, type OutgoingRecord, THROTTLED } from '../store/outgoing.ts';
import type { Kind } from './pace.ts';

/** Tried again after `waitMs`, or given up when that is undefined. */
export interface Verdict {
  readonly error: ChannelError;
  readonly waitMs?: number;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = { emergency: 10_000, other: 120_000 } as const;
/** About a day of trying at the longest wait. */
const ATTEMPTS = { emergency: 8640, other: 720 } as const;
/** Tries of a message that the program itself fails at. */
const PROGRAM_ATTEMPTS = 5;

/** The platform's own `retry_after` wins over our backoff; a permanent refusal and a program's own fault end it. */
export function verdictOf(failure: unknown, attempts: number, kind: Kind): Verdict {
  const error =
    failure instanceof ChannelError
      ? failure
      : new ChannelError('retry', 'program error', { cause: failure });
  const gravity = kind === 'emergency' ? 'emergency' : 'other';
  const tries = failure instanceof ChannelError ? ATTEMPTS[gravity] : PROGRAM_ATTEMPTS;
  if (error.outcome === 'permanent' || attempts + 1 >= tries) return { error };
  const longest = LONGEST_WAIT_MS[gravity];
  const backoff = Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10));
  return { error, waitMs: error.retryAfterMs ?? backoff };
}

/** The verdict as it is recorded for each row. */
export function failureResults(
  rows: readonly OutgoingRecord[],
  verdict: Verdict,
  now: Temporal.Instant,
): DeliveryResult[] {
  const why = verdict.error.reason ?? verdict.error.message;
  const error = verdict.error.isThrottled ? `${THROTTLED}${why}` : why;
  return rows.map((row) =>
    verdict.waitMs === undefined
      ? { id: row.id, state: 'failed', error }
      : {
          id: row.id,
          state: 'pending',
          error,
          notBefore: now.add({ milliseconds: Math.ceil(verdict.waitMs) }),
        },
  );
}
