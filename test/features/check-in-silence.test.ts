import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { transact } from '../../src/store/transaction.ts';
import { countCheckIns } from '../../src/store/unheard.ts';
import { type Scene, scene } from './check-in-scene.ts';
import { last } from './desk-team.ts';

const morning = ({ bot }: Scene): Promise<void> => bot.later({ hours: 6, minutes: 30 });

/** The bot is away for so long: nothing is looked at in between. */
const away = async ({ bot }: Scene, by: Temporal.DurationLike): Promise<void> => {
  bot.clock.advance(by);
  await bot.later({ seconds: 1 });
};

/** The lines of /unheard that name somebody. */
const named = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('• '));

describe('silence', () => {
  test('is reminded once in the evening, then on a call list that one colleague takes', async () => {
    const made = await scene();
    const { bot, group } = made;
    const ana = await made.guest('Ana', { room: '1203', phone: '+8613800001111' });
    const bo = await made.guest('Bo', { room: '1204' });
    const cem = await made.guest('Cem', { room: '88', isRegistered: false, phone: '+8613800002222' });
    const wang = await made.colleague('Wang');
    const zhao = await made.colleague('Zhao', 'medic');
    await morning(made);
    await bo.presses(/All fine/);
    await bot.later({ hours: 10, minutes: 30 });
    expect(last(ana.inbox())).toContain('We have not heard from you yet today');
    expect([ana.inbox().length, bo.inbox().length, cem.inbox().length]).toEqual([2, 2, 0]);
    expect(group.texts().join('\n')).not.toContain('📞');
    await bot.later({ hours: 1, minutes: 30 });
    const list = last(group.texts());
    expect(list).toContain('📞 Sun Hotel: 2 people were not heard from today. Please call: 88, 1203');
    expect(list).toContain('1 of them is not registered');
    expect(list).not.toContain('8613800');
    expect(ana.inbox()).toHaveLength(2);

    await wang.presses(/I call them/, group);
    expect(last(group.texts())).toBe('📞 Sun Hotel: Wang calls them.');
    await zhao.presses(/I call them/, group);
    expect(last(group.texts())).toContain('Wang took that on at');

    // The list in the group has no numbers; in private those who may get a button for each.
    await wang.saysIn(group, '/unheard');
    expect(named(last(group.texts()))).toEqual([
      '• 88 · Cem · never heard from · ⚠ not registered: nobody can write to them',
      '• 1203 · Ana · never heard from · reminded 19:00',
    ]);
    await wang.says('/unheard sun');
    expect(wang.posts().at(-1)?.content.choices?.flat()).toEqual([]);
    await zhao.says('/unheard');
    await zhao.presses(/📞 88/);
    expect(last(zhao.inbox())).toContain('+8613800002222');
    expect(await made.db.audit.count({ where: { action: 'person.read' } })).toBe(1);

    await wang.saysIn(group, '/heard 88: 38.6 and a cough');
    const noted = group.texts().find((text) => text.startsWith('Noted for Cem')) ?? '';
    expect(noted).toContain('Noted for Cem · 88 · Sun Hotel.');
    expect(group.texts().join('\n')).not.toMatch(/38\.6|Cem.*#1/);
    expect(await made.db.ticket.findFirst()).toMatchObject({ need: 'medical', personId: cem.personId });
    await zhao.says('/heard 1203: no symptoms');
    expect(last(zhao.inbox())).toContain('no symptoms');
    await wang.says('/unheard');
    expect(last(wang.inbox())).toBe('✅ Everybody who is here was heard from (3).');
    for (const [said, answer] of [
      ['/heard 1203', 'Write /heard'],
      ['/heard 1203: see you later', "I can't read anything"],
      ['/heard 1203: 63', '63 can hardly be'],
      ['/unheard Moon', 'There is no site called Moon'],
    ] as const) {
      await wang.says(said);
      expect(last(wang.inbox())).toContain(answer);
    }
  });

  test('that nobody takes on is told to whoever is responsible, once', async () => {
    const made = await scene();
    const boss = await made.colleague('Boss', 'supervisor');
    await made.guest('Ana', { room: '1203' });
    await morning(made);
    await made.bot.later({ hours: 12 });
    await made.bot.later({ minutes: 29 });
    expect(boss.inbox()).toEqual([]);
    await made.bot.later({ minutes: 1 });
    expect(last(boss.inbox())).toContain('nobody has taken on to call the 1 person');
    await made.bot.later({ minutes: 10 });
    expect(boss.inbox()).toHaveLength(1);
    await boss.presses(/I call them/);
    expect(last(boss.inbox())).toContain('Boss calls them');
  });

  test('for two days is a ticket of their own, once, and urgent for the frail', async () => {
    const made = await scene();
    const ana = await made.guest('Ana', { room: '1203' });
    const old = await made.guest('Old', { room: '1204', flag: 'elderly' });
    const never = await made.guest('Never', { room: '1205', isRegistered: false });
    const frail = await made.guest('Frail', { room: '1206', isRegistered: false, flag: 'depression' });
    const fine = await made.guest('Fine', { room: '1207' });
    const day = async (): Promise<void> => {
      await made.bot.later({ hours: 6, minutes: 30 });
      await fine.presses(/All fine/);
      await made.bot.later({ hours: 10, minutes: 30 });
      await made.bot.later({ hours: 1, minutes: 30 });
    };
    await day();
    expect(await made.db.ticket.count()).toBe(0);
    await made.bot.later({ hours: 5, minutes: 30 });
    await day();
    const tickets = await made.db.ticket.findMany({ orderBy: { number: 'asc' } });
    expect(tickets.map(({ personId, need, urgency }) => [personId, need, urgency]).toSorted()).toEqual(
      [
        [ana.personId, 'other', 'normal'],
        [old.personId, 'other', 'high'],
        [frail.personId, 'other', 'high'],
      ].toSorted(),
    );
    expect(tickets.every(({ personId }) => personId !== never.personId)).toBe(true);
    expect(tickets[0]?.summary).toContain('Never heard from');
    await made.bot.later({ hours: 5, minutes: 30 });
    await day();
    expect(await made.db.ticket.count()).toBe(3);
  });
});

describe('after the bot was away', () => {
  test('from 20:00 to 09:00 nothing is asked twice, nothing is late, and the list is exact', async () => {
    const made = await scene();
    const { bot, group } = made;
    const wang = await made.colleague('Wang');
    const ana = await made.guest('Ana', { room: '1203' });
    const bo = await made.guest('Bo', { room: '1204' });
    await morning(made);
    await bo.presses(/All fine/);
    await bot.later({ hours: 10, minutes: 30 });
    await bot.later({ hours: 1 });
    expect([ana.inbox().length, bo.inbox().length]).toEqual([2, 2]);
    // Away at half past eight in the evening, when the calls were due, and at half past eight in the morning.
    await away(made, { hours: 13 });
    expect(group.texts().join('\n')).not.toContain('📞');
    expect([ana.inbox().length, bo.inbox().length]).toEqual([3, 3]);
    expect(last(ana.inbox())).toContain('How are you today?');
    expect(last(ana.inbox())).not.toContain('not heard');
    await bot.later({ minutes: 30 });
    expect(ana.inbox()).toHaveLength(3);
    await wang.says('/unheard');
    expect(named(last(wang.inbox())).map((line) => line.slice(2, 6))).toEqual(['1203', '1204']);
    expect(last(wang.inbox())).toContain('last heard on 2026-11-22');
  });

  test('over the reminder’s time it is dropped; those who were never asked get the question', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const wang = await made.colleague('Wang');
    await morning(made);
    const bo = await made.guest('Bo');
    // Back at 20:29, when the reminder of 19:00 still has a minute; Bo, who came at noon, was never asked.
    await away(made, { hours: 11, minutes: 59 });
    expect(last(ana.inbox())).toContain('not heard from you');
    expect(last(bo.inbox())).toContain('How are you today?');
    expect(last(bo.inbox())).not.toContain('not heard from you');
    const before = [ana.inbox().length, bo.inbox().length];
    await away(made, { hours: 10 });
    expect([ana.inbox().length, bo.inbox().length]).toEqual(before);
    // The next day, away from seven in the morning until ten in the evening: nobody is asked or called any more.
    await away(made, { hours: 16 });
    expect([ana.inbox().length, bo.inbox().length]).toEqual(before);
    expect(await made.db.callList.count({ where: { count: { gt: 0 } } })).toBe(0);
    await wang.says('/unheard');
    expect(named(last(wang.inbox()))).toHaveLength(2);
    expect(last(wang.inbox())).toContain('not asked yet');
  });

  test('three processes that look at the same moment ask once', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    await made.guest('Bo', { isRegistered: false, room: '12' });
    const { app, store, clock } = made.bot;
    const around = { features: app.features, t: createTranslate(), capabilities: () => undefined };
    const sweep = async (): Promise<void> => {
      const feature = app.features.find(({ name }) => name === 'check-in');
      await transact(store.db, async (tx) => feature?.sweep?.(createWork(tx, clock.now(), around)));
    };
    clock.advance({ hours: 6, minutes: 30 });
    await Promise.all([sweep(), sweep(), sweep()]);
    clock.advance({ hours: 12 });
    await Promise.all([sweep(), sweep(), sweep()]);
    await made.bot.settle();
    expect(ana.inbox()).toHaveLength(1);
    expect(made.group.texts().filter((text) => text.includes('📞'))).toHaveLength(1);
  });
});

test('many people are listed page by page, and counted by site, flight and home', async () => {
  const made = await scene();
  const wang = await made.colleague('Wang');
  const { db } = made;
  const createdAt = new Date(made.bot.clock.now().epochMilliseconds);
  const people = Array.from({ length: 40 }, (_one, at) => ({
    id: randomUUID(),
    name: `Guest ${at}`,
    room: String(100 + at),
    siteId: made.siteId,
    jurisdiction: at % 2 ? 'Hunan' : 'Hubei',
    createdAt,
  }));
  await db.person.createMany({ data: people });
  await db.stay.createMany({
    data: people.map(({ id }, at) => ({
      id: randomUUID(),
      personId: id,
      siteId: made.siteId,
      flight: at < 10 ? 'CA1' : 'CA2',
      state: 'here',
      createdAt,
    })),
  });
  await morning(made);
  await wang.says('/heard 105: 38.2');
  await wang.says('/unheard');
  expect(last(wang.inbox())).toContain('🔇 Not heard from: 39 of 40');
  const rooms = [named(last(wang.inbox()))];
  for (let page = 0; page < 2; page += 1) {
    await wang.presses(/Next page/);
    rooms.push(named(last(wang.inbox())));
  }
  expect(rooms.map((each) => each.length)).toEqual([15, 15, 9]);
  expect(new Set(rooms.flat()).size).toBe(39);
  expect(rooms.flat().some((line) => line.includes('105'))).toBe(false);
  const day = Temporal.PlainDate.from('2026-11-22');
  const days = [{ siteId: made.siteId, day }];
  const count = (by: 'site' | 'flight' | 'jurisdiction') => countCheckIns(db, days, by);
  expect(await count('site')).toEqual([{ key: made.siteId, here: 40, asked: 0, heard: 1, unwell: 1 }]);
  expect((await count('flight')).map(({ key, here, heard }) => [key, here, heard])).toEqual([
    ['CA1', 10, 1],
    ['CA2', 30, 0],
  ]);
  expect((await count('jurisdiction')).map(({ key, here, heard }) => [key, here, heard])).toEqual([
    ['Hubei', 20, 0],
    ['Hunan', 20, 1],
  ]);
});

test('the handover sheet says how many were asked, answered, silent and not well', async () => {
  const made = await scene();
  const boss = await made.colleague('Boss', 'supervisor');
  await made.colleague('Wang');
  await made.colleague('Chen');
  await boss.says('/shift plan two Wang, Chen');
  await boss.presses(/Yes, do it/);
  const ana = await made.guest('Ana');
  await made.guest('Bo');
  await morning(made);
  await ana.says('38.2 cough');
  await made.bot.later({ hours: 11, minutes: 30 });
  const sheet = made.group.texts().findLast((text) => text.startsWith('📋')) ?? '';
  expect(sheet).toContain(
    '🌡 Daily check-in\n• Sun Hotel: here 2 · asked 2 · answered 1 · not heard 1 · with symptoms 1',
  );
});
