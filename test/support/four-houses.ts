/** A hotel and three houses in other time zones, their guests and their team, and what has come to each chat. */
import { expect } from 'vitest';
import { inviteCode, staffRoom } from './staff-room.ts';
import type { Delivered, Group, User } from './telegram-emulator/index.ts';
import type { WholeApp } from './whole-app.ts';

const HEADINGS = 'name,document_number,languages,entry_date,site,room';
/** Where they are. */
export const [HARBOUR, GULF, PORTO, HUDSON] = ['Harbour Hotel', 'Gulf Lodge', 'Porto House', 'Hudson House'];

/** Room, name, language of the account, entry, site. The hotel has twelve; the last of them comes at the last minute. */
export const GUESTS = [
  ['801', 'Ada Quinn', 'en', '2026-11-09', HARBOUR],
  ['802', 'Ben Ode', 'en', '2026-11-10', HARBOUR],
  ['803', 'Chloé Martin', 'fr', '2026-11-11', HARBOUR],
  ['804', '邓丽', 'zh-hans', '2026-11-12', HARBOUR],
  ['805', 'Emi Sato', 'ja', '2026-11-19', HARBOUR],
  ['806', 'Femi Ade', 'en', '2026-11-16', HARBOUR],
  ['807', 'Gita Rao', 'en', '2026-11-17', HARBOUR],
  ['808', 'Hana Kim', 'ko', '2026-11-17', HARBOUR],
  ['809', 'Igor Petrov', 'en', '2026-11-17', HARBOUR],
  ['810', 'Jia Wen', 'en', '2026-11-18', HARBOUR],
  ['811', 'Karim Aziz', '', '2026-11-17', HARBOUR],
  // Their evenings are our nights.
  ['11', 'Omar Said', 'en', '2026-11-19', GULF],
  ['21', 'Rosa Lima', 'es', '2026-11-09', PORTO],
  ['31', 'Sam Cole', 'en', '2026-11-09', HUDSON],
] as const;

const roster = (guests: readonly (readonly string[])[]): string =>
  [
    HEADINGS,
    ...guests.map(([room, name, language, entry, site]) =>
      [name, `P${room}`, language, entry, site, room].join(','),
    ),
  ].join('\n');

/** The night until eight, and the day after it. */
export const ROTA = [
  'team,date,shift,start,end,staff,lead',
  'Night desk,2026-11-22,Night,18:00,08:00,Chen,Chen',
  'Night desk,2026-11-23,Day,08:00,20:00,Wang,Wang',
].join('\n');

/** By which clock each of them lives. */
export const ZONES: Record<string, string> = {
  [HARBOUR]: 'Asia/Shanghai',
  [GULF]: 'Asia/Dubai',
  [PORTO]: 'America/Sao_Paulo',
  [HUDSON]: 'America/New_York',
};

/** A moment by the clock of the hotel. */
export const at = (local: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime('Asia/Shanghai').toInstant();

/** What somebody reads. */
export const textOf = ({ text, caption }: Delivered): string => text ?? caption ?? '';

/** The team, and what a test does with everybody; it is the clock of the hotel that is told. */
export async function fourHouses(bot: WholeApp) {
  const { telegram } = bot;
  const room = await staffRoom(bot);
  const { admin, group } = room;
  const sup = await room.hire('supervisor', 'Sun');
  const [wang, chen] = [await room.hire('liaison', 'Wang'), await room.hire('liaison', 'Chen')];
  const med = await room.hire('medic', 'Doctor Ma');
  for (const one of [sup, wang, chen, med]) await one.say('good morning', { chat: group });
  const places = new Map<string, User | Group>(
    Object.entries({ sup, wang, chen, med, admin, group } satisfies Record<string, User | Group>),
  );
  const chat = (name: string): User => places.get(name) as User;
  const says = async (who: User, text: string): Promise<string> => {
    await who.say(text);
    await bot.settle();
    return textOf(who.last());
  };
  const presses = async (who: User, label: string, message = who.last()): Promise<string> => {
    await who.press(message, label);
    await bot.settle();
    return textOf(who.last());
  };
  /** Some things are done in several looks, one a second. */
  const looks = async (): Promise<void> => {
    for (let look = 0; look < 5; look += 1) await bot.later({ seconds: 1 });
  };
  const until = async (local: string): Promise<void> => {
    await bot.later(bot.clock.now().until(at(local)));
    await looks();
  };
  const importRoster = async (guests: readonly (readonly string[])[]): Promise<void> => {
    await says(sup, '/roster');
    await sup.sendDocument(Buffer.from(roster(guests)), { fileName: 'roster.csv' });
    await bot.settle();
    expect(await presses(sup, '✅ Import')).toMatch(/(?:is|are) new/);
  };
  const connect = async (number: string, name: string, language: string): Promise<void> => {
    await says(wang, `/bindcode P${number}`);
    const user = telegram.user({ first_name: name, language_code: language });
    places.set(number, user);
    await user.start(inviteCode(textOf(wang.last())));
    await bot.settle();
  };
  const heard = new Map<string, number>();
  /** What has come to each place since this was asked last; places to which nothing came are left out. */
  const news = (): Map<string, string[]> => {
    const fresh = new Map<string, string[]>();
    for (const [name, place] of places) {
      const messages = place.messages();
      const texts = messages.slice(heard.get(name) ?? 0).map(textOf);
      heard.set(name, messages.length);
      if (texts.length > 0) fresh.set(name, texts);
    }
    return fresh;
  };
  /** Each place has got exactly one message with each of these words, in whatever order, and no other. */
  const expectNews = (told: Record<string, readonly string[]>): void => {
    const fresh = news();
    for (const name of new Set([...fresh.keys(), ...Object.keys(told)])) {
      const [texts, parts] = [fresh.get(name) ?? [], told[name] ?? []];
      const named = texts.map((text) => parts.find((part) => text.includes(part)) ?? text);
      expect(named.sort(), name).toEqual([...parts].sort());
    }
  };
  return {
    sup,
    wang,
    med,
    admin,
    group,
    chat,
    says,
    presses,
    looks,
    until,
    importRoster,
    connect,
    news,
    expectNews,
  };
}
