/**
 * Delivers what waits in the outbox of one account: paced, in order per chat and lane, retried, recorded.
 *
 * What is in memory is a copy of pending rows; a restart reads them again. A crash between a platform's answer and
 * its record repeats that message once; nothing is ever lost.
 */
import type { Channel, Outgoing, SendLimits, SentRef } from '../channels/channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/db.ts';
import {
  type DeliveryResult,
  findSent,
  isStillDue,
  listDue,
  type OutgoingRecord,
  type RecentSend,
} from '../store/outgoing.ts';
import { createPace, type Kind } from './pace.ts';
import { type Drawing, type FetchMedia, type Performer, perform } from './perform.ts';
import { type Call, type ChatQueue, callsOf, expired, hold, type Job, nextJob, rowsOf } from './queue.ts';
import { createQueues } from './queues.ts';
import { createRecorder, type Outcome, type RecorderOptions } from './record.ts';
import { failureResults, type Verdict, verdictOf } from './retry.ts';
import { createTopics } from './topics.ts';

/** What delivery needs. */
export interface DeliveryOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly channel: Channel;
  readonly drawing: Drawing;
  readonly fetchMedia: FetchMedia;
  /** Replaces the platform's own limits: for benchmarks, and servers that have none. */
  readonly limits?: SendLimits | undefined;
  /** What another process sent in the last minute: the platform counts it still. Oldest first. */
  readonly sentLately?: readonly RecentSend[];
  /** A message will never arrive: in the transaction that records it, so that staff are told. */
  readonly onFailed: RecorderOptions['onFailed'];
  readonly onTopicNews: RecorderOptions['onTopicNews'];
  /** Called after that commit: there may be something to deliver, on other accounts too. */
  readonly onTold: () => void;
  /** Called with everything that was recorded, for counting. */
  readonly onOutcomes?: ((outcomes: readonly Outcome[]) => void) | undefined;
}

/** Delivery of one account. */
export interface Delivery {
  /** Looks for new messages soon; cheap to call often. */
  wake(): void;
  /** Resolves when nothing due is left to send or record. */
  idle(): Promise<void>;
  /** Takes nothing new and waits for what is on its way. */
  stop(): Promise<void>;
}

/** Rows held in memory at most, besides emergencies and answers, which are always read. */
const BULK_IN_MEMORY = 1000;
/** Sends on their way at once; an emergency does not count them. */
const IN_FLIGHT = 128;
const READ = 500;
/** Wakes that come closer than this share one look into the outbox; while there is plenty to send, more do. */
const READ_EVERY_MS = { idle: 5, busy: 40 } as const;
const LANES = [0, 1, 2] as const;
type Lane = (typeof LANES)[number];
/** A lane's kind as far as the pace of the whole account is concerned. */
const KIND = { 0: 'emergency', 1: 'interactive', 2: 'bulk' } as const satisfies Record<Lane, Kind>;

/** Starts delivering; stop() ends it. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { db, clock, channel } = options;
  const log = options.log.child({ account: channel.id });
  const pace = createPace(options.limits ?? channel.capabilities.limits);
  for (const { chat, lane, at } of options.sentLately ?? []) {
    const kind = lane === 2 ? 'bulk' : 'interactive';
    // A private chat has no count of its own, so that it does no harm to keep one.
    pace.begin(chat, 'group', kind, at);
    pace.sent(chat, 'group', kind, at);
  }
  const queues = createQueues();
  const waiters: (() => void)[] = [];
  const { onFailed, onTopicNews } = options;
  const recorder = createRecorder({ db, clock, log, onFailed, onTopicNews, onRecorded });
  let reading = false;
  let readAgain = false;
  let stopped = false;
  let inFlight = 0;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = 0;

  async function read(): Promise<void> {
    if (reading || stopped) {
      readAgain = true;
      return;
    }
    reading = true;
    try {
      do {
        readAgain = false;
        const known = [...queues.known.keys()];
        const withBulk = queues.bulk() < BULK_IN_MEMORY;
        const rows = await listDue(db, channel.id, clock.now(), known, withBulk, READ);
        for (const row of rows) queues.add(row);
        readAgain ||= rows.length === READ;
        dispatch();
      } while (readAgain && !stopped);
    } catch (error) {
      log.warn({ err: error }, 'the outbox could not be read; trying again');
      wakeAfter(1000);
    } finally {
      reading = false;
      settle();
    }
  }

  function dispatch(): void {
    if (stopped) return;
    const now = clock.now().epochMilliseconds;
    const soonest = Math.min(...LANES.map((lane) => dispatchLane(lane, now)));
    if (Number.isFinite(soonest)) dispatchAfter(soonest);
  }

  /** Starts what may go out; returns milliseconds until more of it may. */
  function dispatchLane(lane: Lane, now: number): number {
    let soonest = Number.POSITIVE_INFINITY;
    for (const queue of queues.ready(lane)) {
      if (lane > 0 && inFlight >= IN_FLIGHT) break;
      const wait = pace.accountWait(KIND[lane], now);
      // Whatever the chat: the account as a whole has to wait.
      if (wait > 0) return Math.min(soonest, wait);
      expire(queue, now);
      const job = nextJob(queue, pace, now);
      if (typeof job === 'number') soonest = Math.min(soonest, job);
      else void run(queue, job, now);
    }
    return soonest;
  }

  function expire(queue: ChatQueue, now: number): void {
    const late = expired(queue, now);
    if (late.length > 0) finish(late.map((row) => ({ id: row.id, state: 'expired', error: 'too late' })));
  }

  async function run(queue: ChatQueue, job: Job, now: number): Promise<void> {
    queues.setSending(queue, true);
    inFlight += 1;
    await Promise.all(callsOf(job).map((one) => call(queue, one, now)));
    inFlight -= 1;
    queues.setSending(queue, false);
    dispatchSoon();
  }

  async function call(queue: ChatQueue, job: Call, now: number): Promise<void> {
    const { kind } = queue;
    pace.begin(queue.chat, kind, job.kind, now);
    try {
      finish(await perform(performer, job, queue));
    } catch (error) {
      fail(queue, job, error);
    } finally {
      pace.sent(queue.chat, kind, job.kind, clock.now().epochMilliseconds);
    }
  }

  /** Counts a message beyond the one that a job was taken for. */
  function count(chat: string, kind: 'private' | 'group'): void {
    const now = clock.now().epochMilliseconds;
    pace.begin(chat, kind, 'interactive', now);
    pace.sent(chat, kind, 'interactive', now);
  }

  async function send(outgoing: Outgoing): Promise<SentRef> {
    const sent = await channel.send(outgoing);
    // A long text or an album is several messages to the platform; the first was counted before it was sent.
    for (const _more of sent.parts?.slice(1) ?? []) count(outgoing.chat, outgoing.chatKind);
    return sent;
  }

  const { drawing, fetchMedia } = options;
  const performer: Performer = {
    channel,
    drawing,
    fetchMedia,
    placed: (ticketId, chatId) => recorder.placed(ticketId, chatId),
    findSent: (key) => findSent(db, key),
    isStillDue: (id) => isStillDue(db, id),
    send,
    topics: createTopics({
      channel,
      db,
      drawing,
      send,
      count: (chat) => count(chat, 'group'),
      now: () => clock.now().epochMilliseconds,
    }),
  };

  /** A row that is tried again stays in its place, so that none of its lane overtakes it. */
  function fail(queue: ChatQueue, job: Job, error: unknown): void {
    const rows = rowsOf(job);
    const now = clock.now();
    const verdict: Verdict = verdictOf(error, rows[0]?.attempts ?? 0, job.kind);
    if (!(error instanceof ChannelError)) log.error({ err: error }, 'delivery failed in the program');
    const results = failureResults(rows, verdict, now);
    if (verdict.waitMs === undefined) {
      finish(results, verdict.error);
      return;
    }
    for (const row of hold(queue, rows, verdict, now.epochMilliseconds)) queues.known.set(row.id, row);
    recorder.add(
      results.map((result, index) => ({
        result,
        row: rows[index] as OutgoingRecord,
        failure: verdict.error,
      })),
    );
  }

  function finish(results: readonly DeliveryResult[], failure?: ChannelError): void {
    const outcomes: Outcome[] = [];
    for (const result of results) {
      const row = queues.known.get(result.id);
      if (!row) continue;
      queues.done(row);
      outcomes.push({ result, row, ...(failure ? { failure } : {}) });
    }
    recorder.add(outcomes);
  }

  function onRecorded(outcomes: readonly Outcome[]): void {
    for (const { result, row, failure } of outcomes) {
      if (result.state !== 'pending') queues.known.delete(result.id);
      if (failure?.reason === 'moved') queues.forget(row.chat);
    }
    options.onOutcomes?.(outcomes);
    if (outcomes.some(({ result }) => result.state !== 'sent')) wake();
    if (outcomes.some(({ result }) => result.state === 'failed' || result.news)) options.onTold();
    settle();
  }

  let dispatchQueued = false;
  function dispatchSoon(): void {
    if (dispatchQueued) return;
    dispatchQueued = true;
    setImmediate(() => {
      dispatchQueued = false;
      dispatch();
      if (queues.known.size < READ / 2 && readAgain) wake();
      settle();
    });
  }

  let dispatchTimer: NodeJS.Timeout | undefined;
  function dispatchAfter(ms: number): void {
    clearTimeout(dispatchTimer);
    dispatchTimer = setTimeout(dispatch, Math.max(1, Math.ceil(ms)));
  }
  /** Looks again after this long; an earlier look that is planned already stays. */
  function wakeAfter(ms: number): void {
    const apart = inFlight >= IN_FLIGHT ? READ_EVERY_MS.busy : READ_EVERY_MS.idle;
    const at = performance.now() + Math.max(apart, ms);
    if (stopped || (timer && at >= timerAt)) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(
      () => {
        timer = undefined;
        void read();
      },
      Math.max(0, at - performance.now()),
    );
  }
  function wake(): void {
    wakeAfter(0);
  }
  function quiet(): boolean {
    if (reading || inFlight > 0 || !recorder.isIdle()) return false;
    return stopped || (!timer && !readAgain && !queues.isDue(clock.now().epochMilliseconds));
  }
  function settle(): void {
    if (quiet()) for (const resolve of waiters.splice(0)) resolve();
  }
  const settled = (): Promise<void> =>
    quiet() ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve));

  return {
    wake,
    async idle() {
      await read();
      await settled();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(dispatchTimer);
      await settled();
    },
  };
}
