import { describe, expect, it } from 'vitest';
import { last, team } from './desk-team.ts';

async function staffed() {
  const made = await team();
  const boss = await made.colleague('Boss', 'supervisor');
  const wang = await made.colleague('Wang');
  const zhao = await made.colleague('Zhao', 'medic', { locale: 'zh-CN' });
  return { ...made, boss, wang, zhao };
}

describe('a briefing', () => {
  it('reaches everybody in private and the teams’ chats, and is read by a button', async () => {
    const { boss, wang, zhao, group, otherTeam } = await staffed();
    const night = await otherTeam('Night shift');
    await wang.says('/briefing');
    expect(last(wang.inbox())).toContain('There is no briefing yet');
    await boss.says('/briefing Lift 2 is out of order until six.');
    expect(last(boss.inbox())).toContain('Briefing 1 is out to 2 colleagues');
    expect(last(wang.inbox())).toContain('Briefing 1 · Boss');
    expect(last(zhao.inbox())).toContain('简报1');
    for (const chat of [group, night]) expect(last(chat.texts())).toContain('Lift 2 is out of order');
    await wang.presses('I have read this');
    expect(last(wang.inbox())).toContain('you have read briefing 1');
    const posts = group.texts().length;
    await zhao.presses('I have read this', group);
    expect(group.texts()).toHaveLength(posts);
    expect(last(zhao.inbox())).toContain('已记下您阅读了简报1');
    await wang.presses('I have read this');
    expect(last(wang.inbox())).toContain('already');
    await wang.says('/briefing');
    expect(last(wang.inbox())).toContain('read by 3 of 3');
    await boss.presses('Who has not?');
    expect(last(boss.inbox())).toContain('everybody has read it');
  });

  it('names those who have not read it to whoever answers for them, and to nobody else', async () => {
    const { bot, boss, wang, zhao } = await staffed();
    await boss.says('简报 电梯停用');
    await boss.says('/briefing unread');
    expect(last(boss.inbox())).toBe('Briefing 1: 2 colleagues have not read it\n• Wang\n• Zhao');
    await wang.says('/briefing 1 unread');
    expect(last(wang.inbox())).toBe('Briefing 1: 2 colleagues have not read it');
    await wang.says('/briefing Something of mine');
    expect(last(wang.inbox())).toContain('your role (liaison)');
    await boss.says('/briefing 7');
    expect(last(boss.inbox())).toContain('There is no briefing 7');
    await boss.says(`/briefing ${'x'.repeat(3600)}`);
    expect(last(boss.inbox())).toContain('too long');
    await wang.pressesId('briefed:9');
    expect(last(wang.inbox())).toContain('no longer fits');
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('/briefing');
    expect(last(guest.inbox())).toContain('is for the team');
    const counts = [wang, zhao].map((one) => one.inbox().length);
    await bot.later({ hours: 5 });
    expect(last(wang.inbox())).toContain('You have not confirmed this briefing yet');
    await bot.later({ hours: 5 });
    expect([wang, zhao].map((one) => one.inbox().length)).toEqual(counts.map((count) => count + 1));
    await bot.later({ hours: 24 });
    await boss.says('/briefing');
    expect(boss.inbox().at(-2)).toContain('There is none of today yet');
  });

  it('waits for the next shift of those who work in shifts, and stands on the handover sheet', async () => {
    const { bot, boss, wang, zhao, group } = await staffed();
    await boss.says('/shift plan two Wang, Zhao');
    await boss.presses(/Yes, do it/);
    await boss.says('/briefing New masks are in room 4.');
    const reminders = (): number[] =>
      [wang, zhao].map(
        (one) => one.inbox().filter((text) => /not confirmed this briefing|还没有确认/.test(text)).length,
      );
    await bot.later({ hours: 5 });
    expect(reminders()).toEqual([0, 0]);
    await bot.later({ hours: 1, minutes: 1 });
    expect(reminders()).toEqual([1, 0]);
    const sheet = group.texts().find((text) => text.includes('Briefing of the last 24 hours'));
    expect(sheet).toContain('1. New masks are in room 4. · read by 1 of 3');
    await bot.later({ hours: 12 });
    await bot.later({ hours: 12 });
    expect(reminders()).toEqual([1, 1]);
  });
});
