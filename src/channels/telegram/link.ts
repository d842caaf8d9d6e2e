import type { Log } from '../../log.ts';
import type { ChannelHost, Health } from '../channel.ts';
import type { Api } from './api.ts';
import type { BackoffTimes } from './backoff.ts';
import { type DecodedBatch, decodeBatch } from './decode.ts';
import type { DecodeContext } from './decode-people.ts';
import { ApiRefusal, NoAnswer } from './driver.ts';

/** What both ways of receiving share: one run of a channel between start and stop. */
export interface Link {
  readonly api: Api;
  readonly log: Log;
  readonly host: ChannelHost;
  readonly health: HealthReporter;
  readonly backoff: BackoffTimes;
  /** Aborted by stop. */
  readonly stopped: AbortSignal;
  /** The bot itself; throws before `connect`. */
  context(): DecodeContext;
  /** Telegram answered or brought something; `problem` says why it cannot bring more. */
  beat(problem?: string): void;
  /** Asks Telegram who the bot is, and remembers it. */
  connect(): Promise<void>;
}

/** Calls that only prepare receiving give up after this long, in milliseconds. */
export const CONNECT_MS = 10_000;

/** So many failures in a row are an outage and no longer a hiccup. */
const OUTAGE = 3;

/** Decodes a batch and hands it to the host; resolves once it is committed, and only then answers the buttons. */
export async function receive(link: Link, updates: readonly unknown[]): Promise<DecodedBatch> {
  const batch = decodeBatch(updates, link.context(), link.log);
  if (batch.inbound.length > 0) await link.host.onInbound(batch.inbound);
  for (const id of batch.callbackIds) {
    // Only stops the button's progress bar: an answer that comes too late is refused, and that is no harm.
    link.api.raw('answerCallbackQuery', { callback_query_id: id }).catch((error: unknown) => {
      link.log.debug({ reason: String(error) }, 'a pressed button could not be answered');
    });
  }
  return batch;
}

/** Tells the host how the account fares, once per change. */
export class HealthReporter {
  readonly #host: ChannelHost;
  readonly #log: Log;
  #last = '';

  constructor(host: ChannelHost, log: Log) {
    this.#host = host;
    this.#log = log;
  }

  report(state: Health['state'], detail?: string): void {
    if (this.#last === `${state} ${detail}`) return;
    this.#last = `${state} ${detail}`;
    try {
      this.#host.onHealth({ state, ...(detail && { detail }) });
    } catch (error) {
      // Receiving goes on, whatever becomes of the news about it.
      this.#log.error(
        { state, kind: error instanceof Error ? error.name : typeof error },
        'health was not taken',
      );
    }
  }

  /** Judges a failed call of receiving; `failures` counts those in a row, this one included. */
  failed(error: unknown, failures: number): void {
    const code = error instanceof ApiRefusal ? error.code : undefined;
    if (code === 401 || code === 404) this.report('offline', WRONG_TOKEN);
    else if (code === 409) this.report('conflict', conflictDetail(error as ApiRefusal));
    else if (failures >= OUTAGE) this.report('offline', `Telegram cannot be reached: ${reasonOf(error)}`);
  }
}

const WRONG_TOKEN = 'Telegram refuses the bot token: take a new one from @BotFather and restart';

const reasonOf = (error: unknown): string =>
  error instanceof ApiRefusal || error instanceof NoAnswer ? error.message : 'internal error';

function conflictDetail({ description }: ApiRefusal): string {
  if (/webhook/i.test(description)) {
    return 'Another program has set a webhook for this bot token: stop it, then restart this one';
  }
  return 'Another program is receiving with the same bot token: stop it, or take a new token from @BotFather';
}
