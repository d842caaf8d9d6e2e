import { expect, test } from 'vitest';
import {
  at,
  fourHouses,
  GUESTS,
  GULF,
  HARBOUR,
  HUDSON,
  PORTO,
  ROTA,
  textOf,
  ZONES,
} from '../support/four-houses.ts';
import type { Delivered } from '../support/telegram-emulator/index.ts';
import { wholeApp } from '../support/whole-app.ts';

const NOTICE = [
  'issuer: Harbour Office',
  `to: site=${HARBOUR}`,
  'en: Hot water',
  'There is no hot water tomorrow from 14:00 to 15:00.',
].join('\n');

const EXAM =
  'The exam is today, 2026-11-23, and nobody was told last evening. Please ask the student at once whether room, desk, line and device are ready, or how it went.';

/** What is written while the bot is down: when by the clock of the hotel, who, and the words. */
const WAITING = [
  ['2026-11-22T20:20', '805', '36.5, no symptoms'],
  ['2026-11-22T21:00', '803', "Notre bébé n'a plus de lait en poudre, pouvez-vous nous aider ?"],
  ['2026-11-22T22:00', 'wang', '/queue'],
  ['2026-11-22T23:00', '810', 'Could we have two towels please'],
  ['2026-11-22T23:01', '810', 'and a pillow'],
  ['2026-11-23T02:00', '804', '你好，请问核酸结果什么时候出来？'],
  ['2026-11-23T03:00', '806', 'My husband is unconscious, please help'],
  ['2026-11-23T08:40', '802', '36.8 no symptoms'],
] as const;

test('the bot is down from 20:00 to 09:00: everybody is answered once, nothing is late or sent twice, and what was missed is listed', {
  timeout: 240_000,
}, async () => {
  const bot = await wholeApp();
  const { db } = bot.store;
  const { telegram } = bot;
  const houses = await fourHouses(bot);
  const { sup, wang, med, admin, group, chat, says, presses, looks, until, news, expectNews } = houses;
  const { importRoster, connect } = houses;
  const ask = (locale: string): string => bot.say(locale, 'check-in:ask.self');
  const testTomorrow = (locale: string, date: string, number: number): string =>
    bot.say(locale, 'reminders:test', { date, number });

  // Eight in the morning of the 22nd: four houses, the rota of the night, fourteen guests, and what some of them need.
  await until('2026-11-22T08:00');
  await says(admin, `/site ${HARBOUR} release="Bus from the lobby at 10:30"`);
  for (const site of [GULF, PORTO, HUDSON]) await says(admin, `/site ${site} zone=${ZONES[site]}`);
  await says(admin, '/stayrules 14 early=1');
  await sup.sendDocument(Buffer.from(ROTA), { fileName: 'rota.csv', caption: '/shift import' });
  await bot.settle();
  await presses(sup, bot.say('en', 'staff-shifts:button.yes'));
  await importRoster(GUESTS);
  await looks();
  for (const [number, name, language] of GUESTS) if (language !== '') await connect(number, name, language);
  for (const day of ['10', '13', '16', '22']) await says(wang, `/result 801 negative 2026-11-${day}`);
  await says(wang, '/care 807 student 2026-11-23 09:00');
  await says(wang, '/care 808 chronic 2026-11-25');
  await says(wang, `/care ${GULF} 11 student 2026-11-23`);
  await says(wang, `/care ${PORTO} 21 chronic 2026-11-25`);

  // The day goes as every day: asked, answered, told ahead, reminded.
  await until('2026-11-22T08:30');
  for (const number of ['801', '802', '803', '804', '806'])
    await presses(chat(number), chat(number).last().buttons[0] ?? '');
  news();
  await until('2026-11-22T10:00');
  expectNews({
    801: [bot.say('en', 'reminders:day-before')],
    803: [bot.say('fr', 'reminders:three-days')],
    // The evening before, over there.
    group: ['🟠 #1 · 🔒', '📞 Hudson House: 1 person was not heard from today. Please call: 31'],
  });
  await until('2026-11-22T12:30');
  await until('2026-11-22T18:00');
  await group.waitFor('“Exam on 2026-11-23: please check room, desk, line and device this evening');
  news();
  await until('2026-11-22T19:00');
  const again = (locale: string): string => bot.say(locale, 'check-in:again');
  expectNews({
    805: [testTomorrow('ja', '11月23日', 4), again('ja')],
    806: [testTomorrow('en', '23 November', 7)],
    807: [again('en')],
    808: [again('ko')],
    809: [again('en')],
    810: [again('en')],
    sup: ['⏰ #2'],
    chen: ['⏰ #2'],
    group: ['🎒 Harbour Hotel: 1 to leave on 2026-11-23\n✅ May leave (1): 801'],
  });
  await until('2026-11-22T19:30');
  expectNews({ 21: [ask('es')] });

  // An emergency is paged, a notice is half sent, a twelfth guest is imported, and the bot stops, before it plans her stay.
  await until('2026-11-22T19:55');
  await says(chat('809'), 'Help, I keep vomiting blood and feel very weak');
  await until('2026-11-22T19:56');
  await until('2026-11-22T19:58');
  await group.waitFor('STILL UNCLAIMED: emergency #3 · room 809 (call 3)');
  await says(sup, `/notice ${NOTICE}`);
  await presses(sup, 'Preview');
  await presses(sup, 'Ask for approval');
  const refused = ['801', '803', '805', '807', '809'];
  for (const number of refused)
    telegram.faults.next({ kind: '502', method: 'sendMessage', chat: chat(number), times: 100 });
  await presses(admin, 'Approve and send');
  await bot.later({ seconds: 10 });
  const progress = await sup.waitFor('▓▓▓▓▓░░░░░ 50 %\nPeople: 11 · delivered: 5 · failed: 0 · waiting: 5');
  await importRoster([['812', 'Lena Berg', 'en', '2026-11-22', HARBOUR]]);
  await says(wang, '/stay 812 here');
  await bot.stop();
  telegram.faults.clear();
  news();

  // The night.
  for (const [time, who, words] of WAITING) {
    bot.clock.advance(bot.clock.now().until(at(time)));
    await chat(who).say(words);
  }
  bot.clock.advance(bot.clock.now().until(at('2026-11-23T09:00')));
  telegram.clearCalls();

  // Nine o'clock: every message is kept in the order in which it was written, and answered, the emergency first.
  await bot.restart();
  const inbound = await db.inbound.findMany({
    where: { receivedAt: { gte: new Date(at('2026-11-22T20:00').epochMilliseconds) } },
    orderBy: { id: 'asc' },
  });
  expect(inbound.map(({ payload }) => (payload as { text?: string }).text)).toEqual(
    WAITING.map(([, , words]) => words),
  );
  expect(new Set(inbound.map(({ state }) => state))).toEqual(new Set(['handled']));
  const sent = telegram
    .calls('sendMessage')
    .map(({ params }) => String(params.text))
    .filter((text) => !text.includes('Hot water'));
  const emergency = bot.say('en', 'ask:emergency.medical');
  for (const text of sent.slice(0, 4))
    expect(text.startsWith('🔴 EMERGENCY #7 · room 806') || text.startsWith(emergency), text).toBe(true);
  const received = (locale: string, number: number, need: string, urgency = 'normal'): string =>
    bot.say(locale, `ask:received.${urgency}`, { number, need: bot.say(locale, `common:need.${need}`) });
  await looks();
  const notice = 'There is no hot water tomorrow from 14:00 to 15:00.';
  expectNews({
    801: [notice, bot.say('en', 'reminders:may-leave', { date: '23 November' }), ask('en')],
    // Written after the hour of the question: it is answered.
    802: ['Noted for today: 36.8 °C · no symptoms.'],
    803: [notice, received('fr', 4, 'supplies', 'high'), ask('fr')],
    804: [received('zh-CN', 6, 'test'), ask('zh-CN')],
    // The answer to yesterday's reminder is yesterday's.
    805: [
      notice,
      bot.say('ja', 'check-in:noted.day', { date: '11月22日', what: '36.5 °C · 症状なし' }),
      ask('ja'),
    ],
    806: [emergency, ask('en')],
    807: [notice, ask('en')],
    808: [ask('ko')],
    809: [notice, ask('en')],
    810: [received('en', 5, 'supplies'), ask('en')],
    // It is eight in the evening there: the day is not over, and what was missed is still worth saying.
    31: [bot.say('en', 'reminders:day-before'), testTomorrow('en', '23 November', 14), ask('en')],
    wang: ['Open tickets 1–', '📋 Handover #1'],
    chen: ['📋 Handover #1'],
    med: ['🔴 EMERGENCY #7', 'emergency #3 · room 809 (call 4)'],
    admin: ['🔴 EMERGENCY #7', 'emergency #3 · room 809 (call 4)'],
    group: [
      '🔴 EMERGENCY #7 · room 806',
      'emergency #3 · room 809 (call 4)',
      '🔴 #7 · 🔒 · EMERGENCY\nroom 806',
      '🟠 #4 · Supplies · urgent\nChloé Martin',
      '⚪ #5 · Supplies · normal\nJia Wen',
      '⚪ #6 · Test or result · normal\n邓丽',
      // Missed by a night: asked after.
      `🟠 #8 · Online class or exam · urgent\nOmar Said · room 11 · Gulf Lodge`,
      '🟠 #9 · 🔒 · urgent\nroom 21',
      '⚠️ Gulf Lodge: 1 reminder was not sent in time because we were down, and its moment has passed. Please tell them in person. Rooms: 11 ·',
      '⚠️ Harbour Hotel: 1 reminder was not sent in time because we were down, and its moment has passed. Please tell them in person. Rooms: 812 ·',
      '⚠️ Porto House: 1 reminder was not sent in time because we were down, and its moment has passed. Please tell them in person. Rooms: 21 ·',
      '⚠️ 1 test was not taken by the end of 2026-11-22 · Harbour Hotel · room 810.',
      '🎒 Hudson House: 1 to leave on 2026-11-23',
      // Ten in the evening there, within two hours of the calls.
      '📞 Porto House: 1 person was not heard from today. Please call: 21',
      '📋 Handover #1 · Night desk · 2026-11-23 09:00\nFrom: 2026-11-22 18:00–08:00 Night · Chen ★\nTo: 08:00–20:00 Day · Wang ★',
    ],
  });
  expect(textOf(await group.waitFor('🟠 #8'))).toContain(EXAM);
  expect(textOf(await group.waitFor('⚪ #5'))).toContain(
    '“Could we have two towels please”\nLatest of 2 messages: “and a pillow”\n🧺 2 × Towel · 1 × Pillow',
  );
  expect(
    await db.checkIn.count({
      where: { remindedAt: { gte: new Date(at('2026-11-22T20:00').epochMilliseconds) } },
    }),
  ).toBe(0);
  expect(await db.handover.count()).toBe(1);

  // Another stop and start, and some more looks, add nothing.
  await bot.stop();
  await bot.restart();
  await looks();
  expectNews({});
  expect(await db.outgoing.count({ where: { state: 'pending' } })).toBe(0);
  expect(
    textOf(sup.messages().find(({ message_id }) => message_id === progress.message_id) as Delivered),
  ).toContain('100 %');

  // The lists are exact.
  expect((await says(wang, '/unheard')).split('\n')).toEqual([
    '🔇 Not heard from: 14 of 15',
    '',
    '🏨 Gulf Lodge · 2026-11-22 · 1 of 1',
    '• 11 · Omar Said · never heard from · asked 2026-11-22 08:30',
    '',
    '🏨 Harbour Hotel · 2026-11-23 · 11 of 12',
    '• 801 · Ada Quinn · last heard on 2026-11-22 · asked 09:00',
    '• 803 · Chloé Martin · last heard on 2026-11-22 · asked 09:00',
    '• 804 · 邓丽 · last heard on 2026-11-22 · asked 09:00',
    '• 805 · Emi Sato · last heard on 2026-11-22 · asked 09:00',
    '• 806 · Femi Ade · last heard on 2026-11-22 · asked 09:00',
    '• 807 · Gita Rao · never heard from · asked 09:00',
    '• 808 · Hana Kim · never heard from · asked 09:00',
    '• 809 · Igor Petrov · last heard on 2026-11-22 · asked 09:00',
    '• 810 · Jia Wen · never heard from · asked 09:00',
    '• 811 · Karim Aziz · never heard from · ⚠ not registered: nobody can write to them',
    '• 812 · Lena Berg · never heard from · ⚠ not registered: nobody can write to them',
    '',
    '🏨 Hudson House · 2026-11-22 · 1 of 1',
    '• 31 · Sam Cole · never heard from · asked 20:00',
    '',
    '🏨 Porto House · 2026-11-22 · 1 of 1',
    '• 21 · Rosa Lima · never heard from · asked 08:30',
  ]);
  const [dropped = '', planned = ''] = (await says(sup, '/reminders')).split('\n\n');
  expect(
    dropped
      .split('\n')
      .filter((line) => line.endsWith('on 2026-11-23'))
      .sort(),
  ).toEqual([
    '• 19:00 · room 21 · Porto House · Rosa Lima · test of day 14 on 2026-11-23',
    '• 2026-11-22 19:00 · room 11 · Gulf Lodge · Omar Said · test of day 4 on 2026-11-23',
    '• 2026-11-22 19:00 · room 812 · Harbour Hotel · Lena Berg · test of day 1 on 2026-11-23',
  ]);
  expect(planned.split('\n').slice(1, 4).sort()).toEqual([
    '• 10:00 · room 802 · Harbour Hotel · Ben Ode · the day before the release on 2026-11-24',
    '• 10:00 · room 804 · Harbour Hotel · 邓丽 · three days before the release on 2026-11-26',
    '• 2026-11-23 07:00 · room 21 · Porto House · Rosa Lima · the day before the release on 2026-11-23',
  ]);

  // The day shift takes over, the emergencies are claimed, and the twelfth guest gets what she missed.
  await presses(wang, bot.say('en', 'staff-handover:button.accept'), await wang.waitFor('📋 Handover #1'));
  await says(med, '/claim 3');
  await says(med, '/claim 7');
  await connect('812', 'Lena Berg', 'en');
  await looks();
  expect(
    chat('812')
      .inbox()
      .map(textOf)
      .filter((text) => text.includes(notice)),
  ).toHaveLength(1);
  news();

  // What comes next comes at its hour, once; where it was night it came in the morning.
  await until('2026-11-23T10:00');
  const told = news();
  expect(told.get('802')).toEqual([expect.stringContaining(bot.say('en', 'reminders:day-before'))]);
  expect(told.get('804')).toEqual([expect.stringContaining(bot.say('zh-CN', 'reminders:three-days'))]);
  for (const number of ['801', '803', '805', '806', '807', '808', '809', '810', '11', '21', '31'])
    expect(told.has(number), number).toBe(false);
  await until('2026-11-23T17:59');
  expect(news().has('21')).toBe(false);
  await until('2026-11-23T18:00');
  expect(news().get('21')).toEqual([expect.stringContaining(bot.say('es', 'reminders:day-before'))]);
  for (const [number, name, , , site] of GUESTS.filter(([, , language]) => language !== '')) {
    const inbox = chat(number).inbox();
    const notices = inbox.filter((one) => textOf(one).includes(notice));
    expect(notices, name).toHaveLength(site === HARBOUR ? 1 : 0);
    for (const one of inbox.filter(({ sentAt }) => sentAt > at('2026-11-22T20:00').epochMilliseconds)) {
      const there = Temporal.Instant.fromEpochMilliseconds(one.sentAt).toZonedDateTimeISO(ZONES[site] ?? '');
      expect(there.hour >= 7 && there.hour < 22, `${name}, ${there}: ${textOf(one)}`).toBe(true);
    }
  }
  expect(await db.handover.count()).toBe(1);
  expect(await db.outgoing.count({ where: { state: { not: 'sent' } } })).toBe(0);
});
