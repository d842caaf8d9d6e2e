import { expect, test } from 'vitest';
import {
  CHILDREN,
  documentOf,
  EVERYBODY,
  HARBOUR,
  hotelOf,
  nameOf,
  places,
  resultsOf,
  roomOf,
  rosterOf,
  SEATS,
  WISHES,
  WRITERS,
  WUHAN,
} from '../support/flight-of-220.ts';
import { inviteCode, staffRoom } from '../support/staff-room.ts';
import { inboxOf, talk, textOf } from '../support/talk.ts';
import type { User } from '../support/telegram-emulator/index.ts';
import { openPage } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';

/** Whatever is waited for here has been sent already. */
const SOON = { timeoutMs: 1000 };
/** Children who are written to on a parent's account. */
const REACHED = WRITERS.flatMap(([at]) => CHILDREN[at] ?? []).length;

test('a flight of 220 from the list to the release: at every stage each of them is somewhere, and at the end all are released, at home or have left', {
  timeout: 300_000,
}, async () => {
  const bot = await wholeApp();
  const { db } = bot.store;
  const { says, presses, sends, until } = talk(bot);
  const room = await staffRoom(bot);
  const sup = await room.hire('supervisor', 'Sun');
  const [wang, li] = [await room.hire('liaison', 'Wang'), await room.hire('liaison', 'Li')];
  const med = await room.hire('medic', 'Doctor Ma');
  const chats = new Map<number, User>();
  const read = (at: number): string => inboxOf(chats.get(at) as User);
  const missing = (): Promise<string> => says(wang, '/missing CZ3081');
  /** Where /missing says that they are: it adds up, whatever it says. */
  const reconciled = async (): Promise<Record<string, number>> => {
    const text = await missing();
    const [, all, parts = ''] = /(\d+) on the list = (.+)/.exec(text) ?? [];
    const counts = Object.fromEntries(
      parts.split(' + ').map((part) => [part.replace(/^\d+ /, ''), Number.parseInt(part, 10)]),
    );
    const sum = Object.values(counts).reduce((total, count) => total + count, 0);
    expect([Number(all), sum], text).toEqual([SEATS, SEATS]);
    const here = Number(/Of the (\d+) here/.exec(text)?.[1] ?? 0);
    expect(here, text).toBe(counts.here ?? 0);
    for (const [, passed, lacking] of text.matchAll(/^· \D+ (\d+), \D+ (\d+)$/gm))
      expect(Number(passed) + Number(lacking), text).toBe(here);
    const { 'unaccounted for': unaccounted, ...others } = counts;
    return unaccounted ? counts : others;
  };

  // The day before: the list of the airline, two hotels, and the rules; seven days at home follow in Wuhan.
  await until('2026-11-22', '10:00');
  await says(room.admin, '/site Harbour Hotel', '/site Garden Hotel');
  await says(room.admin, '/stayrules 14 early=1', '/stayrules 14+7 home=Wuhan early=1');
  expect(await sends(sup, '/roster', rosterOf(EVERYBODY, false))).toContain(`${SEATS} are new`);
  await presses(sup, '✅ Import');
  expect(await reconciled()).toEqual({ 'to come': 220 });
  expect(await says(wang, '/person Guest 006')).toContain('pregnant');

  // The morning of the flight: at the airport some are given their link, one of them goes on in a browser.
  await until('2026-11-23', '09:00');
  const arrives = (at: number, name: string, language: string): User => {
    const user = bot.telegram.user({ first_name: name, language_code: language });
    chats.set(at, user);
    return user;
  };
  const sofia = await openPage(bot.url, { locale: 'es' });
  for (const [at, name, , language, how] of WRITERS) {
    if (how !== 'code' && how !== 'web') continue;
    const code = inviteCode(await says(wang, `/bindcode ${documentOf(at)}`));
    if (how === 'web') await sofia.say(code);
    else await arrives(at, name, language).start(code);
    await bot.settle();
  }
  await sofia.waitFor('Sofía Reyes');

  // Two buses to each hotel; those who write to us read when theirs goes, in their own language.
  for (const [number, some, km] of [
    [1, places(1, 60), 42],
    [2, places(61, HARBOUR), 42],
    [3, places(HARBOUR + 1, 170), 118],
    [4, places(171, SEATS), 118],
  ] as const) {
    const way = `from="Airport T2" to="${hotelOf(some[0] ?? 0)}" at="2026-11-23 11:00" until="12:00"`;
    await says(wang, `/trip new ${way} purpose=arrival vehicle=A1000${number} driver=Zhao km=${km}`);
    const added = await says(wang, `/trip ${number} add ${some.map(nameOf).join(', ')}`);
    expect(added).toContain(`${some.length} people added`);
  }
  expect(read(42)).toContain(bot.say('fr', 'trips:title.arrival'));
  await sofia.waitFor(bot.say('es', 'trips:title.arrival'));
  expect(await reconciled()).toEqual({ 'to come': 220 });

  // One is not there. The bus cannot leave until somebody says so; then people are paged, and it leaves without.
  const lost = nameOf(50);
  const [front, back] = [places(1, 30), places(31, 60).filter((at) => at !== 50)];
  await until('2026-11-23', '10:45');
  for (const some of [front, back]) await says(li, `/board 1 ${some.map(nameOf).join(', ')}`);
  expect(await says(li, '/trip 1 depart')).toContain(`${lost} (350) is not on board`);
  await says(li, `/trip 1 missing ${lost}`);
  const search = await sup.waitFor('Missing, did not come to trip 1', SOON);
  await room.group.waitFor('EMERGENCY #1', SOON);
  expect(await reconciled()).toEqual({ 'to come': 219, 'unaccounted for': 1 });
  const unaccounted = await presses(wang, '⚠️ Unaccounted for: 1');
  expect(unaccounted).toBe(`Unaccounted for:\n· ${lost} · Harbour Hotel · 350 · CZ3081`);
  await says(li, '/trip 1 depart', '/board 3 all', '/trip 3 depart');
  await presses(sup, 'Claim', search);

  // Found at the luggage belt, they go with the second bus; the search is over.
  await until('2026-11-23', '11:40');
  await says(li, `/trip 1 drop ${lost} found at the belt`, `/trip 2 add ${lost}`, '/board 2 all');
  expect(await reconciled()).toEqual({ 'to come': 220 });
  expect(await db.ticket.findMany()).toMatchObject([{ state: 'claimed', nextPageAt: null }]);
  await says(li, '/trip 2 depart');
  await until('2026-11-23', '12:10');
  await says(li, '/trip 1 arrive', '/arrive 1 all', '/trip 3 arrive', '/arrive 3 all');
  expect(await reconciled()).toEqual({ 'to come': 111, here: 109 });
  await until('2026-11-23', '12:50');
  await says(li, '/trip 2 arrive', '/arrive 2 all', '/board 4 all', '/trip 4 depart');
  expect(await reconciled()).toEqual({ 'to come': 50, here: 170 });
  await until('2026-11-23', '13:50');
  await says(li, '/trip 4 arrive', '/arrive 4 all');
  await says(wang, '/trip 1 close', '/trip 2 close', '/trip 3 close', '/trip 4 close');
  expect(await says(wang, '/trip totals')).toContain('Total: trips 4 · people 220 · 320 km');
  expect(await reconciled()).toEqual({ here: 220 });

  // The second hotel sends its list with the rooms, and the same people are found again.
  expect(read(42)).toContain(bot.say('fr', 'trips:room', { room: '342' }));
  expect(read(125)).toContain(bot.say('vi', 'trips:room-later'));
  const garden = await sends(sup, '/roster', rosterOf(places(HARBOUR + 1, SEATS), true));
  expect(garden).toContain('100 are known and would be brought up to date');
  await presses(sup, '✅ Import');
  expect(await db.person.count({ where: { room: null } })).toBe(0);

  // Others write by themselves: two are proven by the number they were registered with, one by a colleague.
  for (const [at, name, , language, how] of WRITERS) {
    const wish = WISHES[at];
    if (!wish) continue;
    const user = arrives(at, name, language);
    for (const words of [wish, roomOf(at), hotelOf(at), name]) await says(user, words);
    await bot.later({ seconds: 5 });
    if (how === 'number') await says(user, '/register', documentOf(at));
    else {
      await says(wang, '/identity');
      await presses(wang, `Yes, 1: ${name}`);
    }
    expect(read(at), name).toContain(bot.say(language, 'onboarding:welcome.hello', { name }));
  }
  expect(await missing()).toContain('registered 12, not registered 208');
  expect(await db.person.count()).toBe(SEATS);

  // The evening before the first test those who write to us are reminded; of the others a list is made.
  await until('2026-11-23', '19:00');
  expect(read(42)).toContain(bot.say('fr', 'reminders:test', { date: '24 novembre', number: 1 }));
  await room.group.waitFor('reminders could not be sent', SOON);
  const told = await db.stay.count({ where: { toldReleaseOn: new Date('2026-12-07') } });
  expect(told).toBe(WRITERS.length + REACHED);

  // In the morning they are asked how they are, and answer with one press, parents for their children too.
  await until('2026-11-24', '08:30');
  const silent = [41, 90, 125, 170, 180, 190];
  const answered = new Set<number>(silent);
  for (const [at, , , language, how] of WRITERS) {
    if (silent.includes(at)) continue;
    const ok = bot.say(language, 'check-in:button.ok');
    for (const one of [at, ...(CHILDREN[at] ?? [])]) {
      const user = chats.get(at) as User;
      if (how === 'web') await sofia.pressLabel(ok);
      else
        await user.press(user.messages().findLast(({ buttons }) => buttons.includes(ok)) ?? user.last(), ok);
      await bot.settle();
      answered.add(one);
    }
  }

  // Colleagues go from door to door to the others; who was not heard from is named, and nobody else.
  for (const at of EVERYBODY)
    if (!answered.has(at)) await (at % 2 ? li : med).say(`/heard ${roomOf(at)}: 36.6 no symptoms`);
  const named = await says(wang, '/unheard');
  expect(named).toContain(`Not heard from: ${silent.length} of ${SEATS}`);
  const lines = named.split('\n').filter((line) => line.startsWith('• '));
  expect(lines.map((line) => line.split(' · ').slice(0, 2)).sort()).toEqual(
    silent.map((at) => [`• ${roomOf(at)}`, nameOf(at)]).sort(),
  );
  expect(await missing()).toContain(`checked in today ${SEATS - silent.length}, not yet ${silent.length}`);

  // Tests on their days, by the laboratory's tables. In between one is taken to hospital and comes back.
  const tested = async (day: string, some: readonly number[]): Promise<void> => {
    await until(day, '15:00');
    expect(await sends(med, '/result', resultsOf(some, day))).toContain(`${some.length} new`);
    expect(await presses(med, '✅ Record')).toContain(`Recorded: ${some.length} results.`);
  };
  const drives = async (number: number, way: string, who: string): Promise<void> => {
    await says(li, `/trip new ${way}`, `/trip ${number} add ${who}`, `/board ${number} all`);
    await says(li, `/trip ${number} depart`, `/trip ${number} arrive`, `/arrive ${number} all`);
    await says(li, `/trip ${number} close`);
  };
  await tested('2026-11-24', EVERYBODY);
  expect(read(42)).toContain(bot.say('fr', 'tests:negative', { date: '24 novembre' }));
  await drives(5, 'from="Harbour Hotel" to="Sea Hospital" purpose=hospital', nameOf(110));
  expect(await reconciled()).toEqual({ here: 219, 'in hospital': 1 });
  await until('2026-11-26', '19:00');
  expect(read(125)).toContain(bot.say('vi', 'reminders:test', { date: '27 tháng 11', number: 4 }));
  const tabled = EVERYBODY.filter((at) => at !== 100);
  await tested('2026-11-27', tabled);
  await until('2026-11-28', '09:00');
  expect(await missing()).toContain('tested on time 218, overdue 1');
  expect(await presses(wang, 'Test overdue: 1')).toContain(`${nameOf(100)} · Harbour Hotel · 400`);
  await says(med, `/result ${nameOf(100)} negative`);
  expect(await missing()).toContain('tested on time 219, overdue 0');
  await drives(6, 'from="Sea Hospital" to="Harbour Hotel" purpose=arrival', nameOf(110));
  await says(li, `/arrive 6 ${nameOf(110)} 410`);
  expect(await reconciled()).toEqual({ here: 220 });
  await until('2026-11-29', '19:00');
  await tested('2026-11-30', EVERYBODY);

  // One is fetched by his consulate before his day has come.
  await drives(7, 'from="Garden Hotel" to="Consulate" purpose=release', nameOf(200));
  const remaining = EVERYBODY.filter((at) => at !== 200);
  expect(await reconciled()).toEqual({ here: 219, left: 1 });

  // Three days before, the day before and on the day those who write to us are told what to expect.
  await until('2026-12-04', '10:00');
  expect(read(42)).toContain(bot.say('fr', 'reminders:three-days'));
  await until('2026-12-06', '10:00');
  expect(read(42)).toContain(bot.say('fr', 'reminders:day-before'));
  await tested('2026-12-06', remaining);
  await until('2026-12-07', '08:00');
  expect(read(42)).toContain(bot.say('fr', 'reminders:may-leave', { date: '7 décembre' }));
  await sofia.waitFor(bot.say('es', 'reminders:may-leave', { date: '7 de diciembre' }));
  for (const kind of ['release-3', 'release-1', 'release-0'])
    expect(await db.reminder.count({ where: { kind, state: 'sent' } }), kind).toBe(told);

  // On the day itself: transport and papers are seen to for a whole hotel at once, and then they are let go.
  for (const [site, count] of [
    ['Harbour Hotel', HARBOUR],
    ['Garden Hotel', SEATS - HARBOUR - 1],
  ] as const) {
    expect(await says(li, `/discharge today ${site}`)).toContain(`May leave (${count})`);
    await presses(li, `☐ transport arranged: all ${count}`);
    await presses(li, `☐ documents handed over: all ${count}`);
    expect(await presses(li, `✅ Let all ${count} go`)).toContain(`${site}: ${count} people let go.`);
  }
  expect(await reconciled()).toEqual({ 'at home': WUHAN, released: SEATS - WUHAN - 1, left: 1 });

  // Each has a certificate of their own, on their phone in their language, or on paper.
  const stays = await db.stay.findMany({ include: { person: true } });
  const numbers = new Map(stays.map(({ person, releaseNumber }) => [person.name, releaseNumber]));
  expect(new Set(numbers.values()).size).toBe(remaining.length + 1);
  expect(numbers.get(nameOf(200))).toBeNull();
  for (const [at, name, , language, how] of WRITERS) {
    const title = bot.say(language, 'release:certificate.title', { number: numbers.get(name) });
    if (how === 'web') await sofia.waitFor(title);
    else expect(read(at), name).toContain(title);
  }
  expect(read(1)).toContain(bot.say('en', 'release:home', { date: '14 December 2026' }));
  await says(li, `/discharge ${nameOf(110)}`);
  const paper = await presses(li, '📄 Certificate');
  expect(paper).toContain(`No. ${numbers.get(nameOf(110))}`);
  expect(paper).toContain('from 23 November 2026 to 7 December 2026');
  await sofia.pressLabel('5 ★');
  await bot.settle();
  expect(await db.stay.findMany({ where: { rating: 5 }, include: { person: true } })).toMatchObject([
    { person: { name: 'Sofía Reyes' } },
  ]);

  // A week later the days at home are over as well, and nothing is left to be said to anybody.
  await until('2026-12-15', '09:00');
  expect(read(1)).toContain(bot.say('en', 'release:home.over'));
  expect(await reconciled()).toEqual({ released: SEATS - 1, left: 1 });
  expect(await db.reminder.count({ where: { state: 'planned' } })).toBe(0);
  expect(textOf(wang.last())).toContain('0 unaccounted for');
});
