/** Counts what happens as it happens; labels are names of accounts and kinds, never of people or chats. */
import { Counter, Histogram, type Registry } from 'prom-client';
import { type ChannelError, FileNeeded } from '../errors.ts';

/** What became of one outgoing message, as delivery records it. */
export interface Delivered {
  readonly result: { readonly state: 'sent' | 'failed' | 'expired' | 'pending' };
  readonly row: { readonly account: string; readonly lane: number; readonly createdAt: Temporal.Instant };
  readonly failure?: ChannelError;
}

/** Told of what happens. */
export interface Observer {
  /** Messages of people that were stored. */
  received(account: string, count: number): void;
  /** Runs the handling of one message that was stored at `receivedAt`. */
  handle(receivedAt: Temporal.Instant, now: Temporal.Instant, run: () => Promise<void>): Promise<void>;
  /** What became of messages, at `now`. */
  delivered(outcomes: readonly Delivered[], now: Temporal.Instant): void;
}

/** The names of the lanes, by number. */
export const LANE_NAMES = ['emergency', 'interactive', 'bulk'] as const;

const LAG_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600];
const HANDLING_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

const secondsSince = (at: Temporal.Instant, now: Temporal.Instant): number =>
  Math.max(0, now.epochMilliseconds - at.epochMilliseconds) / 1000;

/** An observer whose counts are in this registry. */
export function createObserver(registry: Registry): Observer {
  const { received, waited, handling, failures } = inboundCounts(registry);
  const { sends, lag, errors, throttled } = outgoingCounts(registry);
  return {
    received: (account, count) => received.inc({ account }, count),
    async handle(receivedAt, now, run) {
      waited.observe(secondsSince(receivedAt, now));
      const end = handling.startTimer();
      try {
        await run();
      } catch (error) {
        // Not a failure: it is handled again once its file is there.
        if (!(error instanceof FileNeeded)) failures.inc();
        throw error;
      } finally {
        end();
      }
    },
    delivered(outcomes, now) {
      for (const { result, row } of outcomes) {
        if (result.state === 'pending') continue;
        const lane = LANE_NAMES[row.lane] ?? 'bulk';
        sends.inc({ account: row.account, lane, outcome: result.state });
        if (result.state === 'sent') lag.observe({ lane }, secondsSince(row.createdAt, now));
      }
      // Several messages may share one call, as a list of cards does.
      const failed = new Map(outcomes.flatMap(({ row, failure }) => (failure ? [[failure, row]] : [])));
      for (const [failure, { account }] of failed) {
        errors.inc({ account, kind: failure.outcome });
        if (failure.isThrottled) throttled.inc({ account });
      }
    },
  };
}

function inboundCounts(registry: Registry) {
  const registers = [registry];
  return {
    received: new Counter({
      name: 'homeward_inbound_total',
      help: 'Messages and presses taken from platforms; one that comes twice counts twice.',
      labelNames: ['account'],
      registers,
    }),
    waited: new Histogram({
      name: 'homeward_inbound_wait_seconds',
      help: 'From storing a message to the beginning of its handling.',
      buckets: LAG_BUCKETS,
      registers,
    }),
    handling: new Histogram({
      name: 'homeward_handling_seconds',
      help: 'Handling of one message inside its transaction, without the commit.',
      buckets: HANDLING_BUCKETS,
      registers,
    }),
    failures: new Counter({
      name: 'homeward_handling_failures_total',
      help: 'Tries of handling a message that failed; it is tried again.',
      registers,
    }),
  };
}

function outgoingCounts(registry: Registry) {
  const registers = [registry];
  return {
    sends: new Counter({
      name: 'homeward_sends_total',
      help: 'Outgoing messages that are done, by what became of them: sent, failed, expired.',
      labelNames: ['account', 'lane', 'outcome'],
      registers,
    }),
    lag: new Histogram({
      name: 'homeward_delivery_lag_seconds',
      help: 'From queueing a message to the record that it was sent, waits for a set time included.',
      labelNames: ['lane'],
      buckets: LAG_BUCKETS,
      registers,
    }),
    errors: new Counter({
      name: 'homeward_platform_errors_total',
      help: 'Calls to platforms that failed: retry, permanent, uncertain (it may have arrived).',
      labelNames: ['account', 'kind'],
      registers,
    }),
    throttled: new Counter({
      name: 'homeward_platform_throttled_total',
      help: 'Those of them that the platform refused because too much was sent (429).',
      labelNames: ['account'],
      registers,
    }),
  };
}
