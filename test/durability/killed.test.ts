import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { type BotProcess, botProcess } from '../support/bot-process.ts';
import { type Location, testLocation } from '../support/database.ts';
import { type Random, seededRandom } from '../support/random.ts';
import {
  startTelegramEmulator,
  type TelegramEmulator,
  type User,
} from '../support/telegram-emulator/index.ts';

const PEOPLE = 100;
const EACH = 5;
const KILLS = 5;

/** Everybody says so many different things, in an order of chance, one every few milliseconds. */
async function pourIn(people: readonly User[], random: Random): Promise<void> {
  const turns = random.shuffle(people.flatMap((person) => Array.from({ length: EACH }, () => person)));
  const counts = new Map<User, number>();
  for (const person of turns) {
    const count = (counts.get(person) ?? 0) + 1;
    counts.set(person, count);
    await person.say(textOf(people.indexOf(person), count));
    await sleep(random.between(5, 25));
  }
}

const textOf = (person: number, count: number): string =>
  `We need drinking water and towels in our room please (family ${person}, wish ${count})`;

/** Kills it when it has made so many calls of chance, or when there is nothing left for it to do. */
async function killAtRandom(bot: BotProcess, telegram: TelegramEmulator, random: Random): Promise<void> {
  let calls = random.between(1, 40);
  await telegram
    .waitForCall('sendMessage', { open: true, timeoutMs: 3000, where: () => --calls <= 0 })
    .catch(() => {});
  await sleep(random.between(0, 20));
  await bot.kill();
}

/** Lets it work until nothing waits any more, then stops it and looks into its database. */
async function finish(
  bot: BotProcess,
  telegram: TelegramEmulator,
  people: readonly User[],
  location: Location,
): Promise<Store> {
  for (const person of people) await person.waitFor(/#\d+/, { timeoutMs: 30_000 });
  await telegram.drained({ timeoutMs: 30_000 });
  for (let tries = 0; ; tries += 1) {
    expect(await bot.stop()).toBe(0);
    const store = await openStore(location);
    const waiting =
      (await store.db.inbound.count({ where: { state: 'pending' } })) +
      (await store.db.outgoing.count({ where: { state: 'pending' } }));
    if (waiting === 0 || tries >= 5) {
      onTestFinished(() => store.close());
      return store;
    }
    await store.close();
    await bot.start();
    await sleep(1000);
  }
}

test('killed again and again while 500 messages pour in, the bot loses none and doubles none', {
  timeout: 150_000,
}, async () => {
  const random = seededRandom('killed');
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const location = await testLocation();
  const bot = botProcess(location, telegram);
  const people = Array.from({ length: PEOPLE }, (_, index) =>
    telegram.user({ first_name: `Family ${index}` }),
  );
  await bot.start();
  const poured = pourIn(people, random);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killAtRandom(bot, telegram, random);
    await bot.start();
  }
  await poured;
  const { db } = await finish(bot, telegram, people, location);

  const said = people.map((_, person) =>
    Array.from({ length: EACH }, (_unused, count) => textOf(person, count + 1)),
  );
  const tickets = await db.ticket.findMany({ include: { entries: { orderBy: { id: 'asc' } } } });
  const kept = tickets.map((ticket) =>
    ticket.entries.filter((entry) => entry.kind === 'traveller').map((entry) => entry.text),
  );
  expect(kept.toSorted()).toEqual(said.toSorted());
  expect(await db.inbound.groupBy({ by: ['state'], _count: true })).toEqual([
    { state: 'handled', _count: PEOPLE * EACH },
  ]);
  expect(await db.outgoing.groupBy({ by: ['state'] })).toEqual([{ state: 'sent' }]);
  expect(await db.outgoing.count({ where: { dedupeKey: { startsWith: 'ack:' } } })).toBe(PEOPLE);
  expect(await db.card.count({ where: { ref: null, listId: null } })).toBe(0);

  const byPerson = await db.channelIdentity.findMany({
    where: { account: 'telegram' },
    include: { person: { include: { tickets: true } } },
  });
  const numbers = new Map(byPerson.map((one) => [one.externalId, one.person?.tickets[0]?.number]));
  const acknowledged = people.map(
    (person) =>
      person.messages().filter((one) => one.text?.includes(`#${numbers.get(String(person.id))} (`)).length,
  );
  expect(Math.min(...acknowledged)).toBeGreaterThanOrEqual(1);
  // A kill may repeat what was on its way at that moment, and that once.
  expect(Math.max(...acknowledged)).toBeLessThanOrEqual(1 + KILLS);
  const repeats = acknowledged.reduce((sum, count) => sum + count - 1, 0);
  console.log(
    `killed ${KILLS} times: ${kept.flat().length} messages in ${tickets.length} tickets, ${repeats} acknowledgements repeated`,
  );
  expect(bot.output().filter((line) => line.includes('"level":50'))).toEqual([]);
});
