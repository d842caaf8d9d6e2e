/** What waits for one chat, and which of it goes next. */
import type { CardBody } from '../outbox/card-body.ts';
import type { OutgoingRecord } from '../store/outgoing.ts';
import type { Kind, Pace } from './pace.ts';
import type { Verdict } from './retry.ts';

/** Tickets that one list message can hold: 40 short lines stay below the smallest platform's text limit. */
export const LIST_SIZE = 40;

/** One thing to ask of a platform. */
export type Call =
  | { readonly type: 'message'; readonly kind: Kind; readonly row: OutgoingRecord }
  | { readonly type: 'card'; readonly kind: Kind; readonly row: OutgoingRecord }
  | { readonly type: 'list'; readonly kind: Kind; readonly rows: readonly OutgoingRecord[] };

/** The next thing to do for a chat: one call, or several new cards side by side. */
export type Job =
  | Call
  | { readonly type: 'cards'; readonly kind: Kind; readonly rows: readonly OutgoingRecord[] };

/** Waiting messages of one chat, in the order they go out within their lane. */
export interface ChatQueue {
  readonly chat: string;
  /** Gravest lane first, oldest first. */
  rows: OutgoingRecord[];
  sending: boolean;
  /** By lane: nothing of it goes out before this moment (milliseconds). */
  heldUntil: number[];
}

/** An empty queue. */
export const createQueue = (chat: string): ChatQueue => ({
  chat,
  rows: [],
  sending: false,
  heldUntil: [0, 0, 0],
});

/** The rows a job sends. */
export const rowsOf = (job: Job): readonly OutgoingRecord[] => ('rows' in job ? job.rows : [job.row]);

/** The calls a job is made of, which may go out side by side. */
export const callsOf = (job: Job): readonly Call[] =>
  job.type === 'cards' ? job.rows.map((row) => ({ type: 'card', kind: job.kind, row })) : [job];

/** Whether something could go out at this moment, as far as the platform's pace allows. */
export const isDue = (queue: ChatQueue, now: number): boolean =>
  queue.rows.some((row) => heldFor(queue, row, now) <= 0);

const heldFor = (queue: ChatQueue, row: OutgoingRecord | undefined, now: number): number =>
  (queue.heldUntil[row?.lane ?? 0] ?? 0) - now;

/**
 * Holds back what a failed job belongs to, and counts the try. Where the platform asked for patience, or moved the
 * chat, that is the whole chat; otherwise its lane, so that an emergency is tried at once.
 */
export function hold(
  queue: ChatQueue,
  failed: readonly OutgoingRecord[],
  verdict: Verdict,
  now: number,
): void {
  const { error, waitMs = 0 } = verdict;
  const until = error.reason === 'moved' ? Number.POSITIVE_INFINITY : now + waitMs;
  const wholeChat = error.reason === 'moved' || error.retryAfterMs !== undefined;
  queue.heldUntil = queue.heldUntil.map((held, lane) =>
    wholeChat || lane === failed[0]?.lane ? until : held,
  );
  const ids = new Set(failed.map((row) => row.id));
  queue.rows = queue.rows.map((row) => (ids.has(row.id) ? { ...row, attempts: row.attempts + 1 } : row));
}

/** Whether a row puts a card where there was none. */
const isFresh = (row: OutgoingRecord): boolean =>
  row.kind === 'card' && (row.body as CardBody).fresh === true;

/** The chat's kind, as the waiting rows know it; cards stand only in groups. */
export function chatKind(rows: readonly OutgoingRecord[]): 'private' | 'group' {
  const message = rows.find((row) => row.kind === 'message');
  return message ? ((message.body as { chatKind: 'private' | 'group' }).chatKind ?? 'private') : 'group';
}

/** What goes next, or how many milliseconds until something may. */
export function nextJob(queue: ChatQueue, pace: Pace, now: number): Job | number {
  const kind = chatKind(queue.rows);
  let wait = Number.POSITIVE_INFINITY;
  for (const job of candidates(queue, pace, now)) {
    const jobWait = Math.max(heldFor(queue, rowsOf(job)[0], now), pace.wait(queue.chat, kind, job.kind, now));
    if (jobWait <= 0) return job;
    wait = Math.min(wait, jobWait);
  }
  return wait;
}

/** The first of each kind, gravest first. A later kind may go when an earlier one has used up its share. */
function* candidates(queue: ChatQueue, pace: Pace, now: number): Generator<Job> {
  const grave = queue.rows.find((row) => row.lane === 0);
  if (grave) yield { type: grave.kind, kind: 'emergency', row: grave };
  const message = queue.rows.find((row) => row.kind === 'message' && row.lane === 1);
  if (message) yield { type: 'message', kind: 'interactive', row: message };
  const fresh = queue.rows.filter((row) => row.lane === 1 && isFresh(row));
  const first = fresh[0];
  // New cards are independent of each other: a busy desk need not wait for the answer to each.
  if (first && fresh.length <= pace.room(queue.chat, 'card', now)) {
    yield { type: 'cards', kind: 'card', rows: fresh.slice(0, pace.together) };
  }
  if (first) yield { type: 'list', kind: 'list', rows: fresh.slice(0, LIST_SIZE) };
  const update = queue.rows.find((row) => row.kind === 'card' && row.lane === 1 && !isFresh(row));
  if (update) yield { type: 'card', kind: 'edit', row: update };
  const bulk = queue.rows.find((row) => row.lane === 2);
  if (bulk) yield { type: bulk.kind, kind: 'bulk', row: bulk };
}
