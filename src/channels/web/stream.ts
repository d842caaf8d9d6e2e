import type { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { type OpenChat, openChat, type WebContext } from './context.ts';
import { type Cursor, formatCursor, parseCursor } from './cursor.ts';
import { Problem } from './problem.ts';
import { viewOf } from './view.ts';
import type { WebMessage } from './web-store.ts';

const PAGE = 200;
const PENDING_MAX = 1_000;

/** What one open page has yet to be sent; forgets what a page too slow to take it can read from the store again. */
class Pending {
  #changes: WebMessage[] = [];
  #lost = false;
  #wake: (() => void) | undefined;

  push(changes: readonly WebMessage[]): void {
    if (this.#changes.length + changes.length > PENDING_MAX) {
      this.#changes = [];
      this.#lost = true;
    } else {
      this.#changes.push(...changes);
    }
    this.#wake?.();
  }

  wake(): void {
    this.#wake?.();
  }

  /** What has come, at the latest after `ms`; `lost` when the store must be read again. */
  async take(ms: number): Promise<{ changes: WebMessage[]; lost: boolean }> {
    if (this.#changes.length === 0 && !this.#lost) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    const taken = { changes: this.#changes, lost: this.#lost };
    this.#changes = [];
    this.#lost = false;
    return taken;
  }
}

/** One open page: sends every change after its cursor, in order per chat, until it goes away. */
class OpenPage {
  readonly #web: WebContext;
  readonly #stream: SSEStreamingApi;
  readonly #chats: readonly OpenChat[];
  readonly #cursor: Cursor;
  readonly #closing: AbortSignal;
  readonly pending = new Pending();
  #allowedAt = performance.now();

  constructor(web: WebContext, stream: SSEStreamingApi, chats: readonly OpenChat[], cursor: Cursor) {
    this.#web = web;
    this.#stream = stream;
    this.#chats = chats;
    this.#cursor = cursor;
    this.#closing = web.closing.signal;
  }

  get #over(): boolean {
    return this.#stream.aborted || this.#closing.aborted;
  }

  async run(): Promise<void> {
    const stops: (() => void)[] = [];
    try {
      for (const chat of this.#chats) {
        stops.push(await this.#web.feeds.watch(chat.ref, (changes) => this.pending.push(changes)));
      }
      // Watching begins before the store is read: what is committed in between arrives twice, and is sent once.
      await this.#readAll();
      await this.#beat();
      while (!this.#over) {
        const { changes, lost } = await this.pending.take(this.#web.limits.heartbeatMs);
        if (!(await this.#allowed())) return;
        if (lost) await this.#readAll();
        else if (changes.length > 0) await this.#send(changes);
        else await this.#beat();
      }
    } finally {
      for (const stop of stops) stop();
    }
  }

  async #readAll(): Promise<void> {
    for (const { name, ref } of this.#chats) {
      let changes: readonly WebMessage[];
      do {
        changes = await this.#web.store.since(ref, this.#cursor[name], PAGE);
        await this.#send(changes);
      } while (changes.length === PAGE && !this.#over);
    }
  }

  async #send(changes: readonly WebMessage[]): Promise<void> {
    for (const change of changes) {
      const chat = this.#chats.find(({ ref }) => ref === change.chat);
      if (!chat || change.rev <= this.#cursor[chat.name]) continue;
      this.#cursor[chat.name] = change.rev;
      const data = JSON.stringify(viewOf(change, chat.sender));
      await this.#stream.writeSSE({ event: 'message', id: formatCursor(this.#cursor), data });
    }
  }

  /** A colleague who left the team stops reading within a heartbeat, also while the desk is busy. */
  async #allowed(): Promise<boolean> {
    const desk = this.#chats.find(({ staff }) => staff);
    if (!desk || performance.now() - this.#allowedAt < this.#web.limits.heartbeatMs / 2) return true;
    this.#allowedAt = performance.now();
    return (await this.#web.staff(desk.sender)) !== undefined;
  }

  async #beat(): Promise<void> {
    await this.#stream.writeSSE({ event: 'beat', id: formatCursor(this.#cursor), data: '' });
  }
}

/** GET /web/events?cursor=…&desk=1: the changes of the page's chats as server-sent events. */
export function streamRoutes(routes: Hono, web: WebContext): void {
  routes.get('/web/events', async (c) => {
    const sender = web.sessions.read(c);
    const chats = [await openChat(web, sender, 'me')];
    if (c.req.query('desk') === '1') chats.push(await openChat(web, sender, 'desk'));
    const key = chats[0]?.sender;
    if (!key) throw new Problem(401, 'session');
    const open = web.streams.get(key) ?? 0;
    if (open >= web.limits.streams) throw new Problem(429, 'too_many_pages', { retryAfterMs: 10_000 });
    if (!web.host) throw new Problem(503, 'starting', { retryAfterMs: 2_000 });
    const cursor = parseCursor(c.req.header('last-event-id')) ?? parseCursor(c.req.query('cursor'));
    c.header('X-Accel-Buffering', 'no');
    web.streams.set(key, open + 1);
    const response = streamSSE(c, async (stream) => {
      const page = new OpenPage(web, stream, chats, cursor ?? { me: 0, desk: 0 });
      const wake = (): void => page.pending.wake();
      stream.onAbort(wake);
      const closing = web.closing.signal;
      closing.addEventListener('abort', wake);
      try {
        await page.run();
      } catch (cause) {
        // The page reconnects with its cursor and misses nothing.
        web.log.warn({ cause: cause instanceof Error ? cause.name : 'unknown' }, 'a web stream ended early');
      } finally {
        closing.removeEventListener('abort', wake);
        const left = (web.streams.get(key) ?? 1) - 1;
        if (left > 0) web.streams.set(key, left);
        else web.streams.delete(key);
      }
    });
    response.headers.set('Cache-Control', 'no-store');
    return response;
  });
}
