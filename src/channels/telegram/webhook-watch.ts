import { setTimeout as delay } from 'node:timers/promises';
import { Backoff } from './backoff.ts';
import { withoutContent } from './driver.ts';
import { CONNECT_MS, type Link } from './link.ts';

/** What is watched. */
interface Watched {
  /** Where Telegram is to bring updates. */
  readonly url: string;
  /** Milliseconds between two looks. */
  readonly checkMs: number;
  /** Sets the webhook again. */
  readonly register: () => Promise<void>;
  /** When an update was last stored, in milliseconds since 1970. */
  readonly storedAt: () => number;
}

/** The parts of `getWebhookInfo` that are read here. */
export interface WebhookInfo {
  readonly url?: string;
  readonly pending_update_count?: number;
  /** Seconds since 1970. */
  readonly last_error_date?: number;
  readonly last_error_message?: string;
}

const ANOTHER =
  'Another program has changed the webhook of this bot token: stop it, or take a new token from @BotFather';

/** Asks Telegram again and again how the webhook fares, until the link is stopped: nobody else would notice silence. */
export async function watchWebhook(link: Link, watched: Watched): Promise<void> {
  const failures = new Backoff(link.backoff);
  while (!link.stopped.aborted) {
    await delay(watched.checkMs, undefined, { signal: link.stopped }).catch(() => undefined);
    while (!link.stopped.aborted && !(await look(link, watched, failures)));
  }
}

/** One look; false after a failure that has been reported and waited for. */
async function look(link: Link, watched: Watched, failures: Backoff): Promise<boolean> {
  try {
    const info = await link.api.raw<WebhookInfo>(
      'getWebhookInfo',
      {},
      { signal: link.stopped, timeoutMs: CONNECT_MS },
    );
    if (info.url !== watched.url) {
      link.health.report('conflict', ANOTHER);
      await watched.register();
    } else {
      link.beat(problemOf(info, watched.storedAt()));
      link.health.report('online');
    }
    failures.reset();
    return true;
  } catch (error) {
    if (link.stopped.aborted) return false;
    link.health.failed(error, failures.failures + 1);
    await failures.wait(link.stopped);
    return false;
  }
}

/** Why updates wait at Telegram: its last error, unless an update has come since. `storedAt` as in Watched. */
export function problemOf(info: WebhookInfo, storedAt: number): string | undefined {
  const { pending_update_count: waiting = 0, last_error_date: at, last_error_message: words = '' } = info;
  if (waiting === 0 || at === undefined || at < Math.floor(storedAt / 1000)) return undefined;
  return withoutContent(words) || 'no reason given';
}
