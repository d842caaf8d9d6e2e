/**
 * Delivers what waits in the outbox of one account: paced, in order per chat and lane, retried, recorded.
 *
 * What is in memory is a copy of pending rows; a restart reads them again. A crash between a platform's answer and
 * its record repeats that message once; nothing is ever lost.
 */
import type { Channel, SendLimits } from '../channels/channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/db.ts';
import { type DeliveryResult, listDue, type OutgoingRecord } from '../store/outgoing.ts';
import { createPace } from './pace.ts';
import { type Drawing, type FetchMedia, type Performer, perform } from './perform.ts';
import {
  type Call,
  type ChatQueue,
  callsOf,
  chatKind,
  createQueue,
  hold,
  isDue,
  type Job,
  nextJob,
  rowsOf,
} from './queue.ts';
import { createRecorder, type Outcome, type RecorderOptions } from './record.ts';
import { failureResults, type Verdict, verdictOf } from './retry.ts';

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
  /** A message will never arrive: in the transaction that records it, so that staff are told. */
  readonly onFailed: RecorderOptions['onFailed'];
  /** Called after that commit: there may be something to deliver, on other accounts too. */
  readonly onTold: () => void;
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
/** Wakes that come closer than this share one look into the outbox. */
const READ_EVERY_MS = 5;

/** Starts delivering; stop() ends it. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { db, clock, channel } = options;
  const log = options.log.child({ account: channel.id });
  const pace = createPace(options.limits ?? channel.capabilities.limits);
  const known = new Map<bigint, OutgoingRecord>();
  const queues = new Map<string, ChatQueue>();
  const waiters: (() => void)[] = [];
  const recorder = createRecorder({ db, clock, log, onFailed: options.onFailed, onRecorded });
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
        const bulk = [...known.values()].filter((row) => row.lane === 2).length;
        const rows = await listDue(
          db,
          channel.id,
          clock.now(),
          [...known.keys()],
          bulk < BULK_IN_MEMORY,
          READ,
        );
        for (const row of rows) admit(row);
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

  function admit(row: OutgoingRecord): void {
    known.set(row.id, row);
    const queue = queues.get(row.chat) ?? createQueue(row.chat);
    queue.rows.push(row);
    queue.rows.sort((a, b) => a.lane - b.lane || (a.id < b.id ? -1 : 1));
    queues.set(row.chat, queue);
  }

  function dispatch(): void {
    if (stopped) return;
    const now = clock.now().epochMilliseconds;
    let soonest = Number.POSITIVE_INFINITY;
    const byGravity = [...queues.values()].sort((a, b) => (a.rows[0]?.lane ?? 3) - (b.rows[0]?.lane ?? 3));
    for (const queue of byGravity) {
      if (queue.sending) continue;
      expire(queue, now);
      if (queue.rows.length === 0) continue;
      if (inFlight >= IN_FLIGHT && queue.rows[0]?.lane !== 0) continue;
      const job = nextJob(queue, pace, now);
      if (typeof job === 'number') soonest = Math.min(soonest, job);
      else void run(queue, job, now);
    }
    if (Number.isFinite(soonest)) dispatchAfter(soonest);
  }

  function expire(queue: ChatQueue, now: number): void {
    const late = queue.rows.filter((row) => row.expiresAt && row.expiresAt.epochMilliseconds < now);
    if (late.length > 0) finish(late.map((row) => ({ id: row.id, state: 'expired', error: 'too late' })));
  }

  async function run(queue: ChatQueue, job: Job, now: number): Promise<void> {
    queue.sending = true;
    inFlight += 1;
    await Promise.all(callsOf(job).map((one) => call(queue, one, now)));
    inFlight -= 1;
    queue.sending = false;
    if (queue.rows.length === 0) queues.delete(queue.chat);
    dispatchSoon();
  }

  async function call(queue: ChatQueue, job: Call, now: number): Promise<void> {
    const kind = chatKind(queue.rows);
    pace.begin(queue.chat, kind, job.kind, now);
    try {
      finish(await perform(performer, job, [...queue.rows]));
    } catch (error) {
      fail(queue, job, error);
    } finally {
      pace.sent(queue.chat, kind, job.kind, clock.now().epochMilliseconds);
    }
  }

  const performer: Performer = {
    channel,
    drawing: options.drawing,
    fetchMedia: options.fetchMedia,
    placed: (ticketId, chatId) => recorder.placed(ticketId, chatId),
    async send(outgoing) {
      const sent = await channel.send(outgoing);
      // A long text or an album is several messages to the platform; the first was counted before it was sent.
      const now = clock.now().epochMilliseconds;
      for (const _more of sent.parts?.slice(1) ?? []) {
        pace.begin(outgoing.chat, outgoing.chatKind, 'interactive', now);
        pace.sent(outgoing.chat, outgoing.chatKind, 'interactive', now);
      }
      return sent;
    },
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
    hold(queue, rows, verdict, now.epochMilliseconds);
    for (const row of queue.rows) known.set(row.id, row);
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
      const row = known.get(result.id);
      if (!row) continue;
      const queue = queues.get(row.chat);
      if (queue) queue.rows = queue.rows.filter((waiting) => waiting.id !== result.id);
      outcomes.push({ result, row, ...(failure ? { failure } : {}) });
    }
    recorder.add(outcomes);
  }

  function onRecorded(outcomes: readonly Outcome[]): void {
    for (const { result, row, failure } of outcomes) {
      if (result.state !== 'pending') known.delete(result.id);
      if (failure?.reason === 'moved') forget(row.chat);
    }
    if (outcomes.some(({ result }) => result.state !== 'sent')) wake();
    if (outcomes.some(({ result }) => result.state === 'failed')) options.onTold();
    settle();
  }

  /** The chat has another address now: what waits for it is read again under that. */
  function forget(chat: string): void {
    for (const row of queues.get(chat)?.rows ?? []) known.delete(row.id);
    queues.delete(chat);
  }

  let dispatchQueued = false;
  function dispatchSoon(): void {
    if (dispatchQueued) return;
    dispatchQueued = true;
    setImmediate(() => {
      dispatchQueued = false;
      dispatch();
      if (known.size < READ / 2 && readAgain) wake();
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
    const at = performance.now() + Math.max(READ_EVERY_MS, ms);
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
    const now = clock.now().epochMilliseconds;
    return stopped || (!timer && !readAgain && ![...queues.values()].some((queue) => isDue(queue, now)));
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
