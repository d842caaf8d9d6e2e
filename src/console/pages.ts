/** Mounts the console: its pages, its files, and the rules that hold for all of them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Context, Hono } from 'hono';
import { doAct } from './acting.ts';
import { sendAnsweredFile } from './answer-file.ts';
import { ANSWER_FILES } from './answer-panel.ts';
import { pageHeaders } from './answers.ts';
import { boardPages } from './board/index.ts';
import { declarationFile } from './declaration-file.ts';
import { exportPages } from './exports/index.ts';
import { figuresPages } from './figures/index.ts';
import { SignInNeeded } from './gate.ts';
import type { ConsoleDeps } from './index.ts';
import { limitBodies } from './limit-bodies.ts';
import { loginPages } from './logins.ts';
import { mePages } from './me/index.ts';
import { panelSectionPages } from './panel-sections/index.ts';
import { peoplePages } from './people/index.ts';
import { reportPages } from './reports/index.ts';
import { signInPages } from './sign-in.ts';
import { ticketPages } from './tickets/index.ts';

const require = createRequire(import.meta.url);
const own = (name: string): URL => new URL(`./public/${name}`, import.meta.url);

const FILES: Readonly<Record<string, { readonly type: string; readonly bytes: Buffer }>> = {
  'console.css': { type: 'text/css; charset=utf-8', bytes: readFileSync(own('console.css')) },
  'console.js': { type: 'text/javascript; charset=utf-8', bytes: readFileSync(own('console.js')) },
  'htmx.js': {
    type: 'text/javascript; charset=utf-8',
    bytes: readFileSync(require.resolve('htmx.org/dist/htmx.min.js')),
  },
  'sse.js': {
    type: 'text/javascript; charset=utf-8',
    bytes: readFileSync(require.resolve('htmx-ext-sse/dist/sse.min.js')),
  },
};

/** Adds pages to the routes. */
type AddPages = (routes: Hono, deps: ConsoleDeps) => void;

/** The pages of every section. */
const PAGES: readonly AddPages[] = [
  boardPages,
  ticketPages,
  peoplePages,
  panelSectionPages,
  loginPages,
  declarationFile,
  exportPages,
  figuresPages,
  reportPages,
  mePages,
];

/** Scripts and styles of our own, forms to ourselves, live pages from ourselves; nothing inline, nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds everything under /console to the routes. */
export function consolePages(routes: Hono, deps: ConsoleDeps): void {
  const headers = pageHeaders(deps.secure, POLICY);
  // Once for each request: `/console/*` is `/console` as well.
  routes.use('/console/*', headers);
  limitBodies(routes);
  routes.get('/console/file/:name', (c) => sendFile(c));
  signInPages(routes, deps);
  routes.post('/console/act', (c) => doAct(c, deps));
  routes.get(`${ANSWER_FILES}/:place`, (c) => sendAnsweredFile(c, deps));
  for (const addPages of PAGES) addPages(routes, deps);
}

/** Leads whoever is not signed in to the way in, and back to the page they wanted. */
export function leadIn(c: Context, error: Error): Response | undefined {
  if (!(error instanceof SignInNeeded)) return undefined;
  if (c.req.method !== 'GET') return c.redirect('/console/in', 303);
  const wanted = c.req.path + new URL(c.req.url).search;
  return c.redirect(`/console/in?to=${encodeURIComponent(wanted)}`, 303);
}

function sendFile(c: Context): Response | Promise<Response> {
  const file = FILES[c.req.param('name') ?? ''];
  if (!file) return c.notFound();
  return c.body(new Uint8Array(file.bytes), 200, {
    'Content-Type': file.type,
    'Cache-Control': 'no-cache',
  });
}
