import type { Context, MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/** Only our own files run, and nothing of another site is loaded or may frame us. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(self), geolocation=(self), payment=(), usb=()',
} as const;

/** Adds the security headers of every answer; one that set its own keeps it. */
export function securityHeaders(secure: boolean): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    if (secure) c.res.headers.set('Strict-Transport-Security', 'max-age=31536000');
  };
}

/** Refuses a post that does not come from our own page, whatever cookie it carries. */
export function sameOrigin(publicUrl: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !fromOwnPage(c, publicUrl)) {
      throw new Problem(403, 'origin');
    }
    await next();
  };
}

function fromOwnPage(c: Context, publicUrl: string | undefined): boolean {
  // Browsers set Sec-Fetch-Site themselves and no page can forge it, so it decides where it is sent.
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  if (origin === undefined || !URL.canParse(origin)) return false;
  const allowed = [new URL(c.req.url).host, ...(publicUrl ? [new URL(publicUrl).host] : [])];
  return allowed.includes(new URL(origin).host);
}
