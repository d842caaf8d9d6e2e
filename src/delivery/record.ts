/** Records what became of messages: many together, again while the database is away, and whatever one of them does. */
import type { Clock } from '../clock.ts';
import type { MessageRef } from '../domain/ids.ts';
import type { ChannelError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/db.ts';
import {
  type DeliveryResult,
  type OutgoingRecord,
  recordResults,
  type TopicNews,
} from '../store/outgoing.ts';
import { isPassing } from '../store/passing-error.ts';
import { type Tx, transact } from '../store/transaction.ts';

/** What became of one message, and why when it was refused. */
export interface Outcome {
  readonly result: DeliveryResult;
  readonly row: OutgoingRecord;
  readonly failure?: ChannelError;
}

/** What recording needs. */
export interface RecorderOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells staff, in the transaction that records it, of a message that will never arrive. */
  readonly onFailed: (
    tx: Tx,
    row: OutgoingRecord,
    error: ChannelError,
    now: Temporal.Instant,
  ) => Promise<void>;
  /** Tells staff of what was found out about topics, in the same way. */
  readonly onTopicNews: (tx: Tx, news: TopicNews, now: Temporal.Instant) => Promise<void>;
  /** Called after the commit. */
  readonly onRecorded: (outcomes: readonly Outcome[]) => void;
}

/** Gathers outcomes and records them. */
export interface Recorder {
  add(outcomes: readonly Outcome[]): void;
  /** Where a ticket's card was put, as long as that is not recorded yet. */
  placed(ticketId: string, chatId: string): MessageRef | undefined;
  /** Whether everything is recorded. */
  isIdle(): boolean;
}

/** How long outcomes are gathered before they are recorded together: a crash in between repeats that many. */
const GATHER_MS = 25;
const AGAIN_MS = 500;

/** Starts with nothing to record. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { log, onRecorded } = options;
  const waiting: Outcome[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    await pause(GATHER_MS);
    while (waiting.length > 0) {
      try {
        await recordAll(waiting.slice());
      } catch (error) {
        log.warn({ err: error, count: waiting.length }, 'deliveries could not be recorded; trying again');
        await pause(AGAIN_MS);
      }
    }
    running = false;
    onRecorded([]);
  }

  async function recordAll(batch: readonly Outcome[]): Promise<void> {
    try {
      await write(batch, true);
      done(batch);
    } catch (error) {
      if (isPassing(error)) throw error;
      // One that cannot be recorded must not keep the others unrecorded: they would be sent again at each start.
      for (const outcome of batch) await recordOne(outcome);
    }
  }

  async function recordOne(outcome: Outcome): Promise<void> {
    try {
      await write([outcome], true);
    } catch (error) {
      if (isPassing(error)) throw error;
      log.error(
        { err: error, outgoing: String(outcome.row.id) },
        'only the bare end of a message could be recorded',
      );
      const { id, state, notBefore } = outcome.result;
      await write([{ ...outcome, result: { id, state, ...(notBefore ? { notBefore } : {}) } }], false);
    }
    done([outcome]);
  }

  function write(batch: readonly Outcome[], tell: boolean): Promise<void> {
    const now = options.clock.now();
    const results = batch.map(({ result }) => result);
    const news = tell ? batch.filter(isNews) : [];
    if (news.length === 0) return recordResults(options.db, results, now);
    return transact(options.db, async (tx) => {
      await recordResults(tx, results, now);
      for (const { row, failure, result } of news) {
        if (failure) await options.onFailed(tx, row, failure, now);
        if (result.news) await options.onTopicNews(tx, result.news, now);
      }
    });
  }

  function done(batch: readonly Outcome[]): void {
    const recorded = new Set(batch);
    waiting.splice(0, waiting.length, ...waiting.filter((outcome) => !recorded.has(outcome)));
    onRecorded(batch);
  }

  return {
    add(outcomes) {
      waiting.push(...outcomes);
      if (!running && waiting.length > 0) void run();
    },
    placed(ticketId, chatId) {
      const found = waiting.findLast(
        ({ result: { card } }) => card?.ticketId === ticketId && card.chatId === chatId,
      );
      return found?.result.card?.ref as MessageRef | undefined;
    },
    isIdle: () => !running,
  };
}

/** Whether somebody has to be told: it will never arrive, its chat is elsewhere now, or topics are in question. */
const isNews = ({ result, failure }: Outcome): boolean =>
  result.news !== undefined ||
  (failure !== undefined && (result.state === 'failed' || failure.reason === 'moved'));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
