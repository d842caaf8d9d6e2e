/** One request to an address of somebody else: no redirects, no long waits, and nowhere inside one's own network. */
import { type LookupAddress, lookup } from 'node:dns';
import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { TryOutcome } from '../../store/api-deliveries.ts';

/** How long an address may take, in milliseconds. */
const PATIENCE_MS = 10_000;
/** As much of the answer as is read, in bytes. */
const MOST_ANSWER = 64 * 1024;

/** What posting needs from outside. */
export interface PostDeps {
  /** Whether this is the number of a machine on the internet; undefined when it is a name. */
  readonly isPublic: (address: string) => boolean | undefined;
  /** Numbers of this machine and of private networks are posted to as well. */
  readonly allowPrivate: boolean;
  /** Finds the numbers of a name. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
  readonly patienceMs?: number;
}

/** Sends one message; what the address answered, or a word for why it answered nothing. Never throws. */
export type Post = (
  url: string,
  message: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
) => Promise<TryOutcome>;

const resolveByDns = (name: string): Promise<readonly LookupAddress[]> =>
  new Promise((resolve, reject) => {
    lookup(name, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });

class PrivateAddress extends Error {
  readonly code = 'PRIVATE_ADDRESS';
}

/** Posts with the numbers checked that are really connected to: a name cannot lead elsewhere in between. */
export function createPost({
  isPublic,
  allowPrivate,
  resolve = resolveByDns,
  patienceMs = PATIENCE_MS,
}: PostDeps): Post {
  const mayReach = (address: string): boolean => allowPrivate || isPublic(address) === true;
  const checked = checkedLookup(resolve, mayReach);
  return (url, message) => {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
    // A number is connected to without being looked up.
    const isNumber = isPublic(host) !== undefined;
    if (isNumber && !mayReach(host)) return Promise.resolve(failed(new PrivateAddress()));
    return send(url, message, checked, AbortSignal.timeout(patienceMs));
  };
}

/** A look-up that finds only what may be reached. */
const checkedLookup =
  (resolve: NonNullable<PostDeps['resolve']>, mayReach: (address: string) => boolean): LookupFunction =>
  (name, options, done) => {
    resolve(name).then(
      (found) => {
        const allowed = found.filter(({ address }) => mayReach(address));
        const [first] = allowed;
        if (!first) return done(new PrivateAddress(), '', 0);
        if (options.all) return done(null, [...allowed]);
        done(null, first.address, first.family);
      },
      (error) => done(error, '', 0),
    );
  };

function send(
  url: string,
  { body, headers }: Parameters<Post>[1],
  checked: LookupFunction,
  signal: AbortSignal,
): Promise<TryOutcome> {
  const bytes = Buffer.from(body);
  return new Promise((finish) => {
    const request = (url.startsWith('https:') ? encrypted : plain)(url, {
      method: 'POST',
      agent: false,
      lookup: checked,
      signal,
      headers: {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': bytes.length,
        'User-Agent': 'Homeward-Webhooks',
      },
    });
    request.on('error', (error) => finish(failed(signal.aborted ? { code: 'TIMEOUT' } : error)));
    request.on('response', (response) => {
      const done = (): void => finish({ status: response.statusCode ?? 0, error: null });
      let read = 0;
      response.on('data', (chunk: Uint8Array) => {
        read += chunk.length;
        if (read > MOST_ANSWER) response.destroy();
      });
      response.on('error', done);
      response.on('close', done);
    });
    request.end(bytes);
  });
}

/** Only the code: messages of the system may hold whole addresses. */
function failed(error: unknown): TryOutcome {
  const code = (error as { code?: unknown }).code;
  return { status: null, error: typeof code === 'string' ? code.slice(0, 60) : 'FAILED' };
}
