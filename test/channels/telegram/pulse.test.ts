/** How long Telegram has been silent, and whether it can bring updates to the webhook. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineTelegram } from '../../../src/channels/telegram/examine.ts';
import type { TelegramChannel } from '../../../src/channels/telegram/index.ts';
import { problemOf } from '../../../src/channels/telegram/webhook-watch.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../support/telegram-emulator/index.ts';
import { RecordingHost } from '../recording-host.ts';
import { DRIVERS, testChannel } from './setup.ts';

let emulator: TelegramEmulator;
let host: RecordingHost;
let channel: TelegramChannel;
let server: Server;
let publicUrl: string;

beforeEach(async () => {
  emulator = await startTelegramEmulator({ webhookRetryMs: 10 });
  host = new RecordingHost();
  server = createServer(
    getRequestListener((request) => channel.webhook?.handle(request) ?? new Response(null)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  publicUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(async () => {
  await channel.stop();
  await emulator.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const webhookChannel = (driver: (typeof DRIVERS)[number]): TelegramChannel =>
  testChannel(emulator, driver, {
    webhook: { publicUrl, secret: 's3cret-s3cret' },
    times: { webhookCheckMs: 30 },
  });
const checked = () => emulator.waitForCall('getWebhookInfo');

describe('polling', () => {
  it('has a pulse between start and stop, which goes on with each poll however quiet people are', async () => {
    channel = testChannel(emulator, 'grammy', { times: { pollSeconds: 0, pollMarginMs: 1000 } });
    expect(channel.pulse?.()).toBeUndefined();
    await channel.start(host);
    emulator.pause();
    const silent = channel.pulse?.()?.agoMs ?? -1;
    await expect.poll(() => channel.pulse?.()?.agoMs, { interval: 5 }).toBeGreaterThan(silent + 30);
    emulator.resume();
    await expect.poll(() => channel.pulse?.()?.agoMs, { interval: 1 }).toBeLessThan(30);
    expect(channel.pulse?.()).toMatchObject({ silentAfterMs: 5000 });
    expect(channel.pulse?.()?.problem).toBeUndefined();
    await channel.stop();
    expect(channel.pulse?.()).toBeUndefined();
  });
});

describe.each(DRIVERS)('a webhook with %s', (driver) => {
  const byWebhook = (): TelegramChannel => webhookChannel(driver);

  it('that fails is noticed with Telegram’s own reason, and that it works again', async () => {
    channel = byWebhook();
    await channel.start(host);
    await checked();
    expect(channel.pulse?.()?.problem).toBeUndefined();
    host.failNext(Number.POSITIVE_INFINITY);
    await emulator.user().say('hello');
    await expect.poll(() => channel.pulse?.()?.problem).toMatch(/500/);
    expect(host.health.at(-1)?.state).toBe('online');
    host.failNext(0);
    await expect.poll(() => channel.pulse?.()?.problem).toBeUndefined();
    expect(host.accepted.at(-1)?.text).toBe('hello');
  });

  it('that another program takes away is a conflict, and is set again', async () => {
    channel = byWebhook();
    await channel.start(host);
    await fetch(`${emulator.url}/bot${emulator.token}/deleteWebhook`, { method: 'POST' });
    await host.healthy('conflict');
    expect(host.health.at(-1)?.detail).toMatch(/Another program has changed the webhook/);
    await host.healthy('online');
    await emulator.user().say('still here');
    await host.next((inbound) => inbound.text === 'still here');
  });

  it('whose token is taken away, or that cannot be asked about, is offline', async () => {
    channel = byWebhook();
    await channel.start(host);
    emulator.pause('refuse');
    await host.healthy('offline');
    emulator.resume();
    await host.healthy('online');
  });
});

it('an error of the webhook counts while updates wait and none has come since', () => {
  const at = 1_700_000_000;
  const info = { pending_update_count: 2, last_error_date: at, last_error_message: 'SSL error "x" 1234567' };
  expect(problemOf(info, (at - 5) * 1000)).toBe('SSL error …');
  expect(problemOf(info, at * 1000 + 900)).toBe('SSL error …');
  expect(problemOf(info, (at + 1) * 1000)).toBeUndefined();
  expect(problemOf({ ...info, pending_update_count: 0 }, 0)).toBeUndefined();
  expect(problemOf({ pending_update_count: 9 }, 0)).toBeUndefined();
});

describe('an examination', () => {
  const examine = (webhookUrl?: string, token = emulator.token) =>
    examineTelegram({ token, apiRoot: `${emulator.url}/`, webhookUrl });
  const words = async (...given: Parameters<typeof examine>) =>
    (await examine(...given)).findings.map(({ status, message }) => `${status} ${message}`);

  beforeEach(() => {
    channel = testChannel(emulator, 'grammy');
  });

  it('asks who the bot is and how updates come, and never for updates', async () => {
    const found = await examine();
    expect(found.findings.map(({ status }) => status)).toEqual(['ok', 'ok']);
    expect(found.findings[0]?.message).toMatch(/^@homeward_bot answers/);
    expect(Math.abs(found.clockAheadMs ?? 1e9)).toBeLessThan(5000);
    expect(emulator.calls().map(({ method }) => method)).toEqual(['getMe', 'getWebhookInfo']);
  });

  it('names a webhook where none is to be, one that is missing, one that leads elsewhere, and one that fails', async () => {
    const ours = `${publicUrl}/channels/telegram`;
    expect((await words(ours))[1]).toBe('warn The webhook is not set.');
    const set = (url: string) =>
      fetch(`${emulator.url}/bot${emulator.token}/setWebhook?url=${encodeURIComponent(url)}`);
    await set(ours);
    expect((await words())[1]).toMatch(/^warn Updates are to be polled for, but a webhook is set, to 127/);
    expect((await words('https://bot.example.org/channels/telegram'))[1]).toMatch(
      /^warn The webhook leads to 127/,
    );
    expect((await words(ours))[1]).toBe('ok The webhook is set.');
    channel = webhookChannel('grammy');
    await emulator.user().say('nobody is there yet');
    await expect
      .poll(async () => (await words(ours))[1])
      .toMatch(/^fail Telegram cannot bring updates.* 1 updates wait/);
  });

  it('names a refused token and a server that does not answer, without the token', async () => {
    const [refused] = (await examine(undefined, '100:OTHER')).findings;
    expect(refused).toMatchObject({ status: 'fail', message: 'Telegram refuses the token.' });
    emulator.faults.next({ kind: '429', method: 'getMe', retryAfter: 7 });
    expect(await words()).toEqual([expect.stringMatching(/^fail Telegram answers 429 Too Many Requests/)]);
    emulator.pause('refuse');
    const [away] = await words();
    expect(away).toMatch(/^fail Telegram does not answer at 127\.0\.0\.1:\d+ \([A-Z_]+\)/);
    expect(away).not.toContain(emulator.token);
  });
});
