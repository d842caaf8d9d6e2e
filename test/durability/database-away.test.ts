import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { botProcess } from '../support/bot-process.ts';
import { onPostgres, testLocation } from '../support/database.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { startTelegramEmulator } from '../support/telegram-emulator/index.ts';

const PEOPLE = 30;

/** A bot that reaches its database over a line that can be cut, and people who have each asked once. */
async function askingPeople() {
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const location = await testLocation();
  const url = new URL(location.databaseUrl ?? '');
  const line = await tcpProxy({ host: url.hostname, port: Number(url.port) });
  const direct = await openStore(location);
  onTestFinished(() => direct.close());
  url.port = String(line.port);
  url.hostname = '127.0.0.1';
  const bot = botProcess({ ...location, databaseUrl: url.href }, telegram);
  await bot.start();
  const people = Array.from({ length: PEOPLE }, (_, index) =>
    telegram.user({ first_name: `Guest ${index}` }),
  );
  const say = (wish: number) =>
    Promise.all(
      people.map((person, index) =>
        person.say(`We need drinking water in our room please (guest ${index}, wish ${wish})`),
      ),
    );
  await say(0);
  for (const person of people) await person.waitFor(/#\d+/, { timeoutMs: 20_000 });
  return { telegram, direct, line, bot, people, say };
}

/** Everything said is in a transcript, once and in order; nothing waits and nothing was given up. */
async function expectAllKept(
  { direct, bot, people }: Awaited<ReturnType<typeof askingPeople>>,
  wishes: number,
): Promise<void> {
  const { db } = direct;
  await expect
    .poll(() => db.entry.count({ where: { kind: 'traveller' } }), { timeout: 60_000, interval: 200 })
    .toBe(PEOPLE * wishes);
  await expect
    .poll(() => db.outgoing.count({ where: { state: 'pending' } }), { timeout: 60_000, interval: 200 })
    .toBe(0);
  expect(await db.inbound.groupBy({ by: ['state'], _count: true })).toEqual([
    { state: 'handled', _count: PEOPLE * wishes },
  ]);
  const tickets = await db.ticket.findMany({
    include: { entries: { where: { kind: 'traveller' }, orderBy: { id: 'asc' } } },
  });
  expect(tickets).toHaveLength(PEOPLE);
  for (const { entries } of tickets) {
    const order = entries.map(({ text }) => Number(/wish (\d+)/.exec(text ?? '')?.[1]));
    expect(order).toEqual(Array.from({ length: wishes }, (_, index) => index));
  }
  for (const person of people) {
    expect(person.messages().filter((one) => /request #\d+ \(/.test(one.text ?? ''))).toHaveLength(1);
  }
  expect(await bot.stop()).toBe(0);
}

describe.runIf(onPostgres)('a database that is away for a while', () => {
  test('cut off for ten seconds: what is said meanwhile is handled afterwards, once and in order', {
    timeout: 120_000,
  }, async () => {
    const scene = await askingPeople();
    const { line, say, telegram } = scene;
    line.cut();
    await say(1);
    await sleep(5000);
    await say(2);
    await sleep(5000);
    expect(telegram.pendingUpdates()).toBeGreaterThan(0);
    line.mend();
    await expectAllKept(scene, 3);
  });

  test('connections that keep breaking for ten seconds lose nothing and double nothing', {
    timeout: 120_000,
  }, async () => {
    const scene = await askingPeople();
    const { direct, say } = scene;
    let breaks = 0;
    for (let wish = 1; wish <= 10; wish += 1) {
      const [broken] = await Promise.all([terminate(direct.db), say(wish)]);
      breaks += broken;
      for (let again = 0; again < 4; again += 1) {
        await sleep(250);
        breaks += await terminate(direct.db);
      }
    }
    console.log(`${breaks} database connections broken`);
    await expectAllKept(scene, 11);
  });
});

/** Ends every connection to this database but the one that asks; returns how many. */
async function terminate(db: Awaited<ReturnType<typeof openStore>>['db']): Promise<number> {
  const rows = await db.$queryRaw<{ ended: boolean }[]>`
    select pg_terminate_backend(pid) as ended from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
  return rows.length;
}
