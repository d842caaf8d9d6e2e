import type { Hono } from 'hono';
import QRCode from 'qrcode';
import { openChat, type WebContext } from './context.ts';
import { Problem } from './problem.ts';

/** GET /web/session, /web/desk/state and /web/desk/logins/<account>: what the desk shows besides its messages. */
export function deskRoutes(routes: Hono, web: WebContext): void {
  routes.get('/web/session', async (c) => {
    const { sender } = await openChat(web, web.sessions.read(c), 'me');
    c.header('Cache-Control', 'no-store');
    return c.json({ staff: (await web.staff(sender)) ?? null });
  });
  routes.get('/web/desk/state', async (c) => {
    const { staff } = await openChat(web, web.sessions.read(c), 'desk');
    const logins = (await web.loginQr?.()) ?? [];
    c.header('Cache-Control', 'no-store');
    return c.json({
      staff,
      health: await web.health(),
      logins: logins.map(({ account, qr }) => ({
        account,
        // The code changes every half minute; its fingerprint in the address makes the page fetch the new one.
        url: `/web/desk/logins/${encodeURIComponent(account)}?v=${web.signer.sign('login-qr', qr).slice(0, 12)}`,
      })),
    });
  });
  routes.get('/web/desk/logins/:account', async (c) => {
    await openChat(web, web.sessions.read(c), 'desk');
    const login = (await web.loginQr?.())?.find(({ account }) => account === c.req.param('account'));
    if (!login) throw new Problem(404, 'not_found');
    return c.body(await qrSvg(login.qr), 200, {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'no-store',
    });
  });
}

/** A QR code as an SVG picture, dark on white whatever the page's colours, because cameras want it so. */
export const qrSvg = (text: string): Promise<string> =>
  QRCode.toString(text, {
    type: 'svg',
    errorCorrectionLevel: 'M',
    margin: 2,
    color: { dark: '#0b2b28', light: '#ffffff' },
  });
