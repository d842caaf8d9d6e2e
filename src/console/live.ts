/** Parts of pages that bring themselves up to date: sent when they change, at most once a second. */
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { findSession } from '../store/console-sessions.ts';
import { Refusal } from './answers.ts';
import { readToken } from './cookie.ts';
import type { Reader } from './gate.ts';
import type { ConsoleDeps } from './index.ts';

/** The shortest time between two looks at one part, in milliseconds. */
const REST_MS = 1000;
/** How often a page that nothing happens on is looked at all the same, in milliseconds: times on it grow old. */
const LOOK_MS = 20_000;

/** One part of one page. */
export interface LivePart {
  /** Readers with the same key see the same. */
  readonly key: string;
  draw(): Promise<string>;
}

interface Drawn {
  readonly at: number;
  readonly change: number;
  readonly text: Promise<string>;
}

/** The address of a live part in the language of the page around it. */
export const liveAddress = (path: string, { locale }: Pick<Reader, 'locale'>): string =>
  `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ lang: locale })}`;

/** Parts that are drawn once for everybody who looks at the same. */
export interface LiveParts {
  /** Answers with the part now, and again whenever it differs, until the page is closed or its reader signed out or got another role. */
  stream(c: Context, reader: Reader, part: LivePart): Response;
}

/** The live parts of this process. */
export function createLiveParts(deps: ConsoleDeps): LiveParts {
  const drawn = new Map<string, Drawn>();
  const waiting = new Set<() => void>();
  let change = 0;
  let isWatching = false;

  /** From the first open page on; a change wakes all of them. */
  function watch(): void {
    if (isWatching) return;
    isWatching = true;
    deps.app().onChange(() => {
      change += 1;
      for (const wake of [...waiting]) wake();
    });
  }

  /** As it is drawn for somebody else who looks at the same change, within the same look. */
  function draw({ key, draw: make }: LivePart): Promise<string> {
    const known = drawn.get(key);
    const at = performance.now();
    if (known && known.change === change && at - known.at < LOOK_MS / 2) return known.text;
    const text = make();
    drawn.set(key, { at, change, text });
    text.catch(() => drawn.delete(key));
    if (drawn.size > 500) for (const [old] of [...drawn].slice(0, 250)) drawn.delete(old);
    return text;
  }

  return {
    stream(c, reader, part) {
      watch();
      const token = readToken(c, deps.secure) ?? '';
      // The part is drawn for the role the page was opened with.
      const isSame = async (): Promise<boolean> =>
        (await findSession(deps.db, token, deps.clock.now()))?.staff.role === reader.staff.role;
      const follow = async (stream: SSEStreamingApi): Promise<void> => {
        // Listened to once for all: a stream keeps its listeners as long as it is open, which may be a day.
        const closed = new AbortController();
        stream.onAbort(() => closed.abort());
        let last: string | undefined;
        while (!stream.aborted && (await isSame())) {
          const seen = change;
          const text = await draw(part);
          if (text !== last) await stream.writeSSE({ event: 'part', data: text });
          else await stream.write(': still here\n\n');
          last = text;
          await stream.sleep(REST_MS);
          if (change === seen) await nextChange(waiting, LOOK_MS, closed.signal);
        }
      };
      return streamSSE(c, (stream) =>
        follow(stream).catch((error: unknown) => {
          // What they may not see any more ends the page; whatever else ends it is a defect.
          if (!(error instanceof Refusal)) deps.log.error({ err: error, route: c.req.path }, 'console');
        }),
      );
    },
  };
}

/** Resolves at the next change, at the latest after `ms`, and as soon as the page is closed. */
function nextChange(waiting: Set<() => void>, ms: number, closed: AbortSignal): Promise<void> {
  if (closed.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      waiting.delete(wake);
      closed.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    timer.unref();
    waiting.add(wake);
    closed.addEventListener('abort', wake);
  });
}
