/** Travellers at sites whose days are counted, for the tests of reminders and releases. */
import { randomUUID } from 'node:crypto';
import { parseRules } from '../../src/domain/stay/rule.ts';
import type { FakePerson } from '../support/bot.ts';
import { type Team, team } from './desk-team.ts';

/** Somebody at a site. */
export interface Guest extends FakePerson {
  readonly personId: string;
  readonly stayId: string;
}

/** What is known of somebody. */
export interface About {
  readonly name: string;
  readonly room?: string;
  readonly site?: string;
  readonly locale?: string;
  /** Day 0 of the 14 days. */
  readonly entry?: string;
  readonly state?: string;
  /** `negative 2026-11-24`. */
  readonly tests?: readonly string[];
  readonly destination?: string;
  /** False: the bot has no chat with them. */
  readonly isReachable?: boolean;
}

/** The scene and its hands. */
export interface Scene extends Team {
  /** The clock of Shanghai, where the team sits. */
  here(): string;
  site(name: string, facts?: { timeZone?: string; releaseNote?: string }): Promise<string>;
  guest(about: About): Promise<Guest>;
  takes(guest: Guest, ...tests: string[]): Promise<void>;
  /** Runs, looking at what is due in the morning, before noon and in the evening, until this moment in Shanghai. */
  runUntil(there: string): Promise<void>;
  /** The bot is down until this moment by Shanghai's clock. */
  downUntil(there: string): Promise<void>;
  reminders(): Promise<string[]>;
}

const ZONE = 'Asia/Shanghai';

/** A team, a rule of 14 days with tests on days 7 and 14, and no traveller yet; it is 02:00 on 22 November. */
export async function releaseScene(rule: object = { preset: '14', tests: [7, 14] }): Promise<Scene> {
  const made = await team();
  const { bot } = made;
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const [first] = parseRules([{ version: 1, ...rule }]);
  await db.stayRule.create({ data: { version: 1, rule: JSON.parse(JSON.stringify(first)), createdAt } });
  const until = (there: string): Temporal.Duration =>
    bot.clock.now().until(Temporal.PlainDateTime.from(there).toZonedDateTime(ZONE).toInstant());
  const takes = async (stayId: string, tests: readonly string[]): Promise<void> => {
    for (const test of tests) {
      const [result = '', on = ''] = test.split(' ');
      const takenOn = new Date(`${on}T00:00:00Z`);
      const key = { stayId, takenOn };
      await db.stayTest.upsert({
        where: { stayId_takenOn: key },
        create: { id: randomUUID(), ...key, result, enteredAt: createdAt },
        update: { result },
      });
    }
    await db.stay.update({ where: { id: stayId }, data: { needsPlan: true } });
  };
  return {
    ...made,
    here: () =>
      bot.clock.now().toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' }),
    async site(name, facts = {}) {
      const id = randomUUID();
      await db.site.create({ data: { id, name, createdAt, ...facts } });
      return id;
    },
    async guest({
      name,
      room,
      site,
      locale = 'en',
      entry,
      state = 'here',
      tests = [],
      destination,
      isReachable,
    }) {
      const person = bot.person('telegram', { name, locale });
      const [personId, stayId] = [randomUUID(), randomUUID()];
      const siteId = site ?? null;
      await db.person.create({ data: { id: personId, name, room: room ?? null, siteId, locale, createdAt } });
      const more = { languages: [], otherLanguages: [], otherCare: [], nextDestination: destination ?? null };
      await db.personDetails.create({ data: { personId, ...more } });
      await db.channelIdentity.create({
        data: {
          id: randomUUID(),
          account: 'telegram',
          externalId: person.id,
          displayName: name,
          personId,
          privateChat: isReachable === false ? null : person.id,
          createdAt,
        },
      });
      const entryOn = entry ? new Date(`${entry}T00:00:00Z`) : null;
      await db.stay.create({ data: { id: stayId, personId, siteId, state, entryOn, createdAt } });
      await takes(stayId, tests);
      return { ...person, personId, stayId };
    },
    takes: (guest, ...tests) => takes(guest.stayId, tests),
    async runUntil(there) {
      for (const stop of stops(bot.clock.now(), there)) await bot.later(until(stop));
    },
    downUntil: (there) => bot.later(until(there)),
    async reminders() {
      const rows = await db.reminder.findMany({ orderBy: [{ dueAt: 'asc' }, { key: 'asc' }] });
      return rows.map(({ kind, day, state }) => `${kind} ${day.toISOString().slice(0, 10)} ${state}`);
    },
  };
}

/** The moments on the way at which something falls due, and the last one. */
function stops(now: Temporal.Instant, there: string): string[] {
  const from = now.toZonedDateTimeISO(ZONE).toPlainDateTime();
  const days = from.toPlainDate().until(Temporal.PlainDateTime.from(there).toPlainDate()).days;
  const all = Array.from({ length: days + 1 }, (_none, day) =>
    ['08:30', '10:30', '19:30'].map((time) => `${from.toPlainDate().add({ days: day })}T${time}`),
  ).flat();
  const isBetween = (stop: string): boolean =>
    Temporal.PlainDateTime.compare(stop, from) > 0 && Temporal.PlainDateTime.compare(stop, there) < 0;
  return [...all.filter(isBetween), there];
}

/** The reminders somebody was sent, among all else that a stay brings. */
export const told = (guest: Guest): string[] =>
  guest.inbox().filter((text) => text.endsWith('just write here: a person reads every message.'));
