/** (m) open live pages: how soon everybody sees a change of the queue, what that costs, and what is left when they close. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreKind } from './child.ts';
import { quantile } from './figures.ts';
import type { LiveFigures, LiveOrder } from './live-worker.ts';
import { createDatabase } from './postgres.ts';

/** Milliseconds from a committed change to the page; CPU as a share of one core; memory in bytes. */
export interface LiveTimes {
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly cpuQuiet: number;
  readonly cpuBusy: number;
  readonly rssBefore: number;
  readonly rssOpen: number;
  readonly rssClosed: number;
  readonly rssAfterFive: number;
}

interface Page {
  /** When the ticket with this number had left it. */
  readonly seen: Map<number, number>;
  close(): void;
}

/** Connections that are no pages, at most: those to the database. */
const OTHER_CONNECTIONS = 32;

/** Opens so many pages of one process, changes the queue `changes` times, and closes them; then four times more. */
export async function measureLive(kind: StoreKind, pages: number, changes: number): Promise<LiveTimes> {
  const server = await startServer(kind);
  const tokens = (await server.ask({ do: 'sign-in', sessions: pages })).tokens ?? [];
  const rssBefore = (await server.ask({ do: 'collect' })).rss;
  let open = await openAll(server.port, tokens);
  const rssOpen = (await server.ask({ do: 'collect' })).rss;
  const cpuQuiet = await cpuShare(server, () => new Promise((resolve) => setTimeout(resolve, 5000)));
  const waits: number[] = [];
  const cpuBusy = await cpuShare(server, async () => {
    for (let change = 0; change < changes; change += 1) {
      const { number = 0, at = 0 } = await server.ask({ do: 'change' });
      waits.push(...(await seenByAll(open, number)).map((time) => time - at));
      // Changes come when they come, also while pages rest.
      await new Promise((resolve) => setTimeout(resolve, ((change * 7) % 10) * 200));
    }
  });
  await closeAll(server, open);
  const rssClosed = (await server.ask({ do: 'collect' })).rss;
  for (let round = 0; round < 4; round += 1) {
    open = await openAll(server.port, tokens);
    await closeAll(server, open);
  }
  const rssAfterFive = (await server.ask({ do: 'collect' })).rss;
  await server.stop();
  const [p50, p99] = [quantile(waits, 0.5), quantile(waits, 0.99)];
  return {
    p50,
    p99,
    longest: Math.max(...waits),
    cpuQuiet,
    cpuBusy,
    rssBefore,
    rssOpen,
    rssClosed,
    rssAfterFive,
  };
}

interface Server {
  readonly port: number;
  ask(order: LiveOrder): Promise<LiveFigures>;
  stop(): Promise<void>;
}

async function startServer(kind: StoreKind): Promise<Server> {
  const dir = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
  const url = kind === 'postgres' ? await createDatabase() : '';
  const child = fork(new URL('./live-worker.ts', import.meta.url), [], {
    env: { ...process.env, DATA_DIR: dir, DATABASE_URL: url },
    execArgv: ['--expose-gc', '--no-warnings'],
  });
  const ended = once(child, 'exit');
  const [{ port }] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('the measured program ended at its start'))),
  ])) as [{ port: number }];
  return {
    port,
    async ask(order) {
      child.send(order);
      const [answer] = await once(child, 'message');
      return answer as LiveFigures;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function openAll(port: number, tokens: readonly string[]): Promise<Page[]> {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const open: Page[] = [];
  // As many at a time as a morning brings.
  for (let at = 0; at < tokens.length; at += 50)
    open.push(...(await Promise.all(tokens.slice(at, at + 50).map((token) => openPage(port, token, agent)))));
  return open;
}

/** A page whose first part has come. */
async function openPage(port: number, token: string, agent: Agent): Promise<Page> {
  const headers = { cookie: `homeward-console=${token}` };
  const asked = request({ port, host: '127.0.0.1', path: '/console/board/live', headers, agent }).end();
  asked.on('error', () => undefined);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`a live page answered ${answer.statusCode}`);
  const seen = new Map<number, number>();
  answer.on('error', () => undefined);
  let part = '';
  let shown = new Set<number>();
  const first = Promise.withResolvers<void>();
  answer.setEncoding('utf8').on('data', (text: string) => {
    part += text;
    if (!part.endsWith('\n\n')) return;
    // Who claims a ticket answers it: it is due later then, and leaves the first page.
    const now = new Set([...part.matchAll(/id="t(\d+)"/g)].map(([, number]) => Number(number)));
    if (now.size > 0) {
      for (const number of shown.difference(now)) seen.set(number, Date.now());
      shown = now;
    }
    part = '';
    first.resolve();
  });
  await first.promise;
  return { seen, close: () => asked.destroy() };
}

/** When each page saw the ticket. */
async function seenByAll(open: readonly Page[], number: number): Promise<number[]> {
  const until = Date.now() + 60_000;
  for (;;) {
    const times = open.map(({ seen }) => seen.get(number));
    const known = times.filter((time) => time !== undefined);
    if (known.length === open.length) return known;
    if (Date.now() > until) throw new Error(`${open.length - known.length} pages did not see a change`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function closeAll(server: Server, open: readonly Page[]): Promise<void> {
  for (const page of open) page.close();
  const until = Date.now() + 60_000;
  while ((await server.ask({ do: 'figures' })).connections > OTHER_CONNECTIONS) {
    if (Date.now() > until) throw new Error('connections stay open');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function cpuShare(server: Server, act: () => Promise<unknown>): Promise<number> {
  const before = (await server.ask({ do: 'figures' })).cpuMs;
  const start = performance.now();
  await act();
  const after = (await server.ask({ do: 'figures' })).cpuMs;
  return (after - before) / (performance.now() - start);
}
