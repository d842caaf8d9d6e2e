/** Whom to test: the list of a site, the handover sheet, and the ticket of what was not done. */
import { describe, expect, test } from 'vitest';
import { addSite } from '../support/guests.ts';
import { last } from './desk-team.ts';
import { house } from './tests-scene.ts';

/** On 22 November: who entered on the 15th has day 7 today, on the 14th day 7 was yesterday, on the 16th it is tomorrow. */
async function week() {
  const made = await house();
  const { guest, wang } = made;
  const today = await guest({ name: 'Ana Lima', room: '1203', entryOn: '2026-11-15' });
  await guest({ name: 'Bo Chen', room: '1204', entryOn: '2026-11-14' });
  await guest({ name: 'Cy Sol', room: '905', entryOn: '2026-11-16' });
  for (const [name, days] of [
    ['Ana Lima', ['2026-11-16', '2026-11-19']],
    ['Bo Chen', ['2026-11-15', '2026-11-18']],
    ['Cy Sol', ['2026-11-17', '2026-11-20']],
  ] as const)
    for (const day of days) await wang.says(`/result ${name} negative ${day}`);
  return { ...made, today };
}

describe('/tests', () => {
  test('lists today, overdue, tomorrow and who waits, room by room', async () => {
    const { wang, guest } = await week();
    await guest({ name: 'Di Wu', room: '1205', entryOn: '2026-11-21' });
    await wang.says('/result Di Wu pending');
    await guest({ name: 'Ed', room: '1', entryOn: '2026-11-15', state: 'hospital' });
    await wang.says('/tests');
    expect(last(wang.inbox())).toBe(
      '🧪 Sun Hotel · 2026-11-22\n\n' +
        'To test today (1):\n• 1203 · Ana Lima · day 7\n\n' +
        '⚠️ Overdue (1):\n• 1204 · Bo Chen · day 7 · 2026-11-21\n\n' +
        'Tomorrow (1):\n• 905 · Cy Sol · day 7\n\n' +
        'Waiting for a result (1):\n• 1205 · Di Wu · 2026-11-22',
    );
    await wang.says('/tests tomorrow');
    expect(last(wang.inbox())).toBe(
      '🧪 Sun Hotel · 2026-11-23\n\nDue and not taken (1):\n• 905 · Cy Sol · day 7',
    );
    await wang.says('/tests Sun 2026-11-19');
    expect(last(wang.inbox())).toBe('🧪 Sun Hotel · 2026-11-19\n\n1 test of that day is taken.');
    await wang.says('/tests Sun 2026-12-25');
    expect(last(wang.inbox())).toContain('Nobody is to be tested.');
    await wang.says('/tests Moon Hotel');
    expect(last(wang.inbox())).toContain('There are: Sun Hotel');
  });

  test('says rooms and nobody’s name in a group', async () => {
    const { group, wang } = await week();
    await wang.saysIn(group, '/tests');
    expect(last(group.texts())).toContain('To test today (1):\n1203');
    expect(last(group.texts())).not.toMatch(/Ana|Bo|Cy/);
  });

  test('counts each site in its own calendar', async () => {
    const { bot, wang, guest } = await week();
    const far = await addSite(bot, 'Bay House', 'America/New_York');
    await guest({ name: 'Fe', room: '7', siteId: far, entryOn: '2026-11-14' });
    await wang.says('/tests');
    expect(last(wang.inbox())).toBe(
      '🧪 Tests by site:\n• Bay House: today 1, overdue 2, tomorrow 0, waiting 0\n' +
        '• Sun Hotel: today 1, overdue 1, tomorrow 1, waiting 0',
    );
    await wang.presses(/Bay House/);
    expect(last(wang.inbox())).toContain('🧪 Bay House · 2026-11-21\n\nTo test today (1):\n• 7 · Fe · day 7');
    await wang.says('/tests 2026-11-22');
    expect(last(wang.inbox())).toContain('🧪 Tests of 2026-11-22 by site:');
    await wang.presses(/Sun Hotel/);
    expect(last(wang.inbox())).toContain('• 1203 · Ana Lima · day 7');
    await wang.pressesId('tests:nowhere');
    expect(last(wang.inbox())).toContain('no longer');
  });
});

describe('an overdue test', () => {
  const lists = (texts: readonly string[]) =>
    texts.filter((text) => text.includes('not taken by the end of'));

  test('is told the team in one list for a site and day, in the morning, and once', async () => {
    const { bot, group } = await week();
    await bot.later({ hours: 4 });
    expect(lists(group.texts())).toEqual([]);
    await bot.later({ hours: 1, minutes: 6 });
    expect(lists(group.texts())).toEqual([
      '⚠️ 1 test was not taken by the end of 2026-11-21 · Sun Hotel · room 1204. /tests shows who, /result enters what is known.',
    ]);
    await bot.later({ hours: 1 });
    await bot.later({ hours: 5 });
    expect(lists(group.texts())).toHaveLength(1);
  });

  test('of several days without the bot is one list, without those that were taken late', async () => {
    const { bot, wang, group } = await week();
    await bot.later({ hours: 6 });
    expect(lists(group.texts())).toHaveLength(1);
    await wang.says('/result Ana Lima negative 2026-11-22');
    // Nothing runs for two days: Cy's test of the 23rd is missed meanwhile.
    bot.clock.advance({ hours: 50 });
    await bot.later({ minutes: 1 });
    const [, second, third] = lists(group.texts());
    expect(second).toContain('1 test was not taken by the end of 2026-11-23 · Sun Hotel · room 905');
    expect(third).toBeUndefined();
  });
});

describe('the handover sheet', () => {
  test('says what is left to test, by site', async () => {
    const { bot, group, sup } = await week();
    await sup.says('/shift plan two Wang, Med');
    await sup.presses(/Yes, do it/);
    await bot.later({ hours: 6, minutes: 1 });
    const sheet = group.texts().find((text) => text.includes('🧪 Tests'));
    expect(sheet).toContain('🧪 Tests (1 site)\n• Sun Hotel · today 1 · tomorrow 1 · overdue 1 (1204)');
    expect(sheet).not.toMatch(/Ana Lima|Bo Chen/);
  });
});
