import { type Context, Hono } from 'hono';
import { accountId, messageRef, type SenderRef } from '../../domain/ids.ts';
import { ChannelError } from '../../errors.ts';
import type {
  Capabilities,
  Channel,
  ChannelHost,
  CommandMenu,
  Media,
  Outgoing,
  SentRef,
} from '../channel.ts';
import { assetRoutes, loadAssets } from './assets.ts';
import { DESK, HANDLE, type WebContext } from './context.ts';
import { deskRoutes } from './desk.ts';
import { encode } from './encode.ts';
import { createFeeds } from './feed.ts';
import { fileRoutes } from './files.ts';
import { sameOrigin, securityHeaders } from './guard.ts';
import { wantedTags } from './language.ts';
import { messageRoutes } from './messages.ts';
import { DEFAULT_LIMITS, type WebOptions } from './options.ts';
import { pageRoutes } from './pages.ts';
import { answerProblem } from './problem.ts';
import { qrRoutes } from './qr-page.ts';
import { createRate, type Rate } from './rate.ts';
import { createSessions, createSigner } from './session.ts';
import { streamRoutes } from './stream.ts';
import { uploadRoutes } from './uploads.ts';
import type { WebContent } from './web-store.ts';

export type { WebOptions } from './options.ts';
export type { NewWebMessage, WebContent, WebMessage, WebStore } from './web-store.ts';

/** The web channel: a port like any other, and the routes of its pages to be mounted at `/`. */
export type WebChannel = Channel & {
  readonly routes: Hono;
  /** How many pages are open and read what is new. */
  readonly openPages: () => number;
  /** What a request's browser says of who uses it, for pages beside these. */
  readonly visitor: (c: Context) => PageVisitor;
  /** The visitor's account, made up for a first visit; sets their cookie. */
  readonly open: (c: Context) => SenderRef;
};

/** Who uses a browser, by our cookie, and in which languages: chosen in a page's menu, or the browser's own. */
export interface PageVisitor {
  readonly sender: SenderRef | undefined;
  readonly chosen: string | undefined;
  readonly accepted: readonly string[];
}

/** After this long without a sign of the process that serves the pages it is gone, in milliseconds. */
const SILENT_MS = 120_000;

/** Traveller chat at `/` and staff desk at `/desk`, over the port. */
export function createWeb(options: WebOptions): WebChannel {
  const web = createContext(options);
  return {
    id: web.account,
    capabilities: capabilitiesOf(web.publicUrl),
    // Pages are served, and messages taken in, by every process that is asked.
    isShared: true,
    routes: createRoutes(web),
    visitor: (c) => ({ sender: web.sessions.read(c), ...wantedTags(c) }),
    open: (c) => web.sessions.open(c),
    async start(host: ChannelHost) {
      if (web.closing.signal.aborted) {
        web.closing = new AbortController();
        web.feeds = createFeeds(web.store, web.log, web.limits.pollMs);
      }
      web.host = host;
      host.onHealth({ state: 'online' });
    },
    async stop() {
      web.host = undefined;
      web.closing.abort();
      web.feeds.close();
    },
    // There is no platform to hear from: it is this process that lives.
    pulse: () => (web.host ? { agoMs: 0, silentAfterMs: SILENT_MS } : undefined),
    openPages: () => web.streams.values().reduce((sum, open) => sum + open, 0),
    send: (outgoing) => send(web, outgoing),
    edit: (ref, outgoing) => edit(web, ref, outgoing),
    download: (media) => download(web, media),
    async setCommands(menus: readonly CommandMenu[]) {
      web.menus = menus;
    },
  };
}

function createContext(options: WebOptions): WebContext {
  const { id, limits: given, sessionKey, publicUrl, ...rest } = options;
  const limits = { ...DEFAULT_LIMITS, ...given };
  const signer = createSigner(sessionKey);
  const rate = (name: string, max: number, windowMs: number): Rate =>
    rest.countBy ? { take: rest.countBy(name, max, windowMs) } : createRate(rest.clock, max, windowMs);
  return {
    ...rest,
    ...(publicUrl ? { publicUrl: publicUrl.replace(/\/+$/, '') } : {}),
    account: accountId(id ?? 'web'),
    limits,
    signer,
    sessions: createSessions(signer, publicUrl?.startsWith('https:') ?? false),
    assets: loadAssets(),
    feeds: createFeeds(options.store, options.log, limits.pollMs),
    messageRate: rate('messages', limits.messagesPer10s, 10_000),
    uploadRate: rate('uploads', limits.uploadsPer10s, 10_000),
    host: undefined,
    menus: [],
    closing: new AbortController(),
    streams: new Map(),
  };
}

const PATHS = ['/', '/desk', '/offline', '/manifest.webmanifest', '/qr', '/qr.svg', '/sw.js', '/favicon.ico'];

function createRoutes(web: WebContext): Hono {
  const routes = new Hono();
  routes.onError((error, c) => answerProblem(web, error, c));
  // Path by path: mounted at the root, a rule for everything would reach into the other parts of the server.
  for (const path of [...PATHS, '/assets/*', '/web/*']) {
    routes.use(path, securityHeaders(web.publicUrl?.startsWith('https:') ?? false));
  }
  routes.use('/web/*', sameOrigin(web.publicUrl));
  pageRoutes(routes, web);
  qrRoutes(routes, web);
  assetRoutes(routes, web.assets);
  messageRoutes(routes, web);
  uploadRoutes(routes, web);
  streamRoutes(routes, web);
  deskRoutes(routes, web);
  fileRoutes(routes, web);
  return routes;
}

const capabilitiesOf = (publicUrl: string | undefined): Capabilities => ({
  buttons: true,
  edit: true,
  groups: true,
  writeFirst: true,
  media: ['photo', 'voice', 'audio', 'video', 'animation', 'sticker', 'document'],
  limits: { perSecond: 1_000, chatEveryMs: 0, groupPerMinute: 100_000 },
  deepLink: (payload) => (publicUrl ? `${publicUrl.replace(/\/+$/, '')}/?start=${payload}` : undefined),
  handle: () => HANDLE,
});

/** Runs a step that only fails when the store or the disk does, which passes. */
async function tried<T>(web: WebContext, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof ChannelError) throw cause;
    web.log.warn(
      { cause: cause instanceof Error ? cause.name : 'unknown' },
      'the web history did not take a message',
    );
    throw new ChannelError('retry', 'the web history did not take the message', { cause });
  }
}

const gone = (): ChannelError => new ChannelError('permanent', 'no such web chat', { reason: 'gone' });

async function send(web: WebContext, outgoing: Outgoing): Promise<SentRef> {
  return tried(web, async () => {
    if (outgoing.chat !== DESK && (await web.store.head(outgoing.chat)) === 0) throw gone();
    const content: WebContent = await encode(outgoing, web.account, web.media);
    const at = web.clock.now().toString({ smallestUnit: 'millisecond' });
    const message = await web.store.append({ chat: outgoing.chat, author: 'bot', content, at });
    web.feeds.wake(outgoing.chat);
    return { ref: messageRef(message.seq) };
  });
}

async function edit(web: WebContext, ref: string, outgoing: Outgoing): Promise<void> {
  return tried(web, async () => {
    const content = await encode(outgoing, web.account, web.media);
    const seq = /^\d{1,15}$/.test(ref) ? Number(ref) : 0;
    if (!(await web.store.update(outgoing.chat, seq, content))) throw gone();
    web.feeds.wake(outgoing.chat);
  });
}

async function download(
  web: WebContext,
  media: Media,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  return tried(web, async () => {
    const file = await web.media.open(media.id);
    if (!file) throw new ChannelError('permanent', 'the file is gone', { reason: 'gone' });
    return file;
  });
}
