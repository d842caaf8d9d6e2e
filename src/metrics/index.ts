/** What whoever runs the program watches it by: `/healthz`, `/readyz` and `/metrics`, the same in every process. */
import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { DiskSpace } from '../domain/alarm.ts';
import type { Db } from '../store/db.ts';
import { readGauges } from '../store/gauges.ts';
import { listMissingMigrations } from '../store/readiness.ts';
import { mayRead } from './access.ts';
import { createObserver, type Observer } from './observer.ts';
import { createReadiness } from './readiness.ts';
import { createScrape } from './scrape.ts';

export type { Observer } from './observer.ts';

/** What watching needs. */
export interface WatchParts {
  readonly db: Db;
  readonly clock: Clock;
  /** Whoever brings it may read the figures; without one only this machine itself. */
  readonly token: string | undefined;
  readonly pages: () => number;
  readonly disk: () => DiskSpace | undefined;
  /** Whether figures of the process itself are kept (memory, event loop, garbage collection); they never stop. */
  readonly ofProcess: boolean;
}

/** The routes, and what tells them how things are. */
export interface Watch {
  readonly routes: Hono;
  readonly observer: Observer;
  /** Whether the roles of this process are at work. */
  setStarted(isStarted: boolean): void;
}

/** The routes are not ready before `setStarted`. */
export function createWatch({ db, clock, token, pages, disk, ofProcess }: WatchParts): Watch {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const scrape = createScrape(registry, { read: () => readGauges(db, clock.now()), pages, disk });
  let isStarted = false;
  const ready = createReadiness({
    missingMigrations: () => listMissingMigrations(db),
    isStarted: () => isStarted,
  });
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'alive' }, 200, NOT_KEPT));
  routes.get('/readyz', async (c) => {
    const state = await ready();
    return c.json(state, state.status === 'ready' ? 200 : 503, NOT_KEPT);
  });
  routes.get('/metrics', async (c) => {
    const { address } = getConnInfo(c).remote;
    const { httpVersion: version } = (c.env as HttpBindings).incoming;
    if (!mayRead(token, { address, version, header: (name) => c.req.header(name) }))
      return c.text(REFUSED, 403, NOT_KEPT);
    await scrape();
    return c.body(await registry.metrics(), 200, { ...NOT_KEPT, 'content-type': registry.contentType });
  });
  return {
    routes,
    observer: createObserver(registry),
    setStarted(value) {
      isStarted = value;
    },
  };
}

const NOT_KEPT = { 'cache-control': 'no-store' };
const REFUSED =
  'Send "Authorization: Bearer" with METRICS_TOKEN; without that variable only this machine itself may ask.\n';
