import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type SenderRef, senderRef } from '../../domain/ids.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Signs what the browser keeps for us, and tells our signature from any other. */
export interface Signer {
  sign(purpose: string, value: string): string;
  verify(purpose: string, value: string, signature: string): boolean;
}

/** A signer by HMAC-SHA256; the purpose keeps a signature made for one use from serving another. */
export function createSigner(key: Uint8Array | string): Signer {
  const digest = (purpose: string, value: string): Buffer =>
    createHmac('sha256', key).update(`homeward:${purpose}:${value}`).digest();
  return {
    sign: (purpose, value) => digest(purpose, value).toString('base64url'),
    verify(purpose, value, signature) {
      const given = Buffer.from(signature, 'base64url');
      const wanted = digest(purpose, value);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}

/** Who a browser is: a random name in a signed cookie, nothing more. */
export interface Sessions {
  /** The sender of a request that carries our cookie. */
  read(c: Context): SenderRef | undefined;
  /** The sender, made up for a first visit; sets the cookie in either case so that it lasts a year from today. */
  open(c: Context): SenderRef;
}

/** Sessions signed by `signer`; `secure` when people come by https. */
export function createSessions(signer: Signer, secure: boolean): Sessions {
  const name = secure ? '__Host-homeward' : 'homeward';
  const read = (c: Context): SenderRef | undefined => {
    const match = /^([\w-]{22})\.([\w-]{43})$/.exec(getCookie(c, name) ?? '');
    if (!match?.[1] || !match[2] || !signer.verify('session', match[1], match[2])) return undefined;
    return senderRef(match[1]);
  };
  return {
    read,
    open(c) {
      const id = read(c) ?? senderRef(randomBytes(16).toString('base64url'));
      setCookie(c, name, `${id}.${signer.sign('session', id)}`, {
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        secure,
        maxAge: YEAR_SECONDS,
      });
      return id;
    },
  };
}
