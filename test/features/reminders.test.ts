import { describe, expect, it } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { ChannelError } from '../../src/errors.ts';
import { createTranslate } from '../../src/i18n.ts';
import { transact } from '../../src/store/transaction.ts';
import { last } from './desk-team.ts';
import { releaseScene, type Scene, told } from './release-scene.ts';

const NOTE = '10:30, main gate; bus to the airport; bring your passport';
/** Day 14 is 25 November. */
const ENTRY = '2026-11-11';

async function atSun(more: Parameters<Scene['guest']>[0] = { name: 'Ana' }) {
  const scene = await releaseScene();
  const sun = await scene.site('Sun Hotel', { timeZone: 'Asia/Shanghai', releaseNote: NOTE });
  const ana = await scene.guest({ room: '1203', site: sun, entry: ENTRY, destination: 'Wuhan', ...more });
  return { ...scene, sun, ana };
}

describe('reminders', () => {
  it('come three days before, the day before and on the day, each once', async () => {
    const scene = await atSun({ name: 'Ana', tests: ['negative 2026-11-18'] });
    const { ana, runUntil, takes, bot } = scene;
    await runUntil('2026-11-22T09:30');
    const before = told(ana).length;
    await runUntil('2026-11-22T10:30');
    expect(told(ana).slice(before)).toEqual([
      [
        'Your stay is coming to its end.',
        'Your release date is 25 November: 14 days from your entry on 11 November; test to come: day 14 (25 November).',
        `For your departure: ${NOTE}`,
        'If anything is unclear, just write here: a person reads every message.',
      ].join('\n'),
    ]);
    expect(ana.posts().at(-1)?.content.choices?.flat()[0]?.id).toBe('need:other');
    await runUntil('2026-11-24T12:00');
    expect(last(told(ana))).toMatch(/^It is nearly time to leave\.\nYour release date is 25 November/);
    expect(last(told(ana))).toContain('Before you travel on to Wuhan, please check which rules apply there');
    await runUntil('2026-11-24T20:00');
    expect(last(told(ana))).toMatch(/^Tomorrow, 25 November, is your test of day 14\./);
    await takes(ana, 'negative 2026-11-25');
    await runUntil('2026-11-25T08:30');
    expect(last(told(ana))).toMatch(/^25 November is the day of your release, and nothing stands in the way/);
    expect(last(told(ana))).toContain(NOTE);
    const count = told(ana).length;
    await bot.store.db.stay.updateMany({ data: { needsPlan: true } });
    await runUntil('2026-11-27T12:00');
    expect(told(ana)).toHaveLength(count);
    expect(await scene.reminders()).toEqual([
      'release-3 2026-11-25 sent',
      'release-1 2026-11-25 sent',
      'test-14 2026-11-25 sent',
      'release-0 2026-11-25 sent',
    ]);
  });

  it('say honestly on the day that somebody cannot leave yet, and why', async () => {
    const { ana, runUntil } = await atSun({ name: 'Ana', tests: ['negative 2026-11-18'] });
    await runUntil('2026-11-25T08:30');
    const text = last(told(ana));
    expect(text).toMatch(/^25 November was to be the day of your release\. We are sorry/);
    expect(text).toContain('test still missing: day 14 (25 November)');
    expect(text).not.toContain('you may leave');
  });

  it('are planned anew when a date moves, and nothing is said twice when it comes back', async () => {
    const scene = await atSun({ name: 'Ana', tests: ['negative 2026-11-18'] });
    const { ana, runUntil, bot } = scene;
    const { db } = bot.store;
    await runUntil('2026-11-22T11:00');
    const enteredOn = (day: string) =>
      db.stay.updateMany({ data: { entryOn: new Date(`${day}T00:00:00Z`), needsPlan: true } });
    await enteredOn('2026-11-14');
    await runUntil('2026-11-22T12:00');
    expect(await scene.reminders()).toEqual(
      expect.arrayContaining([
        'release-3 2026-11-25 sent',
        'release-1 2026-11-25 withdrawn',
        'release-0 2026-11-25 withdrawn',
        'release-3 2026-11-28 planned',
      ]),
    );
    await enteredOn(ENTRY);
    await runUntil('2026-11-22T13:00');
    expect(await scene.reminders()).toEqual(
      expect.arrayContaining(['release-1 2026-11-25 planned', 'release-3 2026-11-28 withdrawn']),
    );
    await runUntil('2026-11-25T12:30');
    const ends = told(ana).filter((text) => text.includes('coming to its end'));
    const days = told(ana).filter((text) => text.includes('nearly time to leave'));
    expect([ends.length, days.length]).toEqual([1, 1]);
  });

  it('of a date that is no longer so are not sent, though nobody has planned anew', async () => {
    const scene = await atSun({ name: 'Ana', tests: ['negative 2026-11-18'] });
    await scene.runUntil('2026-11-22T09:00');
    const { db } = scene.bot.store;
    await db.stay.updateMany({ data: { positiveOn: new Date('2026-11-22T00:00:00Z'), endedAt: new Date() } });
    const before = told(scene.ana).length;
    await scene.runUntil('2026-11-22T11:00');
    expect(told(scene.ana)).toHaveLength(before);
    expect(await scene.reminders()).toContain('release-3 2026-11-25 withdrawn');
  });

  it('are sent once, however many processes look at the same moment', async () => {
    const { ana, runUntil, bot } = await atSun({ name: 'Ana', tests: ['negative 2026-11-18'] });
    await runUntil('2026-11-22T09:59');
    bot.clock.advance({ minutes: 2 });
    const around = { features: bot.app.features, t: createTranslate(), capabilities: () => undefined };
    const feature = bot.app.features.find(({ name }) => name === 'reminders');
    const sweep = () =>
      transact(bot.store.db, async (tx) => feature?.sweep?.(createWork(tx, bot.clock.now(), around)));
    await Promise.all([sweep(), sweep(), sweep()]);
    await bot.settle();
    expect(told(ana).filter((text) => text.includes('coming to its end'))).toHaveLength(1);
  });

  it('stop when somebody is taken to hospital', async () => {
    const scene = await atSun();
    await scene.bot.later({ minutes: 1 });
    expect(await scene.reminders()).toContain('release-0 2026-11-25 planned');
    await scene.bot.store.db.stay.updateMany({ data: { state: 'hospital', needsPlan: true } });
    await scene.bot.later({ minutes: 1 });
    expect((await scene.reminders()).filter((line) => line.endsWith('planned'))).toEqual([]);
  });

  it('wait for the morning at night, and are said in the language of whoever reads', async () => {
    const { ana, runUntil, downUntil, here } = await atSun({ name: 'Ana', locale: 'fr' });
    const said = () => ana.inbox().filter((text) => text.includes('Wuhan'));
    await runUntil('2026-11-24T09:30');
    const before = said().length;
    await downUntil('2026-11-24T23:00');
    await runUntil('2026-11-25T06:30');
    expect(said()).toHaveLength(before);
    await runUntil('2026-11-25T07:30');
    expect(here()).toBe('2026-11-25T07:30');
    expect(said().slice(before).join('\n')).toContain('Le départ approche.');
    expect(said().slice(before).join('\n')).toContain('Wuhan');
  });
});

describe('a bot that was down from 20:00 to 09:00', () => {
  it('says what is still worth saying, and lists what is not', async () => {
    const scene = await releaseScene();
    const { site, guest, runUntil, downUntil, group, colleague } = scene;
    const sun = await site('Sun Hotel', { timeZone: 'Asia/Shanghai', releaseNote: NOTE });
    const quay = await site('Quay House', { timeZone: 'Europe/London' });
    // Leaves on 25 November from Shanghai, where the day's own reminder was due at 08:00.
    const ana = await guest({
      name: 'Ana',
      room: '1203',
      site: sun,
      entry: ENTRY,
      tests: ['negative 2026-11-18'],
    });
    // Is tested on 25 November in London, where it was 12:00 when the bot went down and 01:00 when it came back.
    const bob = await guest({ name: 'Bob', room: '7', site: quay, entry: '2026-11-18' });
    // Leaves on the 27th: nothing of theirs was due that night.
    const eve = await guest({
      name: 'Eve',
      room: '1204',
      site: sun,
      entry: '2026-11-13',
      tests: ['negative 2026-11-20'],
    });
    await runUntil('2026-11-24T20:00');
    const [a, b, e] = [ana, bob, eve].map((one) => told(one).length);
    const posts = group.texts().length;
    await downUntil('2026-11-25T09:00');
    expect(told(ana).slice(a).join('\n')).toMatch(/^25 November was to be the day of your release/);
    expect(told(bob).slice(b)).toEqual([]);
    expect(told(eve).slice(e)).toEqual([]);
    expect(
      group
        .texts()
        .slice(posts)
        .filter((text) => text.includes('not sent in time')),
    ).toEqual([
      '⚠️ Quay House: 1 reminder was not sent in time because we were down, and its moment has passed. Please tell them in person. Rooms: 7 · /reminders',
    ]);
    expect(await scene.reminders()).toEqual(
      expect.arrayContaining([
        'release-0 2026-11-25 sent',
        'test-7 2026-11-25 dropped',
        'release-3 2026-11-27 sent',
      ]),
    );
    const wang = await colleague('Wang');
    await wang.says('/reminders');
    const list = last(wang.inbox());
    expect(list).toMatch(
      /Not sent, their moment has passed \(1\):\n• .*room 7 · Quay House · Bob · test of day 7/,
    );
    expect(list).toMatch(/In the next three days \(\d+\):\n• /);
    await wang.says('/reminders Sun');
    expect(last(wang.inbox())).not.toContain('Quay House');
    await wang.saysIn(group, '/reminders');
    expect(last(group.texts())).toContain('room 7');
    expect(last(group.texts())).not.toContain('Bob');
  });
});

describe('whom nobody can write to', () => {
  it('is told to the team with the room, and listed', async () => {
    const { runUntil, group, colleague, reminders } = await atSun({ name: 'Ana', isReachable: false });
    await runUntil('2026-11-22T10:30');
    expect(last(group.texts())).toBe(
      '📵 Sun Hotel: 1 reminder could not be sent, there is no chat with them. Please call or go there. Rooms: 1203 · /reminders',
    );
    expect(await reminders()).toContain('release-3 2026-11-25 unreachable');
    const wang = await colleague('Wang');
    await wang.says('/提醒 Sun');
    expect(last(wang.inbox())).toContain('Nobody to send it to (');
    await wang.says('/reminders Moon');
    expect(last(wang.inbox())).toBe('Which site is Moon? There are: Sun Hotel');
  });

  it('is found out too when the platform refuses what was sent', async () => {
    const { runUntil, group, ana, bot, reminders } = await atSun();
    await runUntil('2026-11-22T09:00');
    const blocked = new ChannelError('permanent', 'blocked by the user', { reason: 'blocked' });
    bot.channel('telegram').failAlways(ana.id, blocked);
    await runUntil('2026-11-22T10:30');
    await bot.later({ minutes: 10 });
    expect(await reminders()).toContain('release-3 2026-11-25 unreachable');
    expect(group.texts().filter((text) => text.includes('Rooms: 1203'))).toHaveLength(1);
    await bot.later({ minutes: 10 });
    expect(group.texts().filter((text) => text.includes('Rooms: 1203'))).toHaveLength(1);
  });
});
