import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramChannel } from '../../../src/channels/telegram/index.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../support/telegram-emulator/index.ts';
import { RecordingHost } from '../recording-host.ts';
import { DRIVERS, testChannel } from './setup.ts';

describe.each(DRIVERS)('webhook with %s', (driver) => {
  let emulator: TelegramEmulator;
  let host: RecordingHost;
  let channel: TelegramChannel;
  let server: Server;
  let publicUrl: string;

  beforeEach(async () => {
    emulator = await startTelegramEmulator({ webhookRetryMs: 20 });
    host = new RecordingHost();
    const listener = getRequestListener((request) => channel.webhook?.handle(request) ?? new Response(null));
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    publicUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    channel = testChannel(emulator, driver, { webhook: { publicUrl: `${publicUrl}/`, secret: 's3cret' } });
  });
  afterEach(async () => {
    await channel.stop();
    await emulator.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const call = (headers: Record<string, string> = {}, body = '{}', method = 'POST') =>
    fetch(`${publicUrl}${channel.webhook?.path}`, { method, headers, ...(method === 'POST' && { body }) });
  const secret = { 'x-telegram-bot-api-secret-token': 's3cret' };

  it('receives the backlog and what comes later; its address holds no token', async () => {
    await emulator.user().say('before');
    await channel.start(host);
    await host.next((inbound) => inbound.text === 'before');
    await emulator.user().say('after');
    await host.next((inbound) => inbound.text === 'after');
    await emulator.drained();
    const params = emulator.calls('setWebhook')[0]?.params;
    expect(params).toMatchObject({ url: `${publicUrl}/channels/telegram`, secret_token: 's3cret' });
    expect(String(params?.url)).not.toContain(emulator.token);
    expect(host.health.at(-1)?.state).toBe('online');
  });

  it('Telegram brings again what could not be stored', async () => {
    await channel.start(host);
    host.failNext(2);
    await emulator.user().say('keep me');
    await host.next((inbound) => inbound.text === 'keep me');
    await emulator.drained();
    expect(host.refused).toHaveLength(2);
  });

  it('answers 200 only when the update is stored, and stop waits for it', async () => {
    await channel.start(host);
    let release = (): void => undefined;
    host.before = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await emulator.user().say('hold on');
    await host.until(() => host.batches[0]);
    const stopping = channel.stop().then(() => 'stopped');
    expect(await Promise.race([stopping, Promise.resolve('waiting')])).toBe('waiting');
    expect(emulator.pendingUpdates()).toBe(1);
    release();
    await stopping;
    await emulator.drained();
  });

  it('refuses other callers, other methods, what is no update, and everything while it is stopped', async () => {
    expect((await call(secret)).status).toBe(503);
    await channel.start(host);
    expect((await call()).status).toBe(401);
    expect((await call({ 'x-telegram-bot-api-secret-token': 's3cre' })).status).toBe(401);
    expect((await call(secret, '', 'GET')).status).toBe(405);
    expect((await call(secret, '{"update_id":')).status).toBe(400);
    expect((await call(secret, '7')).status).toBe(400);
    expect((await call(secret, 'x'.repeat(1024 * 1024 + 1))).status).toBe(400);
    expect((await call(secret)).status).toBe(200);
    expect(host.batches).toEqual([]);
    await channel.stop();
    expect((await call(secret)).status).toBe(503);
  });

  it('a webhook that cannot be set is tried again', async () => {
    emulator.faults.next({ kind: '500', method: 'setWebhook', times: 3 });
    await channel.start(host);
    await host.healthy('offline');
    await host.healthy('online');
  });

  it('pressed buttons are answered', async () => {
    await channel.start(host);
    const ana = emulator.user();
    await ana.start();
    const to = { chat: String(ana.id) as never, chatKind: 'private' } as const;
    await channel.send({ ...to, text: 'choose', choices: [[{ id: 'a', label: 'A' }]] });
    await ana.press(ana.last(), 'A');
    expect(host.accepted.at(-1)?.choice?.id).toBe('a');
  });
});
