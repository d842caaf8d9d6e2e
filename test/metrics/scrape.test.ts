/** What `/metrics`, `/readyz` and `/healthz` answer, on a real store and a listening server. */
import { Registry } from 'prom-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ChannelError, FileNeeded } from '../../src/errors.ts';
import { createWatch, type Watch, type WatchParts } from '../../src/metrics/index.ts';
import { createObserver } from '../../src/metrics/observer.ts';
import { createReadiness } from '../../src/metrics/readiness.ts';
import { createScrape } from '../../src/metrics/scrape.ts';
import { startServer } from '../../src/server.ts';
import type { Gauges } from '../../src/store/gauges.ts';
import { testBot } from '../support/bot.ts';
import { manualClock } from '../support/clock.ts';
import { testStore } from '../support/database.ts';

const NO_PLATFORMS = { channels: [], own: [], web: undefined, telegram: undefined, console: undefined };

async function serve(
  parts: Partial<WatchParts> & Pick<WatchParts, 'db'>,
): Promise<{ url: string; watch: Watch }> {
  const watch = createWatch({
    clock: manualClock(),
    token: undefined,
    pages: () => 3,
    disk: () => ({ free: 7e9, total: 9e9 }),
    ofProcess: false,
    ...parts,
  });
  const server = await startServer(NO_PLATFORMS as never, '127.0.0.1', 0, watch.routes);
  onTestFinished(() => server.close());
  return { url: `http://127.0.0.1:${server.port}`, watch };
}

/** The samples of a page of figures, without comments. */
const samples = (page: string): string[] => page.split('\n').filter((line) => line && !line.startsWith('#'));

const NOTHING: Gauges = {
  inbox: [],
  outbox: [],
  tickets: [],
  missed: { answers: 0, solutions: 0 },
  accounts: [],
  alarms: [],
};

describe('figures', () => {
  test('of what waits and how tickets stand, without anybody’s words, names or ids', async () => {
    const bot = await testBot();
    const { db } = bot.store;
    const { url } = await serve({ db, clock: bot.clock });
    const ana = bot.person('telegram', { name: 'Ana Secret', locale: 'en' });
    await ana.says('My father has chest pain and cannot breathe, room 1203');
    bot.clock.advance({ hours: 3 });
    const at = (seconds: number) => new Date(bot.clock.now().subtract({ seconds }).epochMilliseconds);
    const row = { account: 'telegram', chat: ana.id, kind: 'message', body: {}, createdAt: at(90) };
    const due = { ...row, notBefore: at(60), lane: 2 };
    const tried = { ...row, notBefore: at(-300), lane: 1, attempts: 2 };
    const later = { ...row, notBefore: at(-300), lane: 1 };
    await db.outgoing.createMany({
      data: [due, tried, later].map((one, index) => ({ ...one, dedupeKey: `metrics ${index}` })),
    });
    const page = await (await fetch(`${url}/metrics`)).text();
    expect(samples(page)).toEqual(
      expect.arrayContaining([
        'homeward_database_up 1',
        'homeward_pages_open 3',
        'homeward_disk_free_bytes 7000000000',
        'homeward_outbox_waiting{account="telegram",lane="bulk"} 1',
        'homeward_outbox_oldest_seconds{account="telegram",lane="bulk"} 60',
        'homeward_outbox_waiting{account="telegram",lane="interactive"} 1',
        'homeward_outbox_oldest_seconds{account="telegram",lane="interactive"} 90',
        'homeward_tickets_open{need="medical",urgency="emergency"} 1',
        'homeward_tickets_overdue{need="medical",urgency="emergency"} 1',
        'homeward_emergencies_unclaimed 1',
        'homeward_deadlines_missed_last_day{deadline="answer"} 0',
      ]),
    );
    expect(page).not.toMatch(new RegExp(`Ana|Secret|1203|chest|${ana.id}`));
    const late = { responseKept: false, answeredAt: at(10), resolutionKept: false, resolvedAt: at(100_000) };
    await db.ticket.updateMany({ data: late });
    await db.outgoing.deleteMany();
    expect(samples(await (await fetch(`${url}/metrics`)).text())).toContain(
      'homeward_deadlines_missed_last_day{deadline="answer"} 0',
    );
    const fresh = await serve({ db, clock: bot.clock });
    const anew = samples(await (await fetch(`${fresh.url}/metrics`)).text());
    expect(anew).toContain('homeward_deadlines_missed_last_day{deadline="answer"} 1');
    expect(anew).toContain('homeward_deadlines_missed_last_day{deadline="solution"} 0');
    expect(anew.filter((line) => line.startsWith('homeward_outbox'))).toEqual([]);
  });

  test('a database that hangs is asked once, and its figures are left out', async () => {
    const registry = new Registry();
    const gone = Promise.withResolvers<Gauges>();
    let asked = 0;
    const read = () => {
      asked += 1;
      return gone.promise;
    };
    const scrape = createScrape(registry, { read, pages: () => 0, disk: () => undefined }, TIMES);
    await scrape();
    await scrape();
    expect(asked).toBe(1);
    const names = samples(await registry.metrics()).map((line) => line.split(/[ {]/)[0]);
    expect(names).toEqual(expect.arrayContaining(['homeward_database_up', 'homeward_pages_open']));
    expect(names).not.toContain('homeward_emergencies_unclaimed');
    expect(names).not.toContain('homeward_disk_free_bytes');
    expect(await registry.metrics()).toContain('homeward_database_up 0');
    gone.resolve(NOTHING);
    await gone.promise;
    await scrape();
    expect(await registry.metrics()).toContain('homeward_database_up 1');
    expect(await registry.metrics()).toContain('homeward_emergencies_unclaimed 0');
    await scrape();
    expect(asked).toBe(1);
  });
});

const TIMES = { freshMs: 60_000, timeoutMs: 20 };

describe('counting', () => {
  test('what came in, how it was handled and what became of what was sent', async () => {
    const registry = new Registry();
    const observer = createObserver(registry);
    const now = Temporal.Instant.from('2026-11-21T18:00:00Z');
    observer.received('telegram', 3);
    await observer.handle(now.subtract({ seconds: 2 }), now, async () => {});
    const failing = (error: Error) => observer.handle(now, now, () => Promise.reject(error));
    await expect(failing(new Error('bug'))).rejects.toThrow('bug');
    await expect(failing(new FileNeeded({} as never))).rejects.toThrow('fetched');
    const row = (lane: number) => ({ account: 'telegram', lane, createdAt: now.subtract({ seconds: 4 }) });
    const busy = new ChannelError('retry', '429', { isThrottled: true });
    const blocked = new ChannelError('permanent', '403', { reason: 'blocked' });
    observer.delivered(
      [
        { result: { state: 'sent' }, row: row(1) },
        { result: { state: 'pending' }, row: row(2), failure: busy },
        { result: { state: 'pending' }, row: row(2), failure: busy },
        { result: { state: 'failed' }, row: row(1), failure: blocked },
      ],
      now,
    );
    expect(samples(await registry.metrics())).toEqual(
      expect.arrayContaining([
        'homeward_inbound_total{account="telegram"} 3',
        'homeward_inbound_wait_seconds_bucket{le="2.5"} 3',
        'homeward_inbound_wait_seconds_sum 2',
        'homeward_handling_seconds_count 3',
        'homeward_handling_failures_total 1',
        'homeward_sends_total{account="telegram",lane="interactive",outcome="sent"} 1',
        'homeward_sends_total{account="telegram",lane="interactive",outcome="failed"} 1',
        'homeward_delivery_lag_seconds_sum{lane="interactive"} 4',
        'homeward_platform_errors_total{account="telegram",kind="retry"} 1',
        'homeward_platform_errors_total{account="telegram",kind="permanent"} 1',
        'homeward_platform_throttled_total{account="telegram"} 1',
      ]),
    );
  });

  test('the bot tells its observer of everything', async () => {
    const registry = new Registry();
    const bot = await testBot({ observer: createObserver(registry) });
    await bot.person('telegram', { locale: 'en' }).says('/help');
    expect(samples(await registry.metrics())).toEqual(
      expect.arrayContaining([
        'homeward_inbound_total{account="telegram"} 1',
        'homeward_handling_seconds_count 1',
        'homeward_sends_total{account="telegram",lane="interactive",outcome="sent"} 1',
      ]),
    );
  });
});

describe('readiness', () => {
  test('this process lives, and is ready once its roles are at work and while the database is its own', async () => {
    const { db } = await testStore();
    const { url, watch } = await serve({ db });
    const ready = async () => {
      const response = await fetch(`${url}/readyz`);
      return [response.status, await response.json()] as const;
    };
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const fine = { database: 'ok', migrations: 'ok' };
    expect(await ready()).toEqual([503, { status: 'not ready', ...fine, roles: 'starting' }]);
    watch.setStarted(true);
    expect(await ready()).toEqual([200, { status: 'ready', ...fine, roles: 'started' }]);
    await db.$executeRaw`update _prisma_migrations set rolled_back_at = now()
      where migration_name = (select max(migration_name) from _prisma_migrations)`;
    onTestFinished(
      async () => void (await db.$executeRaw`update _prisma_migrations set rolled_back_at = null`),
    );
    expect(await ready()).toMatchObject([503, { status: 'not ready', migrations: 'missing' }]);
  });

  test('a database that does not answer in time, or refuses, is named', async () => {
    const never = createReadiness(
      { missingMigrations: () => new Promise(() => {}), isStarted: () => true },
      10,
    );
    const away = { status: 'not ready', database: 'no answer', migrations: 'unknown', roles: 'started' };
    expect(await never()).toEqual(away);
    const refuses = createReadiness({
      missingMigrations: () => Promise.reject(new Error('password wrong for postgresql://secret')),
      isStarted: () => true,
    });
    expect(await refuses()).toEqual(away);
  });
});
