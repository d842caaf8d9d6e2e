import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { chatRef } from '../../domain/ids.ts';
import { chatPage } from './chat-page.ts';
import { commandsFor } from './commands.ts';
import { DESK, type WebContext } from './context.ts';
import { deskPage, signInPage } from './desk-page.ts';
import { mark } from './icons.ts';
import { pageLanguage } from './language.ts';
import { answerPage, bootOf, type PageTexts } from './page-layout.ts';

const CHAT_STYLES = ['colours.css', 'base.css', 'bar.css', 'chat.css', 'messages.css', 'composer.css'];

/** The payload of a deep link, as far as it is one. */
const startOf = (c: Context): string | undefined => /^[\w-]{1,64}$/.exec(c.req.query('start') ?? '')?.[0];

/** GET /, /desk, /offline and the web manifest. */
export function pageRoutes(routes: Hono, web: WebContext): void {
  routes.get('/', (c) => answerChat(c, web, pageOf(c, web)));
  routes.get('/desk', (c) => answerDesk(c, web, pageOf(c, web)));
  routes.get('/offline', (c) => {
    const page = pageOf(c, web);
    return answerWaitingPage(c, web, page, { status: 200, text: page.texts.offline_body });
  });
  routes.get('/manifest.webmanifest', (c) => {
    c.header('Vary', 'Accept-Language, Cookie');
    return c.body(JSON.stringify(manifest(pageOf(c, web), web)), 200, {
      'Content-Type': 'application/manifest+json',
      'Cache-Control': 'no-cache',
    });
  });
}

function pageOf(c: Context, web: WebContext): PageTexts {
  const language = pageLanguage(c, web.defaultLocale);
  return { language, texts: web.texts(language.code) };
}

async function answerChat(c: Context, web: WebContext, page: PageTexts): Promise<Response> {
  const sender = web.sessions.open(c);
  const commands = { me: commandsFor(web.menus, { name: 'me', ref: chatRef(sender) }, page.language.code) };
  // The page comes even while the database is away: what is written in it waits in the browser.
  const staff = await web.staff(sender).catch(() => undefined);
  return answerPage(c, web, {
    ...page,
    title: page.texts.chat_title ?? '',
    styles: CHAT_STYLES,
    script: 'chat.js',
    boot: { ...bootOf(page, web), commands, staff: staff !== undefined },
    bodyClass: 'chat-page',
    body: chatPage(page, startOf(c)),
  });
}

/** The desk for staff; everybody else can sign in there. */
async function answerDesk(c: Context, web: WebContext, page: PageTexts): Promise<Response> {
  const sender = web.sessions.open(c);
  const asked = await web.staff(sender).then(
    (staff) => ({ staff }),
    () => undefined,
  );
  if (!asked) return answerWaitingPage(c, web, page, { status: 503, text: page.texts.error_server });
  const { staff } = asked;
  const locale = page.language.code;
  const commands = {
    me: commandsFor(web.menus, { name: 'me', ref: chatRef(sender) }, locale),
    desk: commandsFor(web.menus, { name: 'desk', ref: DESK }, locale),
  };
  return answerPage(c, web, {
    ...page,
    title: page.texts.desk_title ?? '',
    styles: staff
      ? [...CHAT_STYLES, 'desk.css', 'cards.css']
      : ['colours.css', 'base.css', 'bar.css', 'sign-in.css'],
    script: staff ? 'desk.js' : 'sign-in.js',
    boot: { ...bootOf(page, web), commands },
    bodyClass: staff ? 'desk-page' : 'signin-page',
    body: staff ? deskPage(page, staff) : signInPage(page, startOf(c)),
  });
}

/** A page with nothing but a word of calm and a button to try again. */
function answerWaitingPage(
  c: Context,
  web: WebContext,
  page: PageTexts,
  { status, text }: { status: 200 | 503; text: string | undefined },
): Response | Promise<Response> {
  const { texts } = page;
  c.status(status);
  return answerPage(c, web, {
    ...page,
    title: texts.offline_title ?? '',
    styles: ['colours.css', 'base.css'],
    script: 'offline.js',
    bodyClass: 'offline-page',
    body: html`<main class="sheet">${mark}<h1>${texts.offline_title}</h1><p>${text}</p>
      <button type="button" class="primary" id="again">${texts.offline_retry}</button></main>`,
  });
}

const manifest = ({ language, texts }: PageTexts, { assets }: WebContext): Record<string, unknown> => ({
  id: '/',
  name: texts.chat_title,
  short_name: texts.app_name,
  description: texts.greeting_body,
  lang: language.code,
  dir: language.dir,
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#eef4f2',
  theme_color: '#0f5f57',
  icons: [
    { src: assets.url('icon.svg'), sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: assets.url('icon-192.png'), sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: assets.url('icon-512.png'), sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: assets.url('icon-maskable.png'), sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
});
