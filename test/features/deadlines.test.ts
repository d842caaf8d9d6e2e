import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BotOptions, FakePerson, TestBot } from '../support/bot.ts';
import { type Colleague, last, team } from './desk-team.ts';
import { plainTriage } from './plain-triage.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help';
const BLANKETS = 'Could we have two more blankets please?';

/** A team with a lead on duty, a supervisor and an administrator; a guest asks at 02:00 in Shanghai. */
async function desk(words = MILK, options: BotOptions = {}) {
  const all = await team({ triage: plainTriage, ...options });
  const { bot, colleague } = all;
  const li = await colleague('Li');
  const lead = await colleague('Wu');
  const chief = await colleague('Chen', 'supervisor');
  const admin = await colleague('Ada', 'admin');
  await onShift(bot, all.teamId, lead);
  const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
  await guest.says(words);
  const step = async () => (await bot.store.db.escalation.findFirstOrThrow()).step;
  return { ...all, li, lead, chief, admin, guest, step };
}

const inbox = (person: FakePerson): string[] => person.inbox();
const since = (...people: FakePerson[]) => {
  const from = people.map((one) => one.inbox().length);
  return () => people.map((one, at) => one.inbox().length - (from[at] ?? 0));
};

async function onShift(bot: TestBot, teamId: string, lead: Colleague): Promise<void> {
  const { db } = bot.store;
  const at = (hours: number) => new Date(bot.clock.now().epochMilliseconds + hours * 3_600_000);
  const id = randomUUID();
  const shiftPlan = [{ name: 'day', starts: '08:00', hours: 8 }];
  await db.team.update({ where: { id: teamId }, data: { shiftPlan } });
  await db.shift.create({
    data: { id, teamId, name: 'day', startsAt: at(-1), endsAt: at(1000), leadId: lead.staffId },
  });
  await db.shiftMember.create({ data: { shiftId: id, staffId: lead.staffId } });
}

describe('who is told of a deadline', () => {
  test('the owner at 80 %, the shift lead at 100 %, the supervisors at 150 %; each once', async () => {
    const { bot, li, lead, chief, admin, group, step, ticket } = await desk();
    await li.says('/claim 1');
    const { version } = await ticket(1);
    const told = since(li, lead, chief, admin);
    await bot.later({ minutes: 47, seconds: 59 });
    expect(told()).toEqual([0, 0, 0, 0]);
    await bot.later({ seconds: 1 });
    expect(told()).toEqual([1, 0, 0, 0]);
    expect(last(inbox(li))).toMatch(/⏰ #1: Answer due 03:00, 12 min left\n⚪ #1 · Supplies/);
    await bot.later({ minutes: 12 });
    expect(told()).toEqual([1, 1, 0, 0]);
    expect(last(inbox(lead))).toMatch(/⏰ #1: Answer due 03:00, 0 min left/);
    await bot.later({ minutes: 5 });
    expect(last(group.texts())).toMatch(/Answer due 03:00/);
    await bot.later({ minutes: 25 });
    expect(told()).toEqual([1, 1, 1, 0]);
    expect(last(inbox(chief))).toMatch(/⏰ #1: Answer overdue by 30 min \(was due 03:00\)/);
    await bot.later({ hours: 20 });
    expect(told()).toEqual([1, 1, 1, 0]);
    expect(await step()).toBe(3);
    // Nothing about the ticket itself has changed: no button of its cards is outdated.
    expect((await ticket(1)).version).toBe(version);
    const audit = await bot.store.db.audit.findMany({
      where: { action: 'ticket.escalate' },
      orderBy: { id: 'asc' },
    });
    expect(audit.map((one) => one.after)).toEqual([{ step: 1 }, { step: 2 }, { step: 3 }]);
  });

  test('nobody has it: the lead is warned; an answer ends it and starts the time for the solution', async () => {
    const { bot, li, lead, chief, step } = await desk();
    const told = since(li, lead, chief);
    await bot.later({ minutes: 48 });
    expect(told()).toEqual([0, 1, 0]);
    await lead.presses('Claim');
    await lead.says('It is on its way');
    expect(await step()).toBe(0);
    const toldLater = since(li, lead, chief);
    await bot.later({ hours: 18 });
    expect(toldLater()).toEqual([0, 0, 0]);
    await bot.later({ hours: 1, minutes: 12 });
    expect(toldLater()).toEqual([0, 1, 0]);
    expect(last(inbox(lead))).toMatch(/Solution due 02:00, 4 h left|Solution due 2026-11-23 02:00, 4 h left/);
  });

  test('what was missed while nothing ran comes as one message to each, with the truth now', async () => {
    const { bot, li, lead, chief, admin } = await desk();
    await li.says('/claim 1');
    const told = since(li, lead, chief, admin);
    await bot.later({ hours: 4 });
    expect(told()).toEqual([1, 1, 1, 0]);
    for (const one of [li, lead, chief]) expect(last(inbox(one))).toMatch(/overdue by 3 h \(was due 03:00\)/);
    await bot.later({ seconds: 1 });
    expect(told()).toEqual([1, 1, 1, 0]);
  });

  test('many at once are one list for each, most pressing first', async () => {
    const { bot, li, lead } = await desk();
    for (let count = 0; count < 25; count += 1) {
      await bot.person('telegram', { locale: 'en' }).says(BLANKETS);
    }
    await bot.person('telegram', { locale: 'en' }).says('I have a fever since this morning');
    const told = since(li, lead);
    await bot.later({ minutes: 61 });
    expect(told()).toEqual([0, 1]);
    const text = last(inbox(lead));
    expect(text).toMatch(/⏰ 27 tickets are due soon or overdue:\n⚪ #27 · 🔒/);
    expect(text.split('\n')).toHaveLength(22);
    expect(text).toMatch(/#1 · Supplies[^\n]*Answer overdue by 1 min/);
    expect(text).toMatch(/… and 7 more: \/queue$/);
    await bot.later({ seconds: 1 });
    expect(told()).toEqual([0, 1]);
  });

  test('no lead on duty: the supervisors; nobody but an administrator: the administrator', async () => {
    const { bot, chief, admin } = await desk();
    await bot.store.db.shift.updateMany({ data: { leadId: null } });
    const told = since(chief, admin);
    await bot.later({ minutes: 48 });
    expect(told()).toEqual([1, 0]);
    await bot.store.db.staff.update({ where: { id: chief.staffId }, data: { active: false } });
    await bot.later({ minutes: 12 });
    expect(told()).toEqual([1, 1]);
  });

  test('while a ticket waits nobody is told, and afterwards as much is left', async () => {
    const { bot, li, lead } = await desk();
    await li.says('/claim 1');
    await bot.later({ minutes: 30 });
    await li.says('/wait 1 on the clinic until tomorrow');
    const told = since(li, lead);
    await bot.later({ hours: 2 });
    expect(told()).toEqual([0, 0]);
    await li.says('/resume 1');
    expect(last(inbox(li))).toMatch(/Answer due 05:00, 30 min left/);
    await bot.later({ minutes: 18 });
    expect(last(inbox(li))).toMatch(/Answer due 05:00, 12 min left/);
  });

  test('a confidential ticket shows a lead who may not read it number, urgency and room only', async () => {
    const { bot, lead } = await desk('I feel so alone here');
    await bot.later({ hours: 1 });
    expect(last(inbox(lead))).toMatch(/⏰ #1: Answer [\s\S]*🟠 #1 · 🔒 · room unknown/);
    expect(last(inbox(lead))).not.toMatch(/alone|talk to/);
  });

  test('resolved in time, nobody is told; whether it was in time is kept', async () => {
    const { bot, li, lead, ticket } = await desk();
    await li.says('/claim 1');
    await li.says('/resolve 1');
    const told = since(li, lead);
    await bot.later({ hours: 30 });
    expect(told()).toEqual([0, 0]);
    expect(await ticket(1)).toMatchObject({ responseKept: true, resolutionKept: true });
  });

  test('two looks at the same moment tell once', async () => {
    const { bot, lead } = await desk();
    const told = since(lead);
    bot.clock.advance({ hours: 1 });
    await Promise.all([bot.app.sweep(), bot.app.sweep()]);
    await bot.settle();
    expect(told()).toEqual([1]);
  });
});

describe('the rules', () => {
  test('are shown as a table to everybody on the team', async () => {
    const { li, admin } = await desk();
    await li.says('/deadlines');
    expect(last(inbox(li))).toBe(
      [
        'Deadlines, version 1 (first answer / solution):',
        'EMERGENCY: 1 min / 1 h',
        'urgent: 15 min / 4 h',
        'normal: 1 h / 1 day',
        'Medical help, normal: 15 min / 8 h',
        'Someone to talk to, normal: 30 min / 12 h',
        'Complaint, normal: 4 h / 3 days',
        'Thanks, normal: 1 day / 7 days',
        '',
        'around the clock',
        '',
        'The owner is warned at 80 % of the time, the shift lead told at 100 %, the supervisors at 150 %. While a ticket waits, its time stands still.',
      ].join('\n'),
    );
    await admin.says('时限');
    expect(last(inbox(admin))).toMatch(/Change one \(administrators\)/);
  });

  test('a change is a new version: new tickets get it, old ones keep theirs', async () => {
    const { bot, admin, guest, ticket } = await desk('The noise next door is too much');
    await admin.says('/deadlines complaint normal 2h 1d12h');
    expect(last(inbox(admin))).toMatch(
      /Complaint, normal: 4 h \/ 3 days → 2 h \/ 1 day 12 h\nVersion 2 holds/,
    );
    expect((await ticket(1)).dueAt).toEqual(new Date('2026-11-21T22:00:00Z'));
    await guest.says('/need The receptionist was rude to us');
    expect(await ticket(2)).toMatchObject({ ruleVersion: 2, dueAt: new Date('2026-11-21T20:00:00Z') });
    const audit = await bot.store.db.audit.findFirstOrThrow({ where: { action: 'deadlines.edit' } });
    expect(audit).toMatchObject({
      actor: `staff:${admin.staffId}`,
      before: { version: 1, 'need complaint normal': { response: 240, resolution: 4320 } },
      after: { version: 2, 'need complaint normal': { response: 120, resolution: 2160 } },
    });
    await admin.says('/deadlines complaint normal 2h 36h');
    expect(last(inbox(admin))).toMatch(/how it is already/);
    await admin.says('/时限 投诉 普通 默认');
    expect(last(inbox(admin))).toMatch(/2 h \/ 1 day 12 h → 1 h \/ 1 day/);
    await admin.says('/deadlines urgent 10m 2h');
    expect(last(inbox(admin))).toMatch(/urgent: 15 min \/ 4 h → 10 min \/ 2 h\nVersion 4/);
    expect(await bot.store.db.deadlineRules.count()).toBe(4);
    await admin.says('/时限 版本');
    expect(last(inbox(admin))).toMatch(
      /Version 4 · .*\n• urgent: 15 min \/ 4 h → 10 min \/ 2 h\nVersion 3 · .*\n• Complaint, normal: 2 h \/ 1 day 12 h → 1 h \/ 1 day\nVersion 2/,
    );
  });

  test('a team’s hours, with days off, count for its tickets from then on', async () => {
    const { bot, admin, guest, ticket } = await desk();
    await admin.says('/deadlines hours Day shift mon-fri 09:00-18:00');
    expect(last(inbox(admin))).toMatch(
      /Day shift: around the clock → Mon–Fri 09:00–18:00 \(Asia\/Shanghai\)/,
    );
    await admin.says('/deadlines holiday Day shift 2026-11-23');
    expect(last(inbox(admin))).toMatch(/→ Mon–Fri 09:00–18:00 \(Asia\/Shanghai\), not on 2026-11-23/);
    // It is Sunday, and Monday is off.
    await guest.says('/need Could we have two more blankets please?');
    expect((await ticket(2)).dueAt).toEqual(new Date('2026-11-24T02:00:00Z'));
    await guest.says('/need He does not breathe, help');
    expect((await ticket(3)).dueAt).toEqual(new Date('2026-11-21T18:01:00Z'));
    await admin.says('/deadlines hours Day shift daily 22:00-06:00 Europe/Berlin');
    expect(last(inbox(admin))).toMatch(/Mon–Sun 00:00–06:00, 22:00–24:00 \(Europe\/Berlin\), not on/);
    await admin.says('/deadlines holiday Day shift none');
    expect(last(inbox(admin))).not.toMatch(/Berlin\), not on 2026-11-23\nVersion/);
    await admin.says('/deadlines');
    expect(last(inbox(admin))).toMatch(/Day shift: Mon–Sun/);
    await admin.says('/deadlines hours day always');
    expect(last(inbox(admin))).toMatch(/→ around the clock/);
    expect(await bot.store.db.audit.count({ where: { action: 'deadlines.edit' } })).toBe(5);
    await admin.says('/deadlines versions');
    expect(last(inbox(admin))).toMatch(
      /Version 6 · 02:00 · Ada\n• Day shift: Mon–Sun .*\(Europe\/Berlin\) → around the clock\nVersion 5[\s\S]*Version 2 · .*\n• Day shift: around the clock → Mon–Fri 09:00–18:00 \(Asia\/Shanghai\)\nVersion 1 · .*as it comes with the program$/,
    );
  });

  test.each([
    ['/deadlines complaint', /Show them: \/deadlines/],
    ['/deadlines lunch normal 4h 3d', /Show them: \/deadlines/],
    ['/deadlines complaint normal 4h', /Show them: \/deadlines/],
    ['/deadlines complaint normal four three', /Show them: \/deadlines/],
    ['/deadlines normal default', /Show them: \/deadlines/],
    ['/deadlines complaint normal 4h 3h', /no less time/],
    ['/deadlines complaint normal 0m 3h', /at least a minute/],
    ['/deadlines complaint normal 1h 99d', /no more than 90 days/],
    ['/deadlines hours', /deadlines hours TEAM mon-fri/],
    ['/deadlines hours Night owls mon-fri 09:00-18:00', /Which team is “Night owls”\? There are: Day shift/],
    ['/deadlines hours Day shift mon-fri 9-18', /don’t understand “9-18”/],
    ['/deadlines hours Day shift mon-fri 09:00-18:00 Moon/Sea', /no time zone “Moon\/Sea”/],
    ['/deadlines holiday Day shift 2026-12-25', /works around the clock/],
    ['/deadlines holiday Day shift', /deadlines holiday TEAM/],
  ])('“%s” is refused', async (words, refusal) => {
    const { bot, admin } = await desk();
    await admin.says(words);
    expect(last(inbox(admin))).toMatch(refusal);
    expect(await bot.store.db.deadlineRules.count()).toBe(1);
  });

  test('only an administrator changes them', async () => {
    const { bot, li, chief, guest, group } = await desk();
    for (const one of [li, chief]) {
      for (const words of [
        '/deadlines complaint normal 4h 2d',
        '/deadlines hours Day shift always',
        '/deadlines holiday Day shift none',
      ]) {
        await one.says(words);
        expect(last(inbox(one))).toMatch(/not among the things your role/);
      }
    }
    await guest.says('/deadlines');
    expect(last(inbox(guest))).toMatch(/is for the team/);
    await li.saysIn(group, '/deadlines');
    expect(last(group.texts())).toMatch(/Deadlines, version 1/);
    expect(await bot.store.db.deadlineRules.count()).toBe(1);
  });

  test('a version stays what it was', async () => {
    const { bot } = await desk();
    await expect(bot.store.db.deadlineRules.updateMany({ data: { rules: {} } })).rejects.toThrow(
      /never changed/,
    );
  });
});
