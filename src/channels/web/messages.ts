import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ChannelHost } from '../channel.ts';
import { type OpenChat, openChat, type WebContext } from './context.ts';
import { decode, gather, historyOf, type Incoming, parsePosted } from './decode.ts';
import { pageLanguage, senderLocale } from './language.ts';
import { Problem } from './problem.ts';
import { viewOf } from './view.ts';
import type { WebMessage } from './web-store.ts';

const BODY_BYTES = 256 * 1024;
const PAGE = 50;

/** POST and GET /web/<chat>/messages: a message from the page, and the history before it. */
export function messageRoutes(routes: Hono, web: WebContext): void {
  const limit = bodyLimit({
    maxSize: BODY_BYTES,
    onError: () => {
      throw new Problem(413, 'too_long');
    },
  });
  routes.post('/web/:chat/messages', limit, async (c) => {
    const { host } = web;
    if (!host) throw new Problem(503, 'starting', { retryAfterMs: 2_000 });
    const chat = await openChat(web, web.sessions.read(c), c.req.param('chat'));
    const posted = parsePosted(web, await c.req.json().catch(() => undefined));
    const wait = await web.messageRate.take(chat.sender);
    if (wait > 0) throw new Problem(429, 'slow_down', { retryAfterMs: wait });
    const stored = await accept(web, host, c, await gather(web, chat, posted));
    return c.json({ message: stored ? viewOf(stored, chat.sender) : null });
  });
  routes.get('/web/:chat/messages', async (c) => {
    const chat = await openChat(web, web.sessions.read(c), c.req.param('chat'));
    const before = /^\d{1,15}$/.test(c.req.query('before') ?? '') ? Number(c.req.query('before')) : undefined;
    c.header('Cache-Control', 'no-store');
    return c.json(await history(web, chat, before));
  });
}

/** Stores the message in the history and hands it to the host; returns only when both are committed. */
async function accept(
  web: WebContext,
  host: ChannelHost,
  c: Context,
  incoming: Incoming,
): Promise<WebMessage | undefined> {
  const { chat } = incoming;
  const at = web.clock.now().toString({ smallestUnit: 'millisecond' });
  const kept = historyOf(web, incoming, at);
  const locale = senderLocale(c);
  const title =
    chat.name === 'desk' ? web.texts(pageLanguage(c, web.defaultLocale).code).desk_title : undefined;
  try {
    // Both are idempotent by the page's id: after a failure between them, the page's next attempt completes it.
    const stored = kept && (await web.store.append(kept));
    await host.onInbound([
      decode(web, incoming, stored, { at, ...(locale ? { locale } : {}), ...(title ? { title } : {}) }),
    ]);
    if (stored) web.feeds.wake(chat.ref);
    return stored;
  } catch (cause) {
    throw new Problem(503, 'not_saved', { retryAfterMs: 2_000, cause });
  }
}

/** A page of history; the cursor is read first, so that changes made meanwhile come by the stream. */
async function history(web: WebContext, chat: OpenChat, before: number | undefined): Promise<unknown> {
  const cursor = await web.store.head(chat.ref);
  const messages = await web.store.latest(chat.ref, PAGE, before);
  return {
    cursor,
    more: messages.length === PAGE,
    messages: messages.map((message) => viewOf(message, chat.sender)),
  };
}
