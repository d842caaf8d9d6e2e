/** The codes that a phone scans to log an account in (WeChat), beneath how the accounts fare; the page fetches new ones. */
import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import QRCode from 'qrcode';
import { type Markup, Refusal } from './answers.ts';
import { gate, type Reader } from './gate.ts';
import type { ConsoleDeps } from './index.ts';
import { sayer } from './say.ts';

const LOGINS = '/console/logins';
const READ = 'health.read';

/** GET /console/logins, the part of the page, and GET /console/logins/<account>, one code. */
export function loginPages(routes: Hono, deps: ConsoleDeps): void {
  routes.get(LOGINS, async (c) => c.html(await drawLogins(deps, await gate(c, deps, READ))));
  routes.get(`${LOGINS}/:account`, async (c) => {
    await gate(c, deps, READ);
    const code = codes(deps).get(c.req.param('account'));
    if (!code) throw new Refusal(404, 'staff-console:login.none');
    // Dark on white whatever the page's colours, because cameras want it so.
    const picture = await QRCode.toString(code, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
    return c.body(picture, 200, { 'Content-Type': 'image/svg+xml' });
  });
}

/** One picture for each account that waits to be logged in; asked for anew every ten seconds. */
export async function drawLogins(deps: ConsoleDeps, { locale }: Pick<Reader, 'locale'>): Promise<Markup> {
  const say = sayer(deps, locale);
  const pictures = [...codes(deps)].map(([account, code]) => {
    const text = say('login.scan', { account });
    // A code holds for half a minute: another one is another address.
    const version = createHash('sha256').update(code).digest('hex').slice(0, 12);
    const address = `${LOGINS}/${encodeURIComponent(account)}?v=${version}`;
    return html`<figure><img src="${address}" alt="${text}" width="240" height="240"><figcaption>${text}</figcaption></figure>`;
  });
  return html`<div hx-get="${LOGINS}" hx-trigger="every 10s" hx-swap="outerHTML">${pictures}</div>`;
}

/** By account. */
const codes = (deps: ConsoleDeps): ReadonlyMap<string, string> =>
  new Map(
    [...deps.app().health()].flatMap(([account, { state, qr }]) =>
      state === 'login' && qr ? [[account, qr] as const] : [],
    ),
  );
