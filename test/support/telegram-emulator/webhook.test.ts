import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot, webhookCallback } from 'grammy';
import { Telegraf } from 'telegraf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWithTraveller } from './testing/raw-client.ts';

let setup: Awaited<ReturnType<typeof startWithTraveller>>;
let server: Server | undefined;

beforeEach(async () => {
  setup = await startWithTraveller({ webhookRetryMs: 5 });
});
afterEach(async () => {
  await setup.tg.stop();
  server?.closeAllConnections();
  server?.close();
});

type Listener = Parameters<typeof createServer>[1];

async function listen(listener: Listener): Promise<string> {
  server = createServer(listener as never);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

/** A bot that answers with the given statuses in turn, then 200. */
async function recordingBot(statuses: number[] = [], body = '') {
  const seen: { text: string; headers: IncomingHttpHeaders }[] = [];
  const url = await listen(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    seen.push({ text: JSON.parse(Buffer.concat(chunks).toString()).message.text, headers: req.headers });
    res.writeHead(statuses.shift() ?? 200, { 'content-type': 'application/json' }).end(body);
  });
  return { url, seen };
}

test('webhook: updates are posted with the secret, in order within a chat', async () => {
  const { call, traveller, tg } = setup;
  const { url, seen } = await recordingBot();
  expect((await call('setWebhook', { url, secret_token: 'Abc_1-2' })).ok).toBe(true);
  for (const text of ['a', 'b', 'c']) await traveller.say(text);
  await tg.drained();
  expect(seen.map((one) => one.text)).toEqual(['a', 'b', 'c']);
  expect(seen[0]?.headers['x-telegram-bot-api-secret-token']).toBe('Abc_1-2');
});

test('webhook: a refused update is posted again until it is taken, and holds back the chat', async () => {
  const { call, traveller, tg } = setup;
  const { url, seen } = await recordingBot([500, 503]);
  await call('setWebhook', { url, max_connections: 1 });
  await traveller.say('a');
  await traveller.say('b');
  await tg.drained();
  expect(seen.map((one) => one.text)).toEqual(['a', 'a', 'a', 'b']);
  const info = (await call('getWebhookInfo')).result;
  expect(info).toMatchObject({ url, max_connections: 1, pending_update_count: 0 });
  expect(info.last_error_message).toBe('Wrong response from the webhook: 503 Service Unavailable');
});

test('webhook: what came before it was set is delivered, unless dropped', async () => {
  const { call, traveller, tg } = setup;
  const { url, seen } = await recordingBot();
  await traveller.say('old');
  await call('setWebhook', { url });
  await tg.drained();
  expect(seen.map((one) => one.text)).toEqual(['old']);
  await call('deleteWebhook');
  await traveller.say('dropped');
  await call('setWebhook', { url, drop_pending_updates: true });
  await traveller.say('new');
  await tg.drained();
  expect(seen.map((one) => one.text)).toEqual(['old', 'new']);
});

test('webhook: polling is refused while it is set, and an open poll ends', async () => {
  const { call, tg } = setup;
  const opened = tg.waitForCall('getUpdates', { open: true });
  const open = call('getUpdates', { timeout: 30 });
  await opened;
  await call('setWebhook', { url: 'http://127.0.0.1:9/hook' });
  expect((await open).description).toBe('Conflict: terminated by setWebhook request');
  expect(await call('getUpdates')).toMatchObject({
    status: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  });
  await call('deleteWebhook');
  expect((await call('getUpdates')).ok).toBe(true);
});

test('webhook: a method in the answer is executed', async () => {
  const { call, traveller } = setup;
  const body = JSON.stringify({ method: 'sendMessage', chat_id: traveller.id, text: 'from the answer' });
  const { url } = await recordingBot([], body);
  await call('setWebhook', { url });
  await traveller.say('hi');
  expect((await traveller.waitFor('from the answer')).text).toBe('from the answer');
});

test('webhook: a bad address or secret is refused', async () => {
  const { call } = setup;
  expect((await call('setWebhook', { url: 'nowhere' })).status).toBe(400);
  const odd = await call('setWebhook', { url: 'http://127.0.0.1:9/', secret_token: 'a b' });
  expect(odd.description).toBe('Bad Request: secret token contains unallowed characters');
});

test('webhook: grammY is served with its secret check', async () => {
  const { call, traveller, tg } = setup;
  const bot = new Bot(tg.token, { client: { apiRoot: tg.url } });
  bot.on('message:text', (ctx) => ctx.reply(`hook ${ctx.message.text}`));
  const url = await listen(webhookCallback(bot, 'http', { secretToken: 's' }) as Listener);
  await call('setWebhook', { url, secret_token: 's' });
  await traveller.say('grammy');
  await traveller.waitFor('hook grammy');
  await tg.drained();
});

test('webhook: Telegraf is served, with its own answer in the webhook response', async () => {
  const { call, traveller, tg } = setup;
  const bot = new Telegraf(tg.token, { telegram: { apiRoot: tg.url, webhookReply: true } });
  bot.botInfo = (await call('getMe')).result;
  bot.on('text', (ctx) => ctx.sendChatAction('typing'));
  const url = await listen(bot.webhookCallback('/hook') as Listener);
  await call('setWebhook', { url });
  await traveller.say('telegraf');
  await tg.drained();
  expect(tg.actions()).toMatchObject([{ chat_id: traveller.id, action: 'typing' }]);
});
