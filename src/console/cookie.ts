/** What a signed-in browser keeps: one random word, which no script can read. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const WEEK_SECONDS = 7 * 24 * 60 * 60;

const nameOf = (secure: boolean): string => (secure ? '__Host-homeward-console' : 'homeward-console');

/** The word of a request; undefined without one. */
export function readToken(c: Context, secure: boolean): string | undefined {
  const token = getCookie(c, nameOf(secure));
  return token && /^[\w-]{43}$/.test(token) ? token : undefined;
}

/** Gives the browser its word. */
export function giveToken(c: Context, secure: boolean, token: string): void {
  setCookie(c, nameOf(secure), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    maxAge: WEEK_SECONDS,
  });
}

/** Takes it back. */
export function dropToken(c: Context, secure: boolean): void {
  deleteCookie(c, nameOf(secure), { path: '/', secure });
}

/** What every form of this session carries, and no page of another site can know. */
export const formToken = (token: string): string =>
  createHash('sha256').update(`homeward:form:${token}`).digest('base64url');
