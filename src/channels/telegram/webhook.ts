import { createHash, timingSafeEqual } from 'node:crypto';
import { Backoff } from './backoff.ts';
import { ALLOWED_UPDATES } from './bot-api.ts';
import { CONNECT_MS, type Link, receive } from './link.ts';
import { watchWebhook } from './webhook-watch.ts';

/** How Telegram reaches us: a public https address, and a secret it repeats in a header of every request. */
export interface WebhookOptions {
  readonly publicUrl: string;
  /** 1-256 characters of A-Za-z0-9_- */
  readonly secret: string;
}

/** Largest update that is read, in bytes; Telegram's own are far smaller. */
const UPDATE_LIMIT = 1024 * 1024;

/** Receives by webhook while a link is attached. */
export class WebhookReceiver {
  readonly path: string;
  readonly #options: WebhookOptions;
  readonly #running = new Set<Promise<unknown>>();
  #link: Link | undefined;
  /** When an update was last stored, in milliseconds since 1970. */
  #storedAt = 0;

  constructor(path: string, options: WebhookOptions) {
    this.path = path;
    this.#options = options;
  }

  /** Registers the webhook, trying until it succeeds, and watches over it until the link is stopped. */
  async run(link: Link, checkMs: number, onAttempt: () => void): Promise<void> {
    await this.#connect(link, onAttempt);
    onAttempt();
    const register = (): Promise<void> => this.#register(link);
    const { url } = this.#registration();
    await watchWebhook(link, { url: String(url), checkMs, register, storedAt: () => this.#storedAt });
  }

  async #register(link: Link): Promise<void> {
    await link.api.raw('setWebhook', this.#registration(), { signal: link.stopped, timeoutMs: CONNECT_MS });
    link.beat();
  }

  /** The backlog is kept. */
  async #connect(link: Link, onAttempt: () => void): Promise<void> {
    const failures = new Backoff(link.backoff);
    while (!link.stopped.aborted) {
      try {
        await link.connect();
        this.#link = link;
        await this.#register(link);
        link.health.report('online');
        return;
      } catch (error) {
        if (link.stopped.aborted) return;
        link.health.failed(error, failures.failures + 1);
        link.log.warn({ reason: String(error) }, 'the webhook could not be set');
        onAttempt();
        await failures.wait(link.stopped);
      }
    }
  }

  /** Takes no more updates; resolves when those being stored are. Telegram keeps what comes meanwhile. */
  async close(): Promise<void> {
    this.#link = undefined;
    await Promise.allSettled(this.#running);
  }

  /** One request of Telegram: 200 only when the update is committed; on anything else Telegram tries again later. */
  async handle(request: Request): Promise<Response> {
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } });
    const secret = request.headers.get('x-telegram-bot-api-secret-token') ?? '';
    if (!sameSecret(secret, this.#options.secret)) return new Response(null, { status: 401 });
    if (!this.#link) return new Response(null, { status: 503 });
    const work = this.#store(this.#link, request);
    this.#running.add(work);
    return work.finally(() => this.#running.delete(work));
  }

  async #store(link: Link, request: Request): Promise<Response> {
    const update = await readUpdate(request);
    if (update === undefined) return new Response(null, { status: 400 });
    try {
      await receive(link, [update]);
      this.#storedAt = link.context().now().epochMilliseconds;
      link.beat();
      return new Response(null, { status: 200 });
    } catch (error) {
      const kind = error instanceof Error ? error.name : typeof error;
      link.log.error({ kind }, 'an update could not be stored; Telegram will bring it again');
      return new Response(null, { status: 500 });
    }
  }

  #registration(): Record<string, unknown> {
    return {
      url: this.#options.publicUrl.replace(/\/+$/, '') + this.path,
      secret_token: this.#options.secret,
      allowed_updates: ALLOWED_UPDATES,
      drop_pending_updates: false,
    };
  }
}

/** The update, or undefined when the body is too long or no JSON object. */
async function readUpdate(request: Request): Promise<object | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > UPDATE_LIMIT) return undefined;
  const body = await request.text().catch(() => '');
  if (body.length > UPDATE_LIMIT) return undefined;
  try {
    const update: unknown = JSON.parse(body);
    return typeof update === 'object' && update !== null ? update : undefined;
  } catch {
    return undefined;
  }
}

/** Compares in a time that tells nothing about where the two differ, nor about their lengths. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
