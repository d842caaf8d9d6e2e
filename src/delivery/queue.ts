/** What waits for one chat, and which of it goes next. */
import type { Outgoing } from '../channels/channel.ts';
import { type CardBody, LIST_SIZE } from '../outbox/card-body.ts';
import type { OutgoingRecord } from '../store/outgoing.ts';
import type { Kind, Pace } from './pace.ts';
import type { Verdict } from './retry.ts';

/** One thing to ask of a platform. */
export type Call =
  | { readonly type: 'message'; readonly kind: Kind; readonly row: OutgoingRecord }
  | { readonly type: 'card'; readonly kind: Kind; readonly row: OutgoingRecord }
  | { readonly type: 'topic'; readonly kind: Kind; readonly row: OutgoingRecord }
  | { readonly type: 'edit'; readonly kind: Kind; readonly row: OutgoingRecord }
  | { readonly type: 'list'; readonly kind: Kind; readonly rows: readonly OutgoingRecord[] };

/** The next thing to do for a chat: one call, or several new cards side by side. */
export type Job =
  | Call
  | { readonly type: 'cards'; readonly kind: Kind; readonly rows: readonly OutgoingRecord[] };

/** What waits is kept apart by what it is, so that the next of each is found without a search. */
const SORTS = ['grave', 'message', 'fresh', 'update', 'bulk'] as const;
type Sort = (typeof SORTS)[number];
const LANE = { grave: 0, message: 1, fresh: 1, update: 1, bulk: 2 } as const satisfies Record<Sort, number>;

/** Waiting messages of one chat. */
export interface ChatQueue {
  readonly chat: string;
  /** As the rows know it; cards stand only in groups. */
  kind: 'private' | 'group';
  /** Each oldest first. */
  readonly waiting: Readonly<Record<Sort, Map<bigint, OutgoingRecord>>>;
  /** The highest number of each that was ever there. */
  readonly newest: Record<Sort, bigint>;
  /** The cards among them, by ticket. */
  readonly cards: Map<string, Set<bigint>>;
  sending: boolean;
  /** By lane: nothing of it goes out before this moment (milliseconds). */
  heldUntil: number[];
  /** No row expires before this moment (milliseconds). */
  expiresAt: number;
}

/** An empty queue. */
export const createQueue = (chat: string): ChatQueue => ({
  chat,
  kind: 'group',
  waiting: { grave: new Map(), message: new Map(), fresh: new Map(), update: new Map(), bulk: new Map() },
  newest: { grave: 0n, message: 0n, fresh: 0n, update: 0n, bulk: 0n },
  cards: new Map(),
  sending: false,
  heldUntil: [0, 0, 0],
  expiresAt: Number.POSITIVE_INFINITY,
});

/** Adds a row in its place. */
export function admit(queue: ChatQueue, row: OutgoingRecord): void {
  const sort = sortOf(row);
  const rows = queue.waiting[sort];
  rows.set(row.id, row);
  // Of two transactions the later number may be committed first.
  if (row.id < queue.newest[sort]) reorder(rows);
  else queue.newest[sort] = row.id;
  if (row.kind === 'message' || row.kind === 'edit')
    queue.kind = (row.body as Partial<Outgoing>).chatKind ?? 'private';
  else if (row.kind === 'card') {
    const { ticketId } = row.body as CardBody;
    queue.cards.set(ticketId, (queue.cards.get(ticketId) ?? new Set()).add(row.id));
  }
  queue.expiresAt = Math.min(queue.expiresAt, row.expiresAt?.epochMilliseconds ?? Number.POSITIVE_INFINITY);
}

/** Takes a row out; one that is not there is ignored. */
export function remove(queue: ChatQueue, row: OutgoingRecord): void {
  queue.waiting[sortOf(row)].delete(row.id);
  if (row.kind !== 'card') return;
  const { ticketId } = row.body as CardBody;
  const cards = queue.cards.get(ticketId);
  if (cards?.delete(row.id) && cards.size === 0) queue.cards.delete(ticketId);
}

/** Everything that waits, gravest first. */
export const rowsIn = (queue: ChatQueue): OutgoingRecord[] =>
  SORTS.flatMap((sort) => [...queue.waiting[sort].values()]);

/** The lane of the gravest row; undefined when nothing waits. */
export function gravestLane(queue: ChatQueue): number | undefined {
  const sort = SORTS.find((one) => queue.waiting[one].size > 0);
  return sort && LANE[sort];
}

/** The waiting cards of these tickets. */
export function cardsOf(queue: ChatQueue, ticketIds: Iterable<string>): OutgoingRecord[] {
  const ids = [...ticketIds].flatMap((ticketId) => [...(queue.cards.get(ticketId) ?? [])]);
  const { grave, fresh, update, bulk } = queue.waiting;
  return ids.flatMap((id) => grave.get(id) ?? fresh.get(id) ?? update.get(id) ?? bulk.get(id) ?? []);
}

/** The rows that came too late to be sent. */
export function expired(queue: ChatQueue, now: number): OutgoingRecord[] {
  if (queue.expiresAt >= now) return [];
  const ends = (row: OutgoingRecord): number => row.expiresAt?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  const rows = rowsIn(queue);
  queue.expiresAt = Math.min(...rows.map(ends).filter((end) => end >= now), Number.POSITIVE_INFINITY);
  return rows.filter((row) => ends(row) < now);
}

function sortOf(row: OutgoingRecord): Sort {
  if (row.lane === 0) return 'grave';
  if (row.lane === 2) return 'bulk';
  if (row.kind === 'message') return 'message';
  if (row.kind === 'topic' || row.kind === 'edit') return 'update';
  return (row.body as CardBody).fresh === true ? 'fresh' : 'update';
}

function reorder(rows: Map<bigint, OutgoingRecord>): void {
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  rows.clear();
  for (const [id, row] of sorted) rows.set(id, row);
}

/** The rows a job sends. */
export const rowsOf = (job: Job): readonly OutgoingRecord[] => ('rows' in job ? job.rows : [job.row]);

/** The calls a job is made of, which may go out side by side. */
export const callsOf = (job: Job): readonly Call[] =>
  job.type === 'cards' ? job.rows.map((row) => ({ type: 'card', kind: job.kind, row })) : [job];

/** Whether something could go out at this moment, as far as the platform's pace allows. */
export const isDue = (queue: ChatQueue, now: number): boolean =>
  SORTS.some((sort) => queue.waiting[sort].size > 0 && (queue.heldUntil[LANE[sort]] ?? 0) <= now);

/**
 * Holds back what a failed job belongs to, and counts the try. Where the platform asked for patience, or moved the
 * chat, that is the whole chat; otherwise its lane, so that an emergency is tried at once. Returns the rows as they are
 * now.
 */
export function hold(
  queue: ChatQueue,
  failed: readonly OutgoingRecord[],
  verdict: Verdict,
  now: number,
): OutgoingRecord[] {
  const { error, waitMs = 0 } = verdict;
  const until = error.reason === 'moved' ? Number.POSITIVE_INFINITY : now + waitMs;
  const wholeChat = error.reason === 'moved' || error.retryAfterMs !== undefined;
  queue.heldUntil = queue.heldUntil.map((held, lane) =>
    wholeChat || lane === failed[0]?.lane ? until : held,
  );
  const counted = failed.map((row) => ({ ...row, attempts: row.attempts + 1 }));
  for (const row of counted) queue.waiting[sortOf(row)].set(row.id, row);
  return counted;
}

/** What goes next, or how many milliseconds until something may. */
export function nextJob(queue: ChatQueue, pace: Pace, now: number): Job | number {
  let wait = Number.POSITIVE_INFINITY;
  for (const job of candidates(queue, pace, now)) {
    const held = (queue.heldUntil[rowsOf(job)[0]?.lane ?? 0] ?? 0) - now;
    const jobWait = Math.max(held, pace.wait(queue.chat, queue.kind, job.kind, now));
    if (jobWait <= 0) return job;
    wait = Math.min(wait, jobWait);
  }
  return wait;
}

/** The first of each kind, gravest first. A later kind may go when an earlier one has used up its share. */
function* candidates(queue: ChatQueue, pace: Pace, now: number): Generator<Job> {
  const { grave, message, fresh, update, bulk } = queue.waiting;
  const [alarm] = take(grave, 1);
  if (alarm) yield { type: alarm.kind, kind: 'emergency', row: alarm };
  const [answer] = take(message, 1);
  if (answer) yield { type: 'message', kind: 'interactive', row: answer };
  // New cards are independent of each other: a busy desk need not wait for the answer to each.
  if (fresh.size > 0 && fresh.size <= pace.room(queue.chat, 'card', now)) {
    yield { type: 'cards', kind: 'card', rows: take(fresh, pace.together) };
  }
  if (fresh.size > 0) yield { type: 'list', kind: 'list', rows: take(fresh, LIST_SIZE) };
  const [change] = take(update, 1);
  if (change) yield { type: change.kind, kind: 'edit', row: change };
  const [notice] = take(bulk, 1);
  if (notice) yield { type: notice.kind, kind: 'bulk', row: notice };
}

function take(rows: ReadonlyMap<bigint, OutgoingRecord>, count: number): OutgoingRecord[] {
  return [...rows.values().take(count)];
}
