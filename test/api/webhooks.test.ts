import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPost, type PostDeps } from '../../src/api/webhooks/post.ts';
import { createWebhookSender, restAfter } from '../../src/api/webhooks/sender.ts';
import { signedHeaders } from '../../src/api/webhooks/sign.ts';
import { isPublicAddress } from '../../src/features/integrations/index.ts';
import { silentLog } from '../../src/log.ts';
import type { TryOutcome } from '../../src/store/api-deliveries.ts';
import { last, team } from '../features/desk-team.ts';

interface Posted {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A team with one webhook, and a sender whose posts are answered by the test. */
async function scene() {
  const desk = await team();
  const { bot } = desk;
  const { db } = bot.store;
  const admin = await desk.colleague('Adm', 'admin');
  await admin.says('/webhook new https://hooks.example/x events=ticket.opened,ticket.changed');
  const secret = /whsec_\S+/.exec(last(admin.inbox()))?.[0] ?? '';
  const posted: Posted[] = [];
  let answer: (url: string) => TryOutcome | Promise<TryOutcome> = () => ({ status: 204, error: null });
  const createSender = () =>
    createWebhookSender({
      db,
      clock: bot.clock,
      log: silentLog,
      allowPrivate: false,
      async post(url, message) {
        posted.push({ url, ...message });
        return answer(url);
      },
    });
  const sender = createSender();
  return {
    ...desk,
    admin,
    secret,
    posted,
    sender,
    createSender,
    types: () => posted.map(({ body }) => JSON.parse(body).type),
    answers(outcome: typeof answer) {
      answer = outcome;
    },
    /** Moves the clock and sends, without running sweeps of the app. */
    async pass(seconds: number) {
      bot.clock.advance({ seconds });
      await sender.look();
    },
  };
}

const guestSays = (bot: Awaited<ReturnType<typeof scene>>['bot'], text: string) =>
  bot.person('telegram', { locale: 'en' }).says(text);

describe('sending', () => {
  it('goes in order, rests after a failure with the same id, and one address does not wait for another', async () => {
    const { bot, admin, posted, sender, createSender, types, answers, pass, secret } = await scene();
    await guestSays(bot, 'Our baby has no milk powder left');
    await admin.says('/claim 1');
    answers(() => ({ status: 503, error: null }));
    await Promise.all([sender.look(), createSender().look()]);
    expect(types()).toEqual(['ping']);
    await sender.look();
    await pass(4);
    expect(types()).toEqual(['ping']);
    answers(() => ({ status: null, error: 'ECONNREFUSED' }));
    await pass(1);
    expect(types()).toEqual(['ping', 'ping']);
    expect(posted[1]?.headers['webhook-id']).toBe(posted[0]?.headers['webhook-id']);
    expect(posted[1]?.headers['webhook-timestamp']).not.toBe(posted[0]?.headers['webhook-timestamp']);
    await admin.says('/webhook');
    expect(last(admin.inbox())).toContain('ECONNREFUSED');
    // Another address is told meanwhile, also while the first is slow to answer.
    const slow = Promise.withResolvers<TryOutcome>();
    answers((url) => (url.includes('/x') ? slow.promise : { status: 200, error: null }));
    const waiting = pass(20);
    await expect.poll(() => posted.length).toBe(3);
    await admin.says('/webhook new https://other.example/y events=ticket.opened');
    const meanwhile = sender.look();
    await expect.poll(() => posted.at(-1)?.url).toBe('https://other.example/y');
    slow.resolve({ status: 500, error: null });
    await Promise.all([waiting, meanwhile]);
    answers(() => ({ status: 200, error: null }));
    await pass(80);
    expect(types().slice(-3)).toEqual(['ping', 'ticket.opened', 'ticket.changed']);
    const count = posted.length;
    await pass(100);
    expect(posted).toHaveLength(count);
    const { body = '', headers = {} } = posted.at(-1) ?? {};
    expect(secret.startsWith('whsec_')).toBe(true);
    expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(JSON.parse(body).timestamp).toBe('2026-11-21T18:00:00Z');
  });

  it('is given up after a day: the address is off, the administrators hear of it once, and may switch it on', async () => {
    const { bot, admin, sender, types, answers, pass } = await scene();
    const { db } = bot.store;
    answers(() => ({ status: 302, error: null }));
    await sender.look();
    for (let tries = 0; tries < 40 && (await db.webhook.findFirstOrThrow()).offAt === null; tries += 1)
      await pass(restAfter(tries + 1));
    expect(await db.webhook.findFirstOrThrow()).toMatchObject({ offReason: 'failing' });
    expect(types().length).toBeGreaterThan(10);
    expect(types().length).toBeLessThan(20);
    expect(await db.webhookDelivery.count({ where: { state: 'pending' } })).toBe(0);
    await bot.later({ seconds: 1 });
    await bot.later({ seconds: 1 });
    const told = admin.inbox().filter((text) => text.includes('took nothing for a day'));
    expect(told).toHaveLength(1);
    await guestSays(bot, 'no towel');
    expect(await db.webhookDelivery.count({ where: { state: 'pending' } })).toBe(0);
    await admin.says('/webhook on 1');
    answers(() => ({ status: 410, error: null }));
    await pass(1);
    await bot.later({ seconds: 1 });
    expect(last(admin.inbox())).toContain('gone for good');
  });

  it('is taken up by another process when the one that holds the address is gone, and forgets after a week', async () => {
    const { bot, createSender, posted, answers, pass } = await scene();
    const { db } = bot.store;
    const { promise, resolve } = Promise.withResolvers<TryOutcome>();
    answers(() => promise);
    const dying = createSender();
    const stuck = dying.look();
    await expect.poll(() => posted.length).toBe(1);
    answers(() => ({ status: 200, error: null }));
    await pass(29);
    expect(posted).toHaveLength(1);
    await pass(2);
    expect(posted).toHaveLength(2);
    resolve({ status: null, error: 'TIMEOUT' });
    await stuck;
    expect(await db.webhook.findFirstOrThrow()).toMatchObject({ failures: 0, failingSinceAt: null });
    await pass(60);
    expect(posted).toHaveLength(2);
    await pass(8 * 24 * 3600);
    expect(await db.webhookDelivery.count({ where: { state: 'sent' } })).toBe(0);
  });
});

describe('posting', () => {
  const message = { body: '{"type":"ping"}', headers: { 'webhook-id': 'msg_1' } };

  async function server(
    answer: (path: string) => { status: number; headers?: Record<string, string> } | undefined,
  ) {
    const seen: { path: string; body: string; headers: IncomingHttpHeaders }[] = [];
    const listening = createServer(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const path = request.url ?? '';
      seen.push({ path, body: Buffer.concat(chunks).toString(), headers: request.headers });
      const given = answer(path);
      if (given) response.writeHead(given.status, given.headers).end('thanks');
    });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void listening.close().closeAllConnections());
    return { seen, port: (listening.address() as AddressInfo).port };
  }

  const post = (more: Partial<PostDeps> = {}) =>
    createPost({ isPublic: isPublicAddress, allowPrivate: false, ...more });

  it('brings the very bytes, and follows no redirect', async () => {
    const { seen, port } = await server((path) =>
      path === '/moved' ? { status: 307, headers: { location: '/in' } } : { status: 200 },
    );
    const open = post({ allowPrivate: true });
    expect(await open(`http://127.0.0.1:${port}/in`, message)).toEqual({ status: 200, error: null });
    expect(await open(`http://127.0.0.1:${port}/moved`, message)).toEqual({ status: 307, error: null });
    expect(seen.map(({ path }) => path)).toEqual(['/in', '/moved']);
    expect(seen[0]).toMatchObject({ body: message.body, headers: { 'webhook-id': 'msg_1' } });
  });

  it('reaches nothing of one’s own network, by number or by whatever name', async () => {
    const { seen, port } = await server(() => ({ status: 200 }));
    const refused = { status: null, error: 'PRIVATE_ADDRESS' };
    for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', 'localhost'])
      expect(await post()(`http://${host}:${port}/`, message)).toEqual(refused);
    const sly = post({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    expect(await sly(`http://hooks.example:${port}/`, message)).toEqual(refused);
    expect(seen).toEqual([]);
  });

  it('does not wait for ever, and says in one word why nothing came of it', async () => {
    const { port } = await server(() => undefined);
    const open = post({ allowPrivate: true, patienceMs: 50 });
    expect(await open(`http://127.0.0.1:${port}/`, message)).toEqual({ status: null, error: 'TIMEOUT' });
    const away = post({ resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) });
    expect(await away('http://nowhere.example/', message)).toEqual({ status: null, error: 'ENOTFOUND' });
  });
});

describe('the signature', () => {
  const now = Temporal.Instant.from('2026-11-23T04:00:00Z');
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

  it('is that of Standard Webhooks', () => {
    // The example of the specification's reference libraries.
    const headers = signedHeaders(
      secret,
      { id: 'p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
      Temporal.Instant.fromEpochMilliseconds(1614265330_000),
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is verified by the program in the documentation, which refuses what is old, changed or of another secret', async () => {
    const docs = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    const code = /```js\n(\/\/ verify\.mjs[\s\S]*?)```/.exec(docs)?.[1] ?? '';
    const { verify } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
    const body = '{"type":"ping"}';
    const headers = signedHeaders(secret, { id: 'a', body }, now);
    const at = now.epochMilliseconds;
    expect(verify(secret, headers, body, at + 299_000)).toBe(true);
    expect(verify(secret, headers, body, at + 301_000)).toBe(false);
    expect(verify(secret, headers, body, at - 301_000)).toBe(false);
    expect(verify(secret, headers, `${body} `, at)).toBe(false);
    expect(verify(`whsec_${btoa('another secret')}`, headers, body, at)).toBe(false);
    expect(verify(secret, { ...headers, 'webhook-id': 'msg_b' }, body, at)).toBe(false);
    expect(verify(secret, {}, body, at)).toBe(false);
  });
});
