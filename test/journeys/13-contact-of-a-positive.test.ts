import { expect, test } from 'vitest';
import { inviteCode, staffRoom } from '../support/staff-room.ts';
import { inboxOf, talk, textOf } from '../support/talk.ts';
import type { User } from '../support/telegram-emulator/index.ts';
import { openPage } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';

const HEADINGS =
  'name,birth_date,document_number,languages,flight,seat,entry_date,home_jurisdiction,party,site,room';
const FLIGHT = 'MU 554';

/** Those who write to us: room, language of the list and of the account, document, flight, seat, entry, home, party. */
const GUESTS = [
  ['Nils Lind', '801', 'English', 'en', FLIGHT, '12A', '2026-11-16', 'Ningbo', 'Lind'],
  ['林美', '801', '中文', 'zh-hans', FLIGHT, '12B', '2026-11-16', 'Ningbo', 'Lind'],
  ['Minh Tran', '901', 'Vietnamese', 'vi', FLIGHT, '30A', '2026-11-16', 'Ningbo', 'Tran'],
  ['Amal Haddad', '1001', 'Arabic', 'ar', FLIGHT, '21C', '2026-11-16', 'Macao', ''],
  ['Pierre Roux', '1002', 'French', 'fr', FLIGHT, '22C', '2026-11-16', 'Macao', ''],
  ['Yuki Mori', '1003', 'Japanese', 'ja', FLIGHT, '12D', '2026-11-16', 'Ningbo', ''],
  // The same number on the day before, and another flight.
  ['Kim Jiho', '1101', 'Korean', 'ko', FLIGHT, '12C', '2026-11-15', 'Ningbo', ''],
  ['Ivan Petrov', '1102', 'Russian', 'ru', 'CA 981', '3A', '2026-11-16', 'Macao', ''],
] as const;

/** Their daughter, who has no account; a friend who came two days later and lives next door; 30 of the flight in all. */
const OTHERS = [
  ['林乐', '2020-05-01', '', '中文', FLIGHT, '12C', '2026-11-16', 'Ningbo', 'Lind', '801'],
  ['Sofía Reyes', '', 'P90000', 'Spanish', 'MU 777', '1A', '2026-11-18', 'Ningbo', 'Lind', '802'],
  ['Lan Tran', '', '', 'Vietnamese', FLIGHT, '30B', '2026-11-16', 'Ningbo', 'Tran', '901'],
  ...Array.from({ length: 22 }, (_one, at) => [
    `Passenger ${String.fromCharCode(65 + at)}`,
    '',
    '',
    'English',
    FLIGHT,
    `${40 + at}A`,
    '2026-11-16',
    at < 2 ? 'Macao' : 'Ningbo',
    '',
    `${1200 + at}`,
  ]),
];

const ROSTER = [
  HEADINGS,
  ...GUESTS.map(([name, room, language, , flight, seat, entry, home, party], at) =>
    [name, '', `P${10000 + at}`, language, flight, seat, entry, home, party, 'Harbour Hotel', room].join(','),
  ),
  ...OTHERS.map((cells) => [...cells.slice(0, 9), 'Harbour Hotel', cells[9]].join(',')),
].join('\n');

/** Whose date moves, and to which: the party's by the day of the test, of the flight those whose days were fewer. */
const MOVED = [
  ['Amal Haddad', '2026-11-30'],
  ['Passenger A', '2026-11-30'],
  ['Passenger B', '2026-11-30'],
  ['Pierre Roux', '2026-11-30'],
  ['Sofía Reyes', '2026-12-06'],
  ['林乐', '2026-12-06'],
  ['林美', '2026-12-06'],
];

test('one of a flight of thirty tests positive: the medic is called, a list is made in confidence, exactly those whose date moves are corrected in their own language, and nobody reads whose test it was', {
  timeout: 180_000,
}, async () => {
  const bot = await wholeApp();
  const { db } = bot.store;
  const { says, presses, sends } = talk(bot);
  const room = await staffRoom(bot);
  const sup = await room.hire('supervisor', 'Sun');
  const [wang, med] = [await room.hire('liaison', 'Wang'), await room.hire('medic', 'Doctor Ma')];
  const releases = async (): Promise<Map<string, string | undefined>> => {
    const stays = await db.stay.findMany({ include: { person: true } });
    return new Map(
      stays.map(({ person, releaseOn }) => [person.name ?? '', releaseOn?.toISOString().slice(0, 10)]),
    );
  };

  // Ten in the morning. Fourteen days from entry, or from a contact; who goes on to Macao stays for ten.
  await bot.later({ hours: 8 });
  await says(room.admin, '/site Harbour Hotel');
  await says(room.admin, '/stayrules 14');
  await says(room.admin, '/stayrules 10 home=Macao');
  expect(await says(room.admin, '/stayrules 14 start=contact name=contact')).toContain(
    'counted from the last contact',
  );
  expect(await sends(sup, '/roster', Buffer.from(ROSTER))).toContain('33 are new');
  await presses(sup, '✅ Import');
  await bot.later({ seconds: 1 });
  expect(await db.stay.count({ where: { flight: 'MU554', entryOn: new Date('2026-11-16') } })).toBe(30);

  // Everybody who connects hears their date, in their own language.
  const chats = new Map<string, User>();
  for (const [at, [name, , , language]] of GUESTS.entries()) {
    await says(wang, `/bindcode P${10000 + at}`);
    const user = bot.telegram.user({ first_name: name, language_code: language });
    chats.set(name, user);
    await user.start(inviteCode(textOf(wang.last())));
    await bot.settle();
  }
  await says(wang, '/bindcode P90000');
  const sofia = await openPage(bot.url, { locale: 'es' });
  await sofia.say(inviteCode(textOf(wang.last())));
  await sofia.waitFor('Sofía');
  await bot.later({ seconds: 1 });
  await bot.later({ seconds: 1 });
  const chat = (name: string): User => chats.get(name) as User;
  const told: Record<string, string> = {
    'Nils Lind': '30 November',
    林美: '11月30日',
    'Minh Tran': '30 tháng 11',
    'Amal Haddad': '26 نوفمبر',
    'Pierre Roux': '26 novembre',
    'Yuki Mori': '11月30日',
    'Kim Jiho': '11월 29일',
    'Ivan Petrov': '26 ноября',
  };
  for (const [name, date] of Object.entries(told)) expect(inboxOf(chat(name)), name).toContain(date);
  await sofia.waitFor('2 de diciembre');

  // For the child her mother reads, and her father wrote last.
  await bot.later({ minutes: 1 });
  expect(await says(chat('林美'), '/stay')).toContain('11月30日');
  await bot.later({ minutes: 1 });
  expect(await says(chat('Nils Lind'), '/stay')).toContain('30 November');
  const before = await releases();
  const heard = new Map([...chats].map(([name, user]) => [name, user.inbox().length]));
  const since = (name: string): string[] => chat(name).inbox().slice(heard.get(name)).map(textOf);
  const page = sofia.heard().length;
  const posts = room.group.messages().length;

  // A liaison enters the positive, and is asked once more before anybody is called.
  expect(await says(wang, '/result Nils Lind positive')).toContain('POSITIVE on 2026-11-22. Record it?');
  expect(since('Nils Lind')).toEqual([]);
  await presses(wang, '✅ Record');
  const recorded = await wang.waitFor('Emergency #1 is open');
  expect(textOf(recorded)).toContain('Contacts found: 30');

  // The medic is paged; who may read it has the list, the party first, and nobody else learns of it.
  const call = await med.waitFor('Positive test of 2026-11-22');
  for (const one of [med, sup]) {
    const list = textOf(await one.waitFor('30 contacts, in confidence'));
    const lines = list.split('\n').slice(1);
    expect(new Set(lines.slice(0, 3).map((line) => line.split(' · ')[0]))).toEqual(
      new Set(['• 林乐', '• 林美', '• Sofía Reyes']),
    );
    for (const line of [
      '• 林美 · 801 · Harbour Hotel · same party · met 2026-11-22 · release 2026-11-30 → 2026-12-06',
      '• Sofía Reyes · 802 · Harbour Hotel · same party · met 2026-11-22 · release 2026-12-02 → 2026-12-06',
      '• Amal Haddad · 1001 · Harbour Hotel · same flight · seat 21C · met 2026-11-16 · release 2026-11-26 → 2026-11-30',
      '• Minh Tran · 901 · Harbour Hotel · same flight · seat 30A · met 2026-11-16 · release stays 2026-11-30',
    ])
      expect(lines).toContain(line);
    expect(lines.filter((line) => line.includes('→'))).toHaveLength(MOVED.length);
    expect(lines.join()).not.toMatch(/Kim Jiho|Ivan Petrov/);
  }
  for (const one of [wang, room.admin]) expect(inboxOf(one)).not.toContain('in confidence');
  expect(room.group.messages().slice(posts).map(textOf).join('\n')).not.toMatch(
    /Nils|林|Sofía|positive|contact/i,
  );

  // The dates of exactly these move.
  const after = await releases();
  const moved = [...after].filter(([name, day]) => before.get(name) !== day);
  expect(moved.sort()).toEqual(MOVED);

  // Those of them who write to us read why, and their new date; the mother reads it for her daughter as well.
  const reads = (name: string, locale: string, date: string, old: string): void => {
    const texts = since(name);
    expect(texts[0], name).toContain(bot.say(locale, 'tests:contact'));
    const news = texts.find((text) => text.includes(bot.say(locale, 'stay:told.changed', { before: old })));
    expect(news, name).toContain(date);
  };
  reads('林美', 'zh-CN', '12月6日', '11月30日');
  expect(since('林美')).toHaveLength(4);
  expect(since('林美').filter((text) => text.includes('林乐'))).toHaveLength(2);
  reads('Amal Haddad', 'ar', '30 نوفمبر', '26 نوفمبر');
  reads('Pierre Roux', 'fr', '30 novembre', '26 novembre');
  for (const name of ['Amal Haddad', 'Pierre Roux']) expect(since(name)).toHaveLength(2);
  const spanish = await sofia.waitFor('6 de diciembre');
  expect(spanish.text).toContain(bot.say('es', 'stay:told.changed', { before: '2 de diciembre' }));
  expect(sofia.heard().slice(page)).toHaveLength(2);
  for (const name of ['Minh Tran', 'Yuki Mori', 'Kim Jiho', 'Ivan Petrov'])
    expect(since(name), name).toEqual([]);
  const corrections = [...chats.keys()].filter((name) => name !== 'Nils Lind').flatMap(since);
  expect([...corrections, ...sofia.heard().slice(page)].join('\n')).not.toMatch(/Nils|Lind|801|12A/);

  // He himself knows only that a medic calls: the result he hears from her, and then from us.
  const calls = bot.say('en', 'tests:medic-calls');
  expect(since('Nils Lind')).toEqual([calls]);
  expect(await says(chat('Nils Lind'), '/stay')).toContain(bot.say('en', 'stay:hospital'));
  await presses(med, 'Claim', call);
  const words =
    'Good morning Nils, Doctor Ma here. Your test is positive; I am coming up to explain everything.';
  await says(med, `/reply 1 ${words}`);
  expect(textOf(chat('Nils Lind').last())).toContain(words);
  await presses(wang, 'Tell them the result now', recorded);
  expect(textOf(chat('Nils Lind').last())).toContain('The test of 22 November is positive');

  // The next day the friend's test is negative: it counts, and her date stays.
  await bot.later({ hours: 24 });
  await bot.later({ seconds: 1 });
  expect(await says(wang, '/result Sofía Reyes negative')).toContain('They have been told.');
  const negative = await sofia.waitFor(bot.say('es', 'tests:negative', { date: '23 de noviembre' }));
  expect(negative.text).toContain(bot.say('es', 'tests:counts', { number: 1 }));
  expect((await releases()).get('Sofía Reyes')).toBe('2026-12-06');

  // Two days more are asked for by a liaison and approved by a supervisor; she is told, and nobody else is.
  const counts = new Map([...chats].map(([name, user]) => [name, user.inbox().length]));
  expect(await says(wang, '/extend Sofía Reyes 2 the laboratory is late')).toContain('A supervisor decides.');
  expect((await releases()).get('Sofía Reyes')).toBe('2026-12-06');
  expect(await says(wang, '/approve 1')).not.toContain('approved by');
  const asked = await sup.waitFor('Wang asks for 2 days more: the laboratory is late');
  expect(textOf(asked)).toContain('6 December → 8 December');
  expect(await presses(sup, '✅ Approve', asked)).toContain('approved by Sun. Release date: 8 December');
  const longer = await sofia.waitFor('8 de diciembre');
  expect(longer.text).toContain(bot.say('es', 'stay:told.changed', { before: '6 de diciembre' }));
  expect(longer.text).toContain('the laboratory is late');
  await wang.waitFor('#1 · Sofía Reyes · 802 · Harbour Hotel: approved by Sun');
  expect(new Map([...chats].map(([name, user]) => [name, user.inbox().length]))).toEqual(counts);
  const changed = [...(await releases())].filter(([name, day]) => after.get(name) !== day);
  expect(changed).toEqual([['Sofía Reyes', '2026-12-08']]);
});
