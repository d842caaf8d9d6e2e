import { describe, expect, onTestFinished, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { ChannelHost } from '../../src/channels/channel.ts';
import { createFeatures } from '../../src/features.ts';
import { createTranslate } from '../../src/i18n.ts';
import { silentLog } from '../../src/log.ts';
import { plainTriage } from '../features/plain-triage.ts';
import { manualClock } from '../support/clock.ts';
import { onPostgres, testStore } from '../support/database.ts';
import { fakeChannel } from '../support/fake-channel.ts';
import { browserAt, type Machine, machines } from '../support/machines.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help';
const LONG = 20_000;
const ONLINE = { state: 'online' } as const;

/** Ends the connections on which the machines hear of each other; they find out by themselves. */
const DEAFEN = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and (query like 'LISTEN%' or query = 'SELECT 1')`;

describe.runIf(onPostgres)('machines with a role each', () => {
  test('a message travels through all of them, any console serves, and whoever leaves is followed at once', {
    timeout: 90_000,
  }, async () => {
    const site = await machines();
    const [gateway, worker, first, second] = await Promise.all([
      site.start('gateway'),
      site.start('worker'),
      site.start('console'),
      site.start('console'),
    ]);
    const { db } = worker.store;

    // What only the gateway is told by the platform, all of them know.
    for (const { app } of [gateway, worker, first, second])
      await expect.poll(() => app.health().get('telegram')?.state, { timeout: LONG }).toBe('online');

    const visitor = await browserAt(first);
    await visitor.say('/start');
    await visitor.waitFor('https://t.me/homeward_bot?start=', 'me', LONG);

    // The administrator signs in at one console and looks at the desk on both.
    const admin = await browserAt(second);
    await admin.say('/setup first-admin');
    await expect.poll(() => admin.staff(), { timeout: LONG }).toMatchObject({ role: 'admin' });
    const { cookie } = admin;
    const there = await browserAt(first, { cookie, desk: true });
    const here = await browserAt(second, { cookie, desk: true });

    const mei = site.telegram.user({ first_name: 'Mei', language_code: 'en' });
    await mei.say(MILK);
    await mei.waitFor(/#1\b/, { timeoutMs: LONG });
    for (const desk of [there, here]) await desk.waitFor(/#1\b/, 'desk', LONG);
    await here.say('/claim 1', {}, 'desk');
    for (const desk of [there, here]) await desk.waitFor(/claimed/, 'desk', LONG);
    await there.say('/reply 1 It is on its way to you', {}, 'desk');
    await mei.waitFor(/on its way to you/, { timeoutMs: LONG });

    const state = await (await here.request('/web/desk/state')).json();
    expect(state.health).toContainEqual({ account: 'telegram', state: 'online' });

    // A limit holds over both consoles: twenty uploads in ten seconds, these are empty.
    const upload = async (desk: typeof here): Promise<number> =>
      (await desk.request('/web/uploads', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } }))
        .status;
    const uploads = await Promise.all(
      Array.from({ length: 24 }, (_, index) => upload(index % 2 ? here : there)),
    );
    expect(uploads.filter((status) => status === 429)).toHaveLength(4);

    // Deaf for a moment, they look by themselves.
    await db.$executeRawUnsafe(DEAFEN);
    await mei.say('And two towels please');
    await there.waitFor(/two towels/, 'desk', LONG);

    // Both who hold an account leave; each is followed by the one that waits, and nothing is lost.
    const next = await site.start('gateway');
    await Promise.all([gateway.stop(), first.stop()]);
    await mei.say('Thank you so much, the milk is here');
    await here.waitFor(/the milk is here/, 'desk', LONG);
    await here.say('/reply 1 You are welcome', {}, 'desk');
    await mei.waitFor(/You are welcome/, { timeoutMs: LONG });
    expect(next.app.health().get('telegram')?.state).toBe('online');
    expect(await db.inbound.count({ where: { state: { not: 'handled' } } })).toBe(0);
    expect(await db.outgoing.count({ where: { state: 'failed' } })).toBe(0);
  });

  test('what Telegram posts is taken in by any gateway, once; and who delivers may change', async () => {
    const site = await machines();
    const webhook = { PUBLIC_URL: 'https://bot.example', TELEGRAM_WEBHOOK_SECRET: 'long-enough' };
    const gateways = [await site.start('gateway', webhook), await site.start('gateway', webhook)] as const;
    const post = async (gateway: Machine, update_id: number): Promise<number> => {
      const from = { id: 7, is_bot: false, first_name: 'Mei', language_code: 'en' };
      const message = { message_id: update_id, date: 1, chat: { id: 7, type: 'private' }, from, text: MILK };
      const response = await fetch(`${gateway.url}/channels/telegram`, {
        method: 'POST',
        headers: { 'x-telegram-bot-api-secret-token': 'long-enough' },
        body: JSON.stringify({ update_id, message }),
      });
      return response.status;
    };
    const [first, second] = gateways;
    expect([await post(first, 1), await post(second, 1), await post(second, 2)]).toEqual([200, 200, 200]);
    expect(await second.store.db.inbound.count()).toBe(2);
    await first.stop();
    expect(await post(second, 3)).toBe(200);
    expect(await second.store.db.inbound.count()).toBe(3);
  });

  test('an account that nobody runs is known to be offline, and is well again when somebody does', async () => {
    const store = await testStore();
    const clock = manualClock();
    const settings = { locale: 'en', zone: 'Asia/Shanghai', pageMinutes: [1], sweepMs: 0 };
    const start = async (roles: { handles: boolean; runs: boolean }): Promise<App> => {
      const channel = {
        ...fakeChannel('telegram'),
        start: async (host: ChannelHost) => host.onHealth(ONLINE),
      };
      const app = createApp({
        store,
        channels: [channel],
        own: roles.runs ? [channel] : [],
        clock,
        log: silentLog,
        t: createTranslate(),
        features: createFeatures({ triage: plainTriage, settings }),
        settings: { ...settings, handles: roles.handles },
      });
      await app.start();
      onTestFinished(() => app.stop());
      return app;
    };
    const stored = async (): Promise<string | undefined> => (await store.db.account.findFirst())?.health;
    const worker = await start({ handles: true, runs: false });
    const gateway = await start({ handles: false, runs: true });
    await expect.poll(stored, { timeout: LONG }).toBe('online');
    await gateway.stop();
    for (const expected of ['online', 'offline']) {
      clock.advance({ seconds: 10 });
      await worker.sweep();
      expect(await stored()).toBe(expected);
    }
    const next = await start({ handles: false, runs: true });
    await expect.poll(stored, { timeout: LONG }).toBe('online');

    // What was said of it too late is put right by the one that runs it.
    await store.db.account.updateMany({ data: { health: 'offline' } });
    clock.advance({ seconds: 10 });
    await next.sweep();
    await expect.poll(stored, { timeout: LONG }).toBe('online');
    await expect.poll(() => worker.health().get('telegram')?.state, { timeout: LONG }).toBe('online');
  });
});
