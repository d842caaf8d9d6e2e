/** Who may read the figures. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** What is known of a request. */
export interface Caller {
  /** Address at the other end of the connection. */
  readonly address: string | undefined;
  /** Of HTTP, such as `1.1`. */
  readonly version?: string | undefined;
  header(name: string): string | undefined;
}

/** Headers of a proxy: whoever really asks is behind it. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/**
 * With a token whoever brings it; without one only this machine itself. A reverse proxy is on this machine too, so
 * neither what a proxy forwards nor what was asked for under another name than this machine's own counts as that.
 */
export function mayRead(token: string | undefined, caller: Caller): boolean {
  if (token) return sameSecret(caller.header('authorization') ?? '', `Bearer ${token}`);
  if (FORWARDED.some((name) => caller.header(name) !== undefined)) return false;
  // How nginx asks unless it is told otherwise: under this machine's own name, and without a word of whom it asks for.
  if (caller.version === '1.0') return false;
  return isLoopback(caller.address) && isLoopback(hostOf(caller.header('host')));
}

/** `::ffff:127.0.0.1` is how an IPv4 connection looks on an IPv6 socket. */
function isLoopback(name: string | undefined): boolean {
  return name === 'localhost' || name === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(name ?? '');
}

const hostOf = (header = ''): string => header.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');

/** Compares in a time that tells nothing about where the two differ. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
