import { describe, expect, test } from 'vitest';
import { telegramBot } from '../support/telegram-bot.ts';
import type { User } from '../support/telegram-emulator/index.ts';

const wish = (number: number | string): string => `We need drinking water in our room please, wish ${number}`;
const wishOf = (text: string): number => Number(/wish (\d+)/.exec(text)?.[1]);
const acknowledgements = (person: User): number =>
  person.messages().filter((one) => /request #\d+ \(/.test(one.text ?? '')).length;
const LONG = { timeoutMs: 20_000 };

describe('when Telegram asks for patience', () => {
  test('the chat is not called before its time is over, and the others go on meanwhile', async () => {
    const bot = await telegramBot();
    const [slowed, ...others] = bot.people(11);
    if (!slowed) throw new Error('nobody there');
    const fault = bot.telegram.faults.next({
      kind: '429',
      method: 'sendMessage',
      chat: slowed,
      retryAfter: 3,
    });
    await slowed.say(wish(0));
    await fault.hit();
    for (const person of others) await person.say(wish(1));
    for (const person of others) await person.waitFor(/#\d+/, LONG);
    expect(slowed.messages()).toEqual([]);
    await slowed.waitFor(/#\d+/, LONG);
    const calls = bot.telegram
      .calls('sendMessage')
      .filter((call) => Number(call.params.chat_id) === slowed.id);
    expect(calls.map((call) => call.status)).toEqual([429, 200]);
    expect((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(3000);
  });
});

describe('when calls fail', () => {
  test.each(['500', '502', 'reset'] as const)('%s: everything arrives all the same, once', async (kind) => {
    const bot = await telegramBot();
    const people = bot.people(10);
    bot.telegram.faults.next({ kind, method: 'sendMessage', times: 15 });
    for (const person of people) await person.say(wish(0));
    for (const person of people) await person.waitFor(/#\d+/, LONG);
    await bot.settled();
    expect(people.map(acknowledgements)).toEqual(people.map(() => 1));
    expect(await bot.store.db.outgoing.count({ where: { state: 'failed' } })).toBe(0);
    expect(await bot.store.db.card.count({ where: { ref: null } })).toBe(0);
  });

  test('an answer that is lost on the way back repeats its message once, and loses none', async () => {
    const bot = await telegramBot();
    const people = bot.people(5);
    for (const person of people)
      bot.telegram.faults.next({ kind: 'lost-answer', method: 'sendMessage', chat: person });
    for (const person of people) await person.say(wish(0));
    await bot.settled();
    expect(people.map(acknowledgements)).toEqual(people.map(() => 2));
  });

  test('silence towards one chat holds up nobody else, not even its team', async () => {
    const bot = await telegramBot();
    const [mute, ...others] = bot.people(21);
    if (!mute) throw new Error('nobody there');
    const silence = bot.telegram.faults.next({
      kind: 'silence',
      method: 'sendMessage',
      chat: mute,
      times: Number.POSITIVE_INFINITY,
    });
    await mute.say(wish(0));
    await silence.hit();
    for (const person of others) await person.say(wish(1));
    for (const person of others) await person.waitFor(/#\d+/, LONG);
    for (let number = 1; number <= 21; number += 1) await bot.team.waitFor(`#${number}`, LONG);
    expect(mute.messages()).toEqual([]);
    bot.telegram.faults.clear();
    await mute.waitFor(/#\d+/, LONG);
  });

  test('an outage of the whole platform: what was said and what was answered comes afterwards', async () => {
    const bot = await telegramBot();
    const people = bot.people(20);
    await Promise.all(people.slice(0, 10).map((person) => person.say(wish(0))));
    bot.telegram.pause('refuse');
    await Promise.all(people.map((person) => person.say(wish(1))));
    await bot.telegram.waitForCall('getUpdates', { open: true, timeoutMs: 300 }).catch(() => undefined);
    bot.telegram.resume();
    for (const person of people) await person.waitFor(/#\d+/, LONG);
    await bot.settled();
    expect((await bot.transcripts()).flat()).toHaveLength(30);
  });
});

describe('updates out of order, twice, and late', () => {
  test('whatever comes twice or out of turn is kept once', async () => {
    const bot = await telegramBot();
    bot.telegram.duplicateUpdates(true);
    bot.telegram.reorderUpdates(true);
    const people = bot.people(20);
    for (let round = 0; round < 10; round += 1)
      await Promise.all(people.map((person) => person.say(wish(round))));
    await bot.settled();
    const kept = await bot.transcripts();
    expect(kept).toHaveLength(20);
    for (const texts of kept)
      expect(texts.toSorted()).toEqual(Array.from({ length: 10 }, (_, round) => wish(round)));
    expect(people.map(acknowledgements)).toEqual(people.map(() => 1));
  });

  test('one person’s messages keep their order when every call takes a time of chance', async () => {
    const bot = await telegramBot();
    bot.telegram.latency({ min: 0, max: 120 });
    const people = bot.people(10);
    for (let number = 0; number < 20; number += 1) {
      for (const person of people) await person.say(wish(number));
      if (number % 5 === 0) await bot.telegram.waitForCall('getUpdates', LONG);
    }
    await bot.settled();
    const order = Array.from({ length: 20 }, (_, number) => number);
    expect((await bot.transcripts()).map((texts) => texts.map(wishOf))).toEqual(people.map(() => order));
  });

  test('two hundred messages of one person are all kept, in order, and few are answered', async () => {
    const bot = await telegramBot();
    const [talker] = bot.people(1);
    for (let number = 0; number < 200; number += 1) await talker?.say(wish(number));
    await bot.settled();
    expect((await bot.transcripts()).map((texts) => texts.map(wishOf))).toEqual([
      Array.from({ length: 200 }, (_, number) => number),
    ]);
    expect(talker?.messages().length).toBeLessThanOrEqual(6);
    const cards = bot.team.messages().filter((one) => one.text?.includes('#1'));
    expect(cards).toHaveLength(1);
    expect(cards[0]?.text).toContain(wish(199));
  });
});

describe('long texts', () => {
  const ODD = 'a<b>&_*[`]~ 👩‍👩‍👧 ';
  const long = (length: number): string =>
    `We need drinking water please. ${ODD.repeat(400)}`.slice(0, length).trimEnd();

  test('as long as Telegram allows go both ways unchanged, however much is put before them', async () => {
    const bot = await telegramBot();
    const [guest] = bot.people(1);
    await bot.admin.say('/queue');
    const said = long(4090);
    await guest?.say(said);
    await guest?.waitFor(/#1/);
    await bot.settled();
    expect(await bot.transcripts()).toEqual([[said]]);
    await bot.admin.say('/claim 1');
    await bot.settled();
    await guest?.say(said);
    await bot.settled();
    const answer = long(4096);
    await bot.admin.say(answer);
    await bot.settled();
    const arrived = guest
      ?.messages()
      .slice(-2)
      .map((one) => one.text)
      .join(' ');
    expect(squeeze(arrived)).toContain(squeeze(answer));
    const relayed = bot.admin
      .messages()
      .map((one) => one.text)
      .join(' ');
    expect(squeeze(relayed)).toContain(squeeze(said));
    expect(await bot.store.db.outgoing.count({ where: { state: 'failed' } })).toBe(0);
  });
});

/** Where a text was cut there may be other white space. */
const squeeze = (text = ''): string => text.replace(/\s+/g, '');
