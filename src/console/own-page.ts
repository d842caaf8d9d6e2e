/** Which page a request comes from. */
import type { Context } from 'hono';

/** Whether our own page sent it: a cookie comes along with what another site's page sends, too. */
export function isOwnPage(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin') ?? '';
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  return URL.canParse(origin) && new URL(origin).host === host;
}
