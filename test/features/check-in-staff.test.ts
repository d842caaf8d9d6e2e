import { describe, expect, test } from 'vitest';
import { last, team } from './desk-team.ts';

async function desk() {
  const made = await team();
  const boss = await made.colleague('Boss', 'supervisor');
  const wang = await made.colleague('Wang');
  const chen = await made.colleague('Chen', 'medic', { locale: 'zh-CN' });
  return { ...made, boss, wang, chen, db: made.bot.store.db };
}

describe('the team’s own health check', () => {
  test('is nobody’s business until a supervisor switches it on', async () => {
    const { bot, boss, wang, group } = await desk();
    await bot.later({ hours: 7 });
    expect(wang.inbox()).toEqual([]);
    await wang.says('/wellbeing on');
    expect(last(wang.inbox())).not.toContain('From now on');
    await boss.says('/wellbeing on 25:00');
    expect(last(boss.inbox())).toContain('Please write the hour');
    await boss.says('/wellbeing on 10:00');
    expect(last(boss.inbox())).toContain('10:00');
    await wang.saysIn(group, '/wellbeing');
    expect(last(group.texts())).toContain('in private');
    await boss.says('/wellbeing off');
    await bot.later({ hours: 2 });
    expect(wang.inbox().join('\n')).not.toContain('How are you today');
  });

  test('is asked at the hour, and silence is told to the supervisors by name', async () => {
    const { bot, boss, wang, chen, db } = await desk();
    await boss.says('/wellbeing on 08:00');
    await bot.later({ hours: 6 });
    expect(last(wang.inbox())).toContain('Good day Wang. How are you today?');
    expect(last(chen.inbox())).toContain('Chen，您好');
    await wang.presses(/Nothing to report/);
    expect(last(wang.inbox())).toContain('Noted: nothing to report');
    await bot.later({ hours: 2 });
    expect(last(chen.inbox())).toContain('还没有收到您');
    expect(wang.inbox()).toHaveLength(2);
    await boss.presses(/Nothing to report/);
    await bot.later({ hours: 2 });
    expect(last(boss.inbox())).toContain('1 colleague has not reported their health (2026-11-22): Chen');
    const told = boss.inbox().length;
    await bot.later({ hours: 1 });
    expect(boss.inbox()).toHaveLength(told);
    await boss.says('/wellbeing list');
    expect(last(boss.inbox()).split('\n').slice(1)).toEqual([
      '• Boss · nothing to report',
      '• Chen · has not answered',
      '• Wang · nothing to report',
    ]);
    expect(await db.staffCheckIn.findFirst({ where: { staffId: wang.staffId } })).toMatchObject({
      noSymptoms: true,
      symptoms: [],
    });
    // The next day comes the next question, once.
    await bot.later({ hours: 19 });
    expect(last(wang.inbox())).toContain('How are you today?');
  });

  test('symptoms and fever go to the supervisors in private, and to no group', async () => {
    const { boss, wang, group, db } = await desk();
    await wang.says('/wellbeing');
    await wang.presses(/I have symptoms/);
    await wang.presses(/^cough$/);
    expect(last(wang.inbox())).toContain('stay away from travellers');
    expect(last(boss.inbox())).toBe('🌡 Wang reports: cough');
    await wang.presses(/^fever$/);
    await wang.presses(/That is all/);
    expect(last(boss.inbox())).toBe('🌡 Wang reports: cough, fever');
    await wang.says('/wellbeing');
    await wang.presses(/^Temperature$/);
    await wang.says('63');
    expect(last(wang.inbox())).toContain('You wrote 63');
    // What quotes a message is for whoever that is about.
    await wang.says('39', { replyTo: 'x' });
    expect(last(boss.inbox())).toBe('🌡 Wang reports: cough, fever');
    await wang.says('38,1');
    expect(last(boss.inbox())).toBe('🌡 Wang reports: 38.1 °C');
    expect(group.texts()).toEqual([]);
    const row = await db.staffCheckIn.findFirstOrThrow();
    expect([Number(row.temperature), row.symptoms, row.noSymptoms]).toEqual([
      38.1,
      ['cough', 'fever'],
      false,
    ]);
  });

  test('those who work in shifts are asked when theirs begins, a night once', async () => {
    const { bot, boss, wang, chen } = await desk();
    await boss.says('/shift plan two Wang, Chen');
    await boss.presses(/Yes, do it/);
    await boss.says('/wellbeing on 07:00');
    await bot.later({ hours: 5 });
    expect(last(boss.inbox())).toContain('How are you today');
    expect(wang.inbox().join('\n')).not.toContain('How are you today');
    await bot.later({ hours: 1 });
    const asked = (person: { inbox(): string[] }, words: string) =>
      person.inbox().filter((text) => text.includes(words)).length;
    expect(asked(wang, 'How are you today')).toBe(1);
    expect(asked(chen, '身体怎么样')).toBe(0);
    await bot.later({ hours: 12 });
    expect(asked(chen, '身体怎么样')).toBe(1);
    // Past midnight it is still the same night.
    await bot.later({ hours: 5 });
    await bot.later({ hours: 5 });
    expect(asked(chen, '身体怎么样')).toBe(1);
    // The lead of the day shift is Wang himself; who was silent in it was told to whoever answered for the team then.
    expect([...wang.inbox(), ...chen.inbox(), ...boss.inbox()].join('\n')).toContain('Wang');
  });
});
