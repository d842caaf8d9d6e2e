import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebVisitor } from '../../src/cli/demo/web-visitor.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type BotProcess, botProcess } from '../support/bot-process.ts';
import { onPostgres, testLocation } from '../support/database.ts';
import { type Random, seededRandom } from '../support/random.ts';
import {
  startTelegramEmulator,
  type TelegramEmulator,
  type User,
} from '../support/telegram-emulator/index.ts';

const PEOPLE = 40;
const VISITORS = 10;
const EACH = 5;
const TIMEOUT = { timeout: 60_000, interval: 50 };
/** Messages of one account that may be on their way at once: what a kill may repeat, and that once. */
const IN_FLIGHT = 128;

const wish = (who: string, count: number): string =>
  `We need drinking water and towels in our room please (${who}, wish ${count})`;

/** A port that nobody uses: a console that is started again is to be found where it was. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** A gateway, a worker, and a console that is a gateway too, each a process of the real program. */
async function scene() {
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const location = await testLocation();
  const store = await openStore(location);
  onTestFinished(() => store.close());
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const of = (roles: string, more: Record<string, string> = {}) =>
    botProcess(location, telegram, { ROLES: roles, PUBLIC_URL: url, ...more });
  const processes = {
    gateway: of('gateway'),
    worker: of('worker'),
    both: of('console,gateway', { PORT: port }),
  };
  // The first one polls; the other gateway waits for it to go.
  await processes.gateway.start();
  await Promise.all([processes.worker.start(), processes.both.start()]);
  return { telegram, store, url, processes };
}

/** Posts as the page does: under one id until it is taken. */
async function post(visitor: WebVisitor, text: string): Promise<void> {
  const body = JSON.stringify({ id: randomUUID(), text });
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  for (;;) {
    const taken = await visitor
      .request('/web/me/messages', { method: 'POST', headers, body })
      .then((response) => response.ok)
      .catch(() => false);
    if (taken) return;
    await sleep(50);
  }
}

/** Everybody says so many different things, in an order of chance, one every few milliseconds. */
async function pourIn(
  people: readonly User[],
  visitors: readonly WebVisitor[],
  random: Random,
): Promise<void> {
  const counts = new Map<number, number>();
  const turns = random.shuffle(people.flatMap((_, index) => Array.from({ length: EACH }, () => index)));
  const pages = visitors.map(async (visitor, index) => {
    for (let count = 1; count <= EACH; count += 1) {
      await post(visitor, wish(`visitor ${index}`, count));
      await sleep(random.between(200, 600));
    }
  });
  for (const index of turns) {
    const count = (counts.get(index) ?? 0) + 1;
    counts.set(index, count);
    await people[index]?.say(wish(`family ${index}`, count));
    await sleep(random.between(5, 25));
  }
  await Promise.all(pages);
}

/** When a process has made so many calls of chance it is killed; how long until the other one receives. */
async function killTheGateway(
  gateway: BotProcess,
  telegram: TelegramEmulator,
  random: Random,
): Promise<number> {
  let calls = random.between(5, 40);
  await telegram
    .waitForCall('sendMessage', { open: true, timeoutMs: 5000, where: () => --calls <= 0 })
    .catch(() => {});
  await gateway.kill();
  const killed = performance.now();
  await telegram.waitForCall('deleteWebhook', { open: true, timeoutMs: 15_000 });
  return performance.now() - killed;
}

/** How much came more often than there are rows of it: that was repeated by a kill. */
async function countRepeats({ db }: Store, people: readonly User[]) {
  const sent = (account: string) =>
    db.outgoing.count({ where: { account, kind: 'message', state: 'sent', chat: { not: 'desk' } } });
  const came = people.reduce((sum, one) => sum + one.messages().length, 0);
  const shown = await db.webMessage.count({ where: { author: 'bot', chat: { not: 'desk' } } });
  return { telegram: came - (await sent('telegram')), web: shown - (await sent('web')) };
}

describe.runIf(onPostgres)('three processes over one database', () => {
  test('each killed in turn while messages pour in: none is lost, none is handled twice, few are sent twice', {
    timeout: 240_000,
  }, async () => {
    const random = seededRandom('three-processes');
    const { telegram, store, url, processes } = await scene();
    const { db } = store;
    const people = Array.from({ length: PEOPLE }, (_, index) =>
      telegram.user({ first_name: `Family ${index}`, language_code: 'en' }),
    );
    const visitors = Array.from({ length: VISITORS }, () => new WebVisitor(url, { locale: 'en' }));
    await Promise.all(visitors.map((visitor) => visitor.open()));
    const poured = pourIn(people, visitors, random);

    const takeover = await killTheGateway(processes.gateway, telegram, random);
    await processes.worker.kill();
    await Promise.all([processes.gateway.start(), processes.worker.start()]);
    const second = await killTheGateway(processes.both, telegram, random);
    await processes.both.start();
    await poured;

    const messages = (PEOPLE + VISITORS) * EACH;
    await expect.poll(() => db.inbound.count({ where: { state: 'handled' } }), TIMEOUT).toBe(messages);
    await expect.poll(() => db.outgoing.count({ where: { state: 'pending' } }), TIMEOUT).toBe(0);
    expect(await db.inbound.groupBy({ by: ['state'], _count: true })).toEqual([
      { state: 'handled', _count: messages },
    ]);
    expect(await db.outgoing.groupBy({ by: ['state'] })).toEqual([{ state: 'sent' }]);

    const said = [
      ...people.map((_, index) => `family ${index}`),
      ...visitors.map((_, index) => `visitor ${index}`),
    ].map((who) => Array.from({ length: EACH }, (_, count) => wish(who, count + 1)));
    const tickets = await db.ticket.findMany({ include: { entries: { orderBy: { id: 'asc' } } } });
    const kept = tickets.map(({ entries }) =>
      entries.filter(({ kind }) => kind === 'traveller').map(({ text }) => text),
    );
    expect(kept.toSorted()).toEqual(said.toSorted());
    expect(await db.outgoing.count({ where: { dedupeKey: { startsWith: 'ack:' } } })).toBe(PEOPLE + VISITORS);

    const repeats = await countRepeats(store, people);
    for (const count of Object.values(repeats)) expect(count).toBeGreaterThanOrEqual(0);
    expect(repeats.telegram).toBeLessThanOrEqual(2 * IN_FLIGHT);
    expect(repeats.web).toBeLessThanOrEqual(IN_FLIGHT);
    console.log(
      `taken over after ${Math.round(takeover)} and ${Math.round(second)} ms; repeated: ${JSON.stringify(repeats)}`,
    );
    const ends = await Promise.all(Object.values(processes).map((one) => one.stop()));
    expect(ends).toEqual([0, 0, 0]);
    for (const one of Object.values(processes))
      expect(one.output().filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});
