/** The REST API under /api/v1, and the pages that describe it. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from '../clock.ts';
import type { Direct } from '../conversation/direct.ts';
import type { Translate } from '../domain/locale.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/db.ts';
import { docRoutes } from './docs.ts';
import { exportRoutes } from './exports.ts';
import { figureRoutes } from './figures.ts';
import { type ApiEnv, createGate } from './gate.ts';
import { hookRoutes } from './hooks.ts';
import { peopleRoutes } from './people.ts';
import { placeRoutes } from './places.ts';
import { answerProblem, Refusal, refuse } from './problem.ts';
import type { ACCOUNT_STATES } from './schemas.ts';
import { ticketActRoutes } from './ticket-acts.ts';
import { ticketRoutes } from './tickets.ts';
import { OpenAPIHono } from './zod.ts';

/** What the API needs from outside. */
export interface ApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly t: Translate;
  /** The app, which is put together after the routes. */
  readonly app: () => Pick<Direct, 'act'>;
  /** How each account fares. */
  readonly health: () => ReadonlyMap<string, { readonly state: (typeof ACCOUNT_STATES)[number] }>;
  /** Time zone of what belongs to no site. */
  readonly zone: string;
  /** Whether people come by https. */
  readonly secure: boolean;
  /** Requests of one token in every minute, for tests. */
  readonly perMinute?: number;
}

/** The largest body, in bytes. */
const LARGEST = 64 * 1024;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** The routes; nothing of them sets a cookie, and no other site's page may read them. */
export function createApi(deps: ApiDeps): Hono {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (result.success) return;
      const errors = result.error.issues.map(({ path, message }) => ({
        in: result.target,
        path: path.join('.'),
        message,
      }));
      throw new Refusal('invalid-request', { errors });
    },
  });
  api.onError((error, c) => refuse(c, deps, error));
  api.use('/api/*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
    if (deps.secure) c.res.headers.set('Strict-Transport-Security', 'max-age=31536000');
  });
  const tooLarge = (): never => {
    throw new Refusal('too-large');
  };
  api.use('/api/*', bodyLimit({ maxSize: LARGEST, onError: tooLarge }));
  const parts = { api, deps, gate: createGate(deps) };
  ticketRoutes(parts);
  ticketActRoutes(parts);
  peopleRoutes(parts);
  placeRoutes(parts);
  figureRoutes(parts);
  exportRoutes(parts);
  hookRoutes(parts);
  docRoutes(parts);
  refuseOthers(api);
  // The type of a plain Hono, so that nobody outside needs to know of the gate's variables.
  return new Hono().route('/', api);
}

/** Other methods of known addresses, and other addresses. */
function refuseOthers(api: OpenAPIHono<ApiEnv>): void {
  const own = api.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'));
  for (const [path, routes] of Map.groupBy(own, (route) => route.path)) {
    const allowed = [...new Set(routes.map(({ method }) => method))].join(', ');
    api.all(path, (c) => answerProblem(c, new Refusal('method-not-allowed', {}, { Allow: allowed })));
  }
  api.all('/api/*', (c) => answerProblem(c, new Refusal('not-found')));
}
