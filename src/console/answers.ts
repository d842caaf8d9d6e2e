/** What every page of the console is answered with: headers, the frame of a page, and refusals in words. */
import type { Context, MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { UserError } from '../errors.ts';
import { answerDocument } from './frame.ts';
import type { ConsoleDeps } from './index.ts';
import { localeOf } from './language.ts';

/** A piece of a page. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** These pages load their own styles and script and nothing else, post nothing, and nobody frames them. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Adds the security headers, and the policy where an answer has none of its own; what is shown is kept in no cache. */
export function pageHeaders(secure: boolean, policy = POLICY): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
    if (!c.res.headers.has('Content-Security-Policy')) c.res.headers.set('Content-Security-Policy', policy);
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
    if (secure) c.res.headers.set('Strict-Transport-Security', 'max-age=31536000');
  };
}

/** A request that is refused; `key` is the text that says what to do. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly key: string;
  readonly params: Record<string, unknown>;

  constructor(status: ContentfulStatusCode, key: string, params: Record<string, unknown> = {}) {
    super(key);
    this.name = 'Refusal';
    this.status = status;
    this.key = key;
    this.params = params;
  }
}

/** Answers a failed request with a page in the visitor's language; anything but a Refusal is logged as a bug. */
export function refuse(c: Context, deps: ConsoleDeps, error: Error): Response | Promise<Response> {
  const refusal = refusalOf(error);
  if (refusal === DOWN) deps.log.error({ err: error, route: c.req.path }, 'console');
  const locale = localeOf(c, deps, undefined);
  const { t } = deps;
  c.status(refusal.status);
  if (c.req.path.startsWith('/console')) {
    const name = t(locale, 'staff-console:title');
    const page = html`<main class="door"><h1>${name}</h1><p class="problem" role="alert">${t(locale, refusal.key, refusal.params)}</p>
<p><a class="button" href="/console">${t(locale, 'staff-console:to-board')}</a></p></main>`;
    return answerDocument(c, { locale, title: name, body: page });
  }
  const title = t(locale, 'staff-supplies:page.title');
  const body = html`<main class="sheet"><h1>${title}</h1>
    <p>${t(locale, refusal.key)}</p><p><a class="button" href="/desk">${t(locale, 'staff-supplies:page.to-desk')}</a></p></main>`;
  return answerPage(c, locale, title, body);
}

const DOWN = new Refusal(503, 'staff-supplies:page.down');

function refusalOf(error: Error): Refusal {
  if (error instanceof Refusal) return error;
  return error instanceof UserError ? new Refusal(409, error.code, error.params) : DOWN;
}

/** A whole page. */
export function answerPage(
  c: Context,
  locale: string,
  title: string,
  body: Markup,
  /** Style sheets besides the common one. */
  styles: readonly string[] = [],
): Response | Promise<Response> {
  c.header('Content-Language', locale);
  c.header('Vary', 'Accept-Language, Cookie');
  return c.html(html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/desk/pick.css">${styles.map((name) => html`<link rel="stylesheet" href="/desk/${name}">`)}
<script type="module" src="/desk/pick.js"></script>
</head>
<body>
${body}
</body>
</html>`);
}
