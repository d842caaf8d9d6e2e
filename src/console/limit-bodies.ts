/** How much a browser may send: what is longer is refused before it is in memory, whoever sends it. */
import type { Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LARGEST } from './acting.ts';
import { Refusal } from './answers.ts';

/** Bytes of a code and a name: whoever signs in is nobody yet. */
const MOST_TO_SIGN_IN = 16_384;
/** Bytes of a form's words beside its file. */
const MOST_WORDS = 1024 * 1024;

/** Adds the limits; to be called before the pages are added. */
export function limitBodies(routes: Hono): void {
  routes.use('/console/in/*', atMost(MOST_TO_SIGN_IN));
  routes.use('/console/*', atMost(LARGEST + MOST_WORDS));
}

const atMost = (maxSize: number): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError() {
      throw new Refusal(413, 'staff-console:too-large');
    },
  });
