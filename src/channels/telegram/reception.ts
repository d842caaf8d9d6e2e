import type { AccountId } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { ChannelHost, Pulse } from '../channel.ts';
import type { Api } from './api.ts';
import type { TgUser } from './bot-api.ts';
import { CONNECT_MS, HealthReporter, type Link } from './link.ts';
import { Poller, type PollTimes } from './poll.ts';
import type { WebhookReceiver } from './webhook.ts';

/** Waits of receiving. */
export interface ReceptionTimes extends PollTimes {
  /** First and longest wait after failures, in milliseconds. */
  readonly retryFirstMs: number;
  readonly retryLongestMs: number;
  /** Milliseconds between two looks at how the webhook fares. */
  readonly webhookCheckMs: number;
}

/** What receiving needs, whichever way it goes. */
interface ReceptionOptions {
  readonly account: AccountId;
  readonly api: Api;
  readonly log: Log;
  readonly now: () => Temporal.Instant;
  readonly times: ReceptionTimes;
}

interface Run {
  readonly stopping: AbortController;
  readonly done: Promise<void>;
}

/** So many polls or checks in a row without an answer are no accident. */
const MISSED = 5;

/** Stands for the stop of a channel that is not running. */
const NEVER = new AbortController().signal;

/** Receives between start and stop, by webhook when there is one and by polling otherwise; may be started again. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #webhook: WebhookReceiver | undefined;
  #run: Run | undefined;
  #beatAt: number | undefined;
  #problem: string | undefined;
  /** The bot itself, once Telegram has said who it is. */
  me: TgUser | undefined;

  constructor(options: ReceptionOptions, webhook?: WebhookReceiver) {
    this.#options = options;
    this.#webhook = webhook;
  }

  /** Aborted when the current run is to stop. */
  get stopped(): AbortSignal {
    return this.#run?.stopping.signal ?? NEVER;
  }

  /** Resolves after the first try to connect, whether it succeeded or not; the health tells which. */
  async start(host: ChannelHost): Promise<void> {
    if (this.#run) return;
    const stopping = new AbortController();
    const link = this.#link(host, stopping.signal);
    this.#beatAt = performance.now();
    this.#problem = undefined;
    link.health.report('starting');
    const attempted = Promise.withResolvers<void>();
    const done = this.#webhook
      ? this.#webhook.run(link, this.#options.times.webhookCheckMs, attempted.resolve)
      : new Poller(link, this.#options.times).run(attempted.resolve);
    this.#run = { stopping, done };
    await Promise.race([attempted.promise, done]);
  }

  /** Gives up waiting at once; resolves when what is being stored is stored, and confirmed. */
  async stop(): Promise<void> {
    const run = this.#run;
    this.#beatAt = undefined;
    run?.stopping.abort();
    await this.#webhook?.close();
    await run?.done;
    if (this.#run === run) this.#run = undefined;
  }

  /** When Telegram was last heard of; five polls or checks without an answer are too many. */
  get pulse(): Pulse | undefined {
    if (this.#beatAt === undefined) return undefined;
    const { pollSeconds, pollMarginMs, webhookCheckMs } = this.#options.times;
    const everyMs = this.#webhook ? webhookCheckMs + CONNECT_MS : pollSeconds * 1000 + pollMarginMs;
    const problem = this.#problem;
    const agoMs = performance.now() - this.#beatAt;
    return { agoMs, silentAfterMs: MISSED * everyMs, ...(problem && { problem }) };
  }

  #link(host: ChannelHost, stopped: AbortSignal): Link {
    const { account, api, log, now, times } = this.#options;
    return {
      api,
      log,
      host,
      health: new HealthReporter(host, log),
      backoff: { firstMs: times.retryFirstMs, longestMs: times.retryLongestMs },
      stopped,
      beat: (problem) => {
        if (!stopped.aborted) this.#beatAt = performance.now();
        this.#problem = problem;
      },
      context: () => {
        if (!this.me) throw new TypeError('not connected');
        return { account, me: this.me, now };
      },
      connect: async () => {
        this.me = await api.raw<TgUser>('getMe', {}, { signal: stopped, timeoutMs: CONNECT_MS });
      },
    };
  }
}
