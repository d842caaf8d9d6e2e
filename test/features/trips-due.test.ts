import { describe, expect, test } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { transact } from '../../src/store/transaction.ts';
import { listUnaccounted } from '../../src/store/trips.ts';
import { last } from './desk-team.ts';
import { scene } from './trips-scene.ts';

const LATE = /^⏰ Trip 1/;

describe('a trip that does not arrive', () => {
  test('is told of once, with names, to the team of the place and to whoever planned it', async () => {
    const { bot, wang, group, moonGroup, traveller } = await scene();
    await traveller('Ana', { room: '1203' });
    await traveller('Bo');
    await wang.says(
      '/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-22 02:00" until=03:00 vehicle=A1 driver=Wu',
    );
    await wang.says('/trip 1 add Ana, Bo');
    await wang.says('/board 1 all');
    await bot.later({ minutes: 10 });
    await wang.says('/trip 1 depart');
    await bot.later({ minutes: 89 });
    expect(moonGroup.texts().filter((text) => LATE.test(text))).toEqual([]);
    await bot.later({ minutes: 1 });
    const text =
      '⏰ Trip 1 (Sun Hotel → Moon Hotel, A1 · Wu) was expected at 03:10. 2 people not seen at its end yet: Ana (1203), Bo';
    expect(last(moonGroup.texts())).toBe(text);
    expect(last(wang.inbox())).toBe(text);
    expect(group.texts().filter((one) => LATE.test(one))).toEqual([]);
    await bot.later({ hours: 3 });
    expect(moonGroup.texts().filter((one) => LATE.test(one))).toHaveLength(1);
    await wang.presses(/^Trip 1$/);
    expect(last(wang.inbox())).toContain('🚌 Trip 1 · under way');
  });

  test('also when the bot was down meanwhile, by one of several processes, and not for those who have arrived', async () => {
    const { bot, wang, moonGroup, traveller } = await scene();
    await traveller('Ana');
    await traveller('Bo');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" km=20');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-24 10:00" km=20');
    await wang.says('/trip 1 add Ana, Bo');
    await wang.says('/board 1 all');
    await wang.says('/trip 1 depart');
    await wang.says('/arrive 1 Ana 12');
    bot.clock.advance({ hours: 13 });
    const { app, store } = bot;
    const around = { features: app.features, t: createTranslate(), capabilities: () => undefined };
    const trips = app.features.find(({ name }) => name === 'trips');
    const sweep = () =>
      transact(store.db, async (tx) => trips?.sweep?.(createWork(tx, bot.clock.now(), around)));
    await Promise.all([sweep(), sweep(), sweep()]);
    await bot.settle();
    const late = moonGroup.texts().filter((text) => LATE.test(text));
    expect(late).toHaveLength(1);
    expect(late[0]).toContain('Not seen at its end yet: Bo');
    expect(late[0]).not.toContain('Ana');
    await wang.says('/arrive 1 Bo');
    await wang.says('/trip 1 close');
    await bot.later({ hours: 5 });
    expect(moonGroup.texts().filter((text) => LATE.test(text))).toHaveLength(1);
  });
});

describe('at a handover', () => {
  test('the sheet names who is missing, what is under way and what the next shift drives', async () => {
    const { bot, group, wang, traveller, colleague } = await scene();
    const sup = await colleague('Sup', 'supervisor');
    await colleague('Chen');
    await sup.says('/shift plan Day shift two Wang, Chen');
    await sup.presses(/Yes, do it/);
    await traveller('Ana', { room: '1203' });
    await traveller('Bo', { room: '1204' });
    await traveller('Cy');
    await wang.says(
      '/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-22 07:30" until="2026-11-22 09:00"',
    );
    await wang.says('/trip 1 add Ana, Bo');
    await wang.says('/trip new from="Moon Hotel" to="Sun Hotel" at="2026-11-22 14:00"');
    await wang.says('/trip 2 add Cy');
    await wang.says('/trip new from="Moon Hotel" to="Sun Hotel" at="2026-11-24 14:00"');
    await bot.later({ hours: 5, minutes: 30 });
    await wang.says('/board 1 Bo');
    await wang.says('/trip 1 missing Ana');
    await wang.says('/trip 1 depart');
    expect((await listUnaccounted(bot.store.db)).map(({ name, trip, state }) => [name, trip, state])).toEqual(
      [
        ['Ana', 1, 'missing'],
        ['Bo', 1, 'boarded'],
        ['Cy', 2, 'listed'],
      ],
    );
    await bot.later({ minutes: 30 });
    const sheet = group.texts().findLast((text) => text.startsWith('📋')) ?? '';
    const section = sheet.slice(sheet.indexOf('🚌')).split('\n\n')[0] ?? '';
    expect(section.split('\n')).toEqual([
      '🚌 Trips (3)',
      '• 🆘 Ana is missing from trip 1 · room 1203 · #1',
      '• Trip 1 · under way · 07:30 · Sun Hotel → Moon Hotel · 2 people',
      '• Trip 2 · planned · 14:00 · Moon Hotel → Sun Hotel · 1 person',
    ]);
  });
});

describe('on a platform without buttons and edits', () => {
  test('names are chosen by number, in Chinese, and every answer is a new message', async () => {
    const wechat = { wechat: { buttons: false, edit: false } };
    const { bot, wang, traveller, seats, colleague } = await scene({ accounts: wechat }, 'wechat');
    const liu = await colleague('刘', 'liaison', { account: 'wechat', locale: 'zh-CN' });
    await traveller('王丽', { room: '1203' });
    await traveller('李明', { room: '1204' });
    await traveller('李雷', { room: '1205' });
    await liu.says('车次 新建 从="Sun Hotel" 到="Moon Hotel" 时间="明天 08:30" 车牌=沪A12345 公里=42');
    expect(last(liu.inbox())).toContain(
      '🚌 车次 1 · 已计划\nSun Hotel → Moon Hotel · 转运\n2026-11-23 08:30 · 沪A12345 · 42 公里',
    );
    await liu.says('车次 1 加 1203、李');
    // Whoever is asked for is answered by number.
    const asked = liu.posts().at(-1)?.content.choices?.flat() ?? [];
    expect(asked.map(({ label }) => label)).toEqual(['李明 · 1204 · Sun Hotel', '李雷 · 1205 · Sun Hotel']);
    await liu.says('2');
    expect(await seats(1)).toEqual({ 王丽: 'listed', 李雷: 'listed' });
    expect(last(liu.inbox())).not.toContain('◻️');
    const names = liu.posts().at(-1)?.content.choices?.flat() ?? [];
    const at = names.findIndex(({ label }) => label.includes('王丽')) + 1;
    const count = liu.inbox().length;
    await liu.says(String(at));
    expect(liu.inbox()).toHaveLength(count + 1);
    expect(last(liu.inbox())).toContain('✅ 王丽 (1203)');
    expect(await seats(1)).toEqual({ 王丽: 'boarded', 李雷: 'listed' });
    await liu.says('车次 1 发车');
    expect(last(liu.inbox())).toContain('车次 1 不能发车：还有 1 人没有上车：李雷 (1205)');
    await liu.says('上车 1 李雷');
    await liu.says('车次 1 发车');
    await liu.says('到达 1 全部');
    expect(last(liu.inbox())).toContain('车次 1：2 人已到达');
    await liu.says('车次 1 结束');
    expect((await bot.store.db.trip.findFirstOrThrow()).state).toBe('closed');
    expect(wang.inbox()).toEqual([]);
  });
});

describe('making a trip', () => {
  test('asks one thing at a time, takes a wrong answer again, and guesses nothing', async () => {
    const { wang, trip, group, sun, bot } = await scene();
    await wang.saysIn(group, '/trip new');
    expect(last(group.texts())).toContain('Only from and to are needed');
    await wang.says('/trip new');
    await wang.presses(/Sun Hotel/);
    expect(last(wang.inbox())).toContain('Where to?');
    await wang.says('City Hospital');
    expect(last(wang.inbox())).toContain('That is none of our sites');
    await wang.presses(/to hospital/);
    // What quotes a message is for whoever that is about.
    await wang.says('tomorrow 07:00', { replyTo: 'x' });
    expect(last(wang.inbox())).toContain('which ticket that message belongs to');
    await wang.says('soon');
    expect(last(wang.inbox())).toContain('“soon” is no time');
    await wang.says('tomorrow 08:30');
    await wang.says('A1');
    await wang.presses(/Leave open/);
    await wang.says('far');
    expect(last(wang.inbox())).toContain('“far” is no distance');
    await wang.says('12 km');
    expect(last(wang.inbox())).toContain('Trip 1 is planned.');
    const made = await trip(1);
    expect(made).toMatchObject({
      fromPlace: 'Sun Hotel',
      fromSiteId: sun,
      toPlace: 'City Hospital',
      toSiteId: null,
      purpose: 'hospital',
      vehicle: 'A1',
      driver: null,
    });
    expect([made.plannedFor?.toISOString(), Number(made.kilometres)]).toEqual([
      '2026-11-23T00:30:00.000Z',
      12,
    ]);
    await wang.says('/trip new');
    await wang.presses(/^Cancel$/);
    expect(last(wang.inbox())).toBe('All right, no trip.');
    await wang.pressesId('tripform:site:1');
    expect(await bot.store.db.trip.count()).toBe(1);
  });

  test('refuses what cannot be, each with a sentence, and changes nothing', async () => {
    const { wang, bot, traveller } = await scene();
    await traveller('Ana');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-22 10:00"');
    await wang.says('/trip 1 add Ana');
    for (const [said, answer] of [
      ['/trip new to=Sun', 'Only from and to are needed'],
      ['/trip new from=Sun to=Nowhere', '“Nowhere” is none of our sites'],
      ['/trip new from=Sun to=Moon wheels=4', 'I do not know wheels='],
      ['/trip new from=Sun to=Moon purpose=fun', '“fun” is no purpose'],
      ['/trip new from=Sun to=Moon at=never', '“never” is no time'],
      ['/trip new from=Sun to=Moon at="2026-11-22 10:00" until="2026-11-22 09:00"', 'before the departure'],
      ['/trip new from=Sun to=Moon at="2024-11-22 10:00"', 'too long ago or too far ahead'],
      [`/trip new from=Sun to=Moon driver=${'x'.repeat(61)}`, 'under 60 characters'],
      ['/trip 1 dance', '/trip lists open trips'],
      ['/trip 1 close', 'Trip 1 is planned: that cannot be done now.'],
      ['/trip 1 cancel', 'The reason is needed.'],
      ['/trip 1 arrive', 'has not departed yet'],
      ['/trip 1 depart', 'cannot depart: Ana is not on board'],
      ['/trip 1 drop Ana', 'The reason is needed.'],
      ['/trip 1 drop Nobody at all', 'Nobody on trip 1 is called'],
      ['/trip 1 add flight MU999', 'Nobody of flight MU999'],
      ['/trip totals 2026-11-30 2026-11-01', 'at most 92 days'],
      ['/trip totals soon', '“soon” is no day'],
      ['/board', '/board 5 Ana Lima'],
    ] as const) {
      await wang.says(said);
      expect(last(wang.inbox()), said).toContain(answer);
    }
    expect(await bot.store.db.trip.count()).toBe(1);
    await wang.says('/board 1 Ana');
    await wang.says('/trip 1 depart 23:00');
    const { departedAt } = await bot.store.db.trip.findFirstOrThrow();
    expect(departedAt?.toISOString()).toBe('2026-11-21T15:00:00.000Z');
    await wang.says('/trip 1 at="2026-11-22 12:00"');
    expect(last(wang.inbox())).toContain('Trip 1 has left');
    await wang.says('/trip 1 arrive 22:00');
    expect(last(wang.inbox())).toContain('before the departure');
  });
});
