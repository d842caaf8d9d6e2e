import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Feature } from '../../src/conversation/feature.ts';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { leadOnDuty } from '../../src/store/duty.ts';
import { transact } from '../../src/store/transaction.ts';
import type { TestBot } from '../support/bot.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

/** A day desk on two shifts of twelve hours, changing at 8; it is 2 a.m., Chen's night, and Wang comes next. */
async function desk(plan = 'two Wang+Li, Chen+Qian') {
  const made = await team();
  const sup = await made.colleague('Sup', 'supervisor');
  const wang = await made.colleague('Wang');
  const li = await made.colleague('Li');
  const chen = await made.colleague('Chen');
  const qian = await made.colleague('Qian', 'medic');
  const { bot } = made;
  await sup.says(`/shift plan ${plan}`);
  await sup.presses(/Yes, do it/);
  const { db } = bot.store;
  return {
    ...made,
    db,
    sup,
    wang,
    li,
    chen,
    qian,
    async lead() {
      const id = await transact(db, (tx) => leadOnDuty(tx, made.teamId, bot.clock.now()));
      return id && (await db.staff.findUniqueOrThrow({ where: { id } })).name;
    },
    handovers: () => db.handover.findMany({ orderBy: { number: 'asc' } }),
  };
}

/** What falls due in these features, looked for by three processes at the same moment. */
async function sweepAtOnce({ app, store, clock }: TestBot, names: readonly string[]): Promise<void> {
  const around = { features: app.features, t: createTranslate(), capabilities: () => undefined };
  const sweep = async () => {
    for (const name of names) {
      const feature = app.features.find((one) => one.name === name);
      await transact(store.db, async (tx) => feature?.sweep?.(createWork(tx, clock.now(), around)));
    }
  };
  await Promise.all([sweep(), sweep(), sweep()]);
}

describe('at the end of a shift', () => {
  test('the sheet goes to the chats and to both leads, and the one before stays responsible until it is accepted', async () => {
    const { bot, group, wang, chen, li, lead, db } = await desk();
    await bot.person('telegram').says(MILK);
    await bot.later({ hours: 5, minutes: 59 });
    expect(await db.handover.count()).toBe(0);
    await bot.later({ minutes: 1 });
    const sheet = last(group.texts());
    expect(sheet).toContain('📋 Handover #1 · Day shift · 2026-11-22 08:00');
    expect(sheet).toContain('From: 2026-11-21 20:00–08:00 Night shift · Chen ★, Qian');
    expect(sheet).toContain('To: 08:00–20:00 Day shift · Wang ★, Li');
    expect(sheet).toContain('1 in all · 1 unclaimed · 1 overdue');
    expect(sheet).toContain('Until Wang accepts, Chen stays responsible.');
    expect(
      group
        .posts()
        .at(-1)
        ?.content.mentions?.map(({ name }) => name)
        .sort(),
    ).toEqual(['Chen', 'Wang']);
    expect(last(wang.inbox())).toContain('press Accept. Until then Chen stays responsible');
    expect(last(chen.inbox())).toContain('You stay responsible for Day shift until Wang accepts');
    expect(li.inbox()).toEqual([]);
    expect(await lead()).toBe('Chen');

    await wang.presses(/Accept the handover/);
    expect(await lead()).toBe('Wang');
    expect(last(group.texts())).toBe('✅ Wang has taken over from Chen (handover #1).');
    expect(last(wang.inbox())).toContain('You have taken over Day shift');
    expect(last(chen.inbox())).toContain('You are no longer responsible for Day shift');
    const line = await db.audit.findFirstOrThrow({ where: { action: 'handover.accept' } });
    expect(line).toMatchObject({
      before: { responsible: chen.staffId },
      after: { responsible: wang.staffId },
    });
  });

  test('is posted once by two processes, and late after downtime for the shift that ended last', async () => {
    const { bot, group, handovers, lead } = await desk('three-two Wang, Chen, Qian');
    bot.clock.advance({ hours: 7 });
    await sweepAtOnce(bot, ['shifts', 'handover']);
    await bot.later({ seconds: 1 });
    expect(await handovers()).toHaveLength(1);
    const posted = group.texts().filter((text) => text.includes('📋')).length;
    expect(posted).toBe(1);
    // Away over three ends: the sheet of the last one takes everything in, and Qian was never relieved.
    await bot.later({ hours: 40 });
    expect(await handovers()).toMatchObject([
      { number: 1, remindAt: null },
      { number: 2, acceptedAt: null },
    ]);
    expect(await lead()).toBe('Qian');
    expect(last(group.texts())).toContain('To: 2026-11-23 20:00–08:00 Night shift · Chen ★');
    await bot.later({ minutes: 1 });
    expect(await handovers()).toHaveLength(2);
  });

  test('accepting the newest sheet closes those that nobody accepted; the old button says so', async () => {
    const { bot, wang, handovers, lead } = await desk('three-two Wang, Chen, Qian');
    await bot.later({ hours: 6 });
    await bot.later({ hours: 12 });
    expect((await handovers()).map(({ acceptedAt }) => acceptedAt)).toEqual([null, null]);
    await wang.pressesId('takeover:1');
    expect(last(wang.inbox())).toContain('Handover #1 is outdated');
    expect(await lead()).toBe('Qian');
    await wang.says('/handover accept');
    expect((await handovers()).map(({ acceptedBy }) => acceptedBy)).toEqual([wang.staffId, wang.staffId]);
    expect(await lead()).toBe('Wang');
  });

  test('whoever is responsible still and comes next goes on, and need not accept', async () => {
    const { bot, chen, group, lead, handovers, wang } = await desk('three shifts Wang, Chen, Chen at=08:00');
    await bot.later({ hours: 6 });
    expect(await handovers()).toMatchObject([{ acceptedAt: null }]);
    await bot.later({ hours: 8 });
    expect((await handovers()).map(({ acceptedBy }) => acceptedBy)).toEqual([chen.staffId, chen.staffId]);
    expect(last(group.texts())).toContain('Chen goes on, so nothing has to be accepted');
    expect(group.posts().at(-1)?.content.choices).toEqual([]);
    expect(await lead()).toBe('Chen');
    await wang.presses(/Accept the handover/);
    expect(last(wang.inbox())).toContain('Chen has accepted handover #1 already');
  });
});

describe('the sheet', () => {
  test('has what is late first, then who leaves or moves, what nobody has, what somebody has, and what waits with its timer', async () => {
    const { bot, group, chen, db } = await desk();
    const guests = Array.from({ length: 5 }, () => bot.person('telegram'));
    for (const guest of guests) await guest.says(MILK);
    await chen.says('/claim 2');
    await chen.says('/claim 3');
    await db.ticket.update({
      where: { number: 3 },
      data: {
        state: 'waiting-third',
        waitingOn: 'the pharmacy',
        chaseAt: new Date('2026-11-22T01:30:00Z'),
        pausedAt: new Date(),
      },
    });
    await db.ticket.updateMany({
      where: { number: { in: [2, 4, 5] } },
      data: { dueAt: new Date('2026-11-22T03:00:00Z') },
    });
    await db.ticket.update({ where: { number: 5 }, data: { need: 'release' } });
    await bot.later({ hours: 6 });
    const text = last(group.texts());
    const lines = text.split('\n').filter((line) => /^•|\(\d+\)$/.test(line));
    expect(
      lines.map((line) => line.replace(/ · room unknown.*?(?= · (?:was due|due|Chen|for|unclaimed))/, '')),
    ).toEqual([
      '• 5 in all · 3 unclaimed · 1 overdue',
      '⏰ Overdue (1)',
      expect.stringMatching(/#1 · Supplies .* was due 02:15/),
      '🚌 Releases and transfers (1)',
      expect.stringMatching(/#5 .* due 11:00/),
      'Unclaimed (1)',
      expect.stringMatching(/#4 .* due 11:00 · “Our ten-month-old has no milk powder lef…”/),
      'In hand (1)',
      expect.stringMatching(/#2 .* Chen · due 11:00/),
      'Waiting (1)',
      expect.stringMatching(/#3 .* Chen · for the pharmacy · ask again 09:30/),
    ]);
  });

  test('shows of confidential tickets number, urgency and room in a group, and more to whoever may read them', async () => {
    const { bot, group, chen, wang, qian, db, li } = await desk();
    await bot.person('telegram').says(BLOOD);
    await qian.says('/claim 1');
    await qian.says('/promise 1 the cardiologist calls at nine');
    await bot.later({ hours: 6 });
    expect(last(group.texts())).toContain(
      '🔴 Emergencies of this shift (1)\n• 🔴 #1 · 🔒 · EMERGENCY · room unknown',
    );
    expect(last(group.texts())).toContain(
      '🤝 Promised, not kept yet (1)\n• 🔴 #1 · 🔒 · EMERGENCY · room unknown',
    );
    for (const text of [...group.texts(), ...chen.inbox(), ...wang.inbox()]) {
      expect(text).not.toMatch(/blood|cardiologist|Medical/);
    }
    await qian.says('/handover 1');
    expect(last(qian.inbox())).toContain('#1 · Medical help · room unknown · Qian');
    expect(last(qian.inbox())).not.toMatch(/blood|cardiologist/);
    await li.says('/handover');
    expect(last(li.inbox())).not.toContain('Medical');
    expect(JSON.stringify((await db.handover.findFirstOrThrow()).sheet)).not.toMatch(/blood|cardiologist/);
  });

  test('is kept as it was, and read again by number', async () => {
    const { bot, wang, chen, group } = await desk();
    await bot.person('telegram').says(MILK);
    await chen.says('/claim 1');
    await chen.says('/promise 1 two tins before breakfast');
    await bot.later({ hours: 6 });
    await wang.says('/handover accept');
    await chen.says('/resolve 1');
    await chen.says('/promise done 1');
    await bot.later({ hours: 12 });
    expect(last(group.texts())).toContain('Nothing is open.');
    await wang.says('/handover 1');
    expect(last(wang.inbox())).toContain('#1 · Supplies');
    expect(last(wang.inbox())).toContain('two tins before breakfast');
    expect(last(wang.inbox())).toContain('Accepted by Wang, 08:00');
    await wang.saysIn(group, '交班');
    expect(last(group.texts())).toContain('📋 Handover #2');
    expect(last(group.texts())).toContain('Not accepted yet: Wang is responsible.');
    await wang.says('/handover 77');
    expect(last(wang.inbox())).toContain('no handover with that number');
    await wang.says('/handover what');
    expect(last(wang.inbox())).toContain('/handover shows the last sheet');
    const before = group.texts().length;
    await wang.saysIn(group, '交班 几点？');
    expect(group.texts()).toHaveLength(before);
  });

  test('has a section for whatever another feature has to say of the shift', async () => {
    const { bot, group } = await desk();
    const care: Feature = {
      name: 'care',
      async onEvent(_work, event) {
        if (event.type !== 'handover.posting') return;
        event.add({
          title: 'staff-handover:section.promises',
          lines: [{ parts: ['Mrs Li (93) needs lifting'] }],
        });
        event.add({ title: 'staff-handover:section.free', lines: [] });
      },
    };
    (bot.app.features as Feature[]).push(care);
    await bot.later({ hours: 6 });
    expect(last(group.texts())).toContain('• Mrs Li (93) needs lifting');
    expect(last(group.texts())).not.toContain('Unclaimed');
  });

  test('of a team with hundreds of tickets names some and counts the rest', async () => {
    const { bot, group, db, teamId } = await desk();
    const person = await db.person.create({ data: { id: randomUUID(), createdAt: new Date() } });
    const row = (number: number) => ({
      id: randomUUID(),
      number: 1000 + number,
      personId: person.id,
      teamId,
      need: 'supplies',
      urgency: 'normal',
      state: 'new',
      summary: 'water',
      language: 'en',
      account: 'telegram',
      openedAt: new Date(),
    });
    await db.ticket.createMany({ data: Array.from({ length: 300 }, (_, number) => row(number)) });
    await bot.later({ hours: 6 });
    expect(last(group.texts())).toContain('300 in all · 300 unclaimed');
    expect(last(group.texts()).match(/#1\d{3}/g)).toHaveLength(15);
    expect(last(group.texts())).toMatch(/… and \d+ more/);
  });
});

describe('accepting', () => {
  test('is for the next lead, or whoever stands in for them; others are told whose it is', async () => {
    const { bot, wang, li, chen, lead, group } = await desk();
    await li.says('/handover accept');
    expect(last(li.inbox())).toContain('No handover waits');
    await bot.later({ hours: 6 });
    await li.saysIn(group, '交班 接收');
    expect(last(group.texts())).toContain('Handover #1 is for Wang to accept');
    await chen.presses(/Accept the handover/, group);
    expect(last(group.texts())).toContain('is for Wang to accept');
    await chen.says('/cover Wang');
    await chen.says('/handover accept 1');
    expect(await lead()).toBe('Chen');
    await wang.presses(/Accept the handover/);
    expect(last(wang.inbox())).toMatch(/Chen has accepted handover #1 already, 08:00/);
    await wang.says('/handover accept 99');
    expect(last(wang.inbox())).toContain('no handover with that number');
  });

  test('happens once when two press at the same moment, and by a supervisor when the lead does not come', async () => {
    const { bot, wang, sup, db, lead } = await desk();
    await bot.later({ hours: 6 });
    await Promise.all([wang.pressesId('takeover:1'), sup.pressesId('takeover:1')]);
    expect(await db.audit.count({ where: { action: 'handover.accept' } })).toBe(1);
    const { acceptedBy } = await db.handover.findFirstOrThrow();
    expect(await lead()).toBe(acceptedBy === sup.staffId ? 'Sup' : 'Wang');
  });

  test('makes the supervisor who stepped in responsible, until the next lead', async () => {
    const { bot, sup, chen, lead } = await desk();
    await bot.later({ hours: 6 });
    await sup.says('/handover accept');
    expect(await lead()).toBe('Sup');
    await bot.later({ hours: 12 });
    expect(await lead()).toBe('Sup');
    expect(last(chen.inbox())).toContain('press Accept. Until then Sup stays responsible');
    await chen.says('/handover accept');
    expect(await lead()).toBe('Chen');
  });

  test('is for anybody of a shift whose lead has left', async () => {
    const { bot, li, db, lead, wang } = await desk();
    await db.staff.update({ where: { id: wang.staffId }, data: { active: false } });
    await bot.later({ hours: 6 });
    expect(last(li.inbox())).toContain('press Accept');
    await li.presses(/Accept the handover/);
    expect((await db.handover.findFirstOrThrow()).acceptedBy).toBe(li.staffId);
    // The plan still names Wang, who is gone: nobody is made lead by that.
    expect(await lead()).not.toBe('Wang');
  });

  test('is refused to travellers and where they read along', async () => {
    const { bot, wang, db } = await desk();
    await bot.later({ hours: 6 });
    const guest = bot.person('telegram');
    await guest.says('/handover accept');
    expect(last(guest.inbox())).toContain('for the team');
    await guest.pressesId('takeover:1');
    const hotel = bot.group('telegram');
    await wang.saysIn(hotel, '/handover');
    expect(last(hotel.texts())).toContain('travellers read along');
    expect((await db.handover.findFirstOrThrow()).acceptedAt).toBeNull();
  });
});

describe('while nobody accepts', () => {
  test('both leads are reminded every fifteen minutes, the supervisors after an hour, and nobody afterwards', async () => {
    const { bot, wang, chen, sup } = await desk();
    await bot.later({ hours: 6 });
    const counts = () =>
      [wang, chen, sup].map(
        (one) => one.inbox().filter((text) => text.includes('⏳') || text.includes('⚠️')).length,
      );
    await bot.later({ minutes: 14 });
    expect(counts()).toEqual([0, 0, 0]);
    await bot.later({ minutes: 1 });
    expect(counts()).toEqual([1, 1, 0]);
    expect(last(wang.inbox())).toContain('waits for you: press Accept. Until then Chen stays responsible');
    expect(last(chen.inbox())).toContain(
      'Wang has not accepted handover #1 of Day shift yet: you are still responsible',
    );
    bot.clock.advance({ minutes: 30 });
    await sweepAtOnce(bot, ['handover']);
    await bot.later({ seconds: 1 });
    expect(counts()).toEqual([2, 2, 0]);
    bot.clock.advance({ seconds: -1 });
    await bot.later({ minutes: 15 });
    expect(counts()).toEqual([3, 3, 1]);
    expect(last(sup.inbox())).toContain(
      'has waited 60 minutes. To take over: Wang. Responsible until then: Chen',
    );
    // Away for two hours: one reminder, not eight.
    await bot.later({ hours: 2 });
    expect(counts()).toEqual([4, 4, 2]);
    await wang.presses(/Accept the handover/);
    await bot.later({ hours: 2 });
    expect(counts()).toEqual([4, 4, 2]);
  });
});

describe('nobody planned next', () => {
  const HEAD = 'team,date,shift,start,end,staff,lead';

  test('the supervisors are told at once, the last lead stays responsible, and a shift planned later takes over', async () => {
    const made = await team();
    const { bot, group, teamId } = made;
    const sup = await made.colleague('Sup', 'supervisor');
    const wang = await made.colleague('Wang');
    const li = await made.colleague('Li');
    const lead = () => transact(bot.store.db, (tx) => leadOnDuty(tx, teamId, bot.clock.now()));
    await sup.says(`/shift import\n${HEAD}\nDay shift,2026-11-22,D,02:00,08:00,Wang,yes`);
    await sup.presses(/Yes, do it/);
    await bot.later({ hours: 6 });
    expect(last(sup.inbox())).toContain('the shift has ended and nobody is planned next (handover #1)');
    expect(last(wang.inbox())).toContain('Nobody is planned after you. You stay responsible');
    expect(last(group.texts())).toContain('To: nobody is planned');
    expect(await lead()).toBe(wang.staffId);
    await li.says('/handover accept');
    expect(last(li.inbox())).toContain('Nobody is planned to take over');
    await bot.later({ minutes: 15 });
    expect(last(wang.inbox())).toContain('Nobody has accepted handover #1');
    await sup.says(`/shift import\n${HEAD}\nDay shift,2026-11-22,E,08:30,12:00,Li,yes`);
    await sup.presses(/Yes, do it/);
    await bot.later({ minutes: 15 });
    expect(last(li.inbox())).toContain('waits for you: press Accept');
    await li.presses(/Accept the handover/);
    expect(await lead()).toBe(li.staffId);
  });

  test('a gap before the next shift is told as well, and its lead is reminded from its beginning on', async () => {
    const made = await team();
    const { bot, teamId } = made;
    const sup = await made.colleague('Sup', 'supervisor');
    const wang = await made.colleague('Wang');
    const li = await made.colleague('Li');
    const lead = () => transact(bot.store.db, (tx) => leadOnDuty(tx, teamId, bot.clock.now()));
    await sup.says(
      `/shift import\n${HEAD}\nDay shift,2026-11-22,D,02:00,08:00,Wang,yes\nDay shift,2026-11-22,E,12:00,18:00,Li,yes`,
    );
    await sup.presses(/Yes, do it/);
    await bot.later({ hours: 6 });
    expect(last(sup.inbox())).toContain('nobody is on duty now; the next shift begins 12:00 with Li');
    const told = li.inbox().length;
    await bot.later({ hours: 2 });
    expect(li.inbox()).toHaveLength(told);
    expect(await lead()).toBe(wang.staffId);
    await bot.later({ hours: 2, minutes: 15 });
    expect(last(li.inbox())).toContain('waits for you');
    await sup.says('/handover accept');
    expect(await lead()).toBe(sup.staffId);
  });

  test('a supervisor who accepts then answers for the team while no shift runs', async () => {
    const made = await team();
    const { bot, teamId } = made;
    const sup = await made.colleague('Sup', 'supervisor');
    await made.colleague('Wang');
    await sup.says(`/shift import\n${HEAD}\nDay shift,2026-11-22,D,02:00,08:00,Wang,yes`);
    await sup.presses(/Yes, do it/);
    await bot.later({ hours: 6 });
    await sup.presses(/Accept the handover/);
    expect(await transact(bot.store.db, (tx) => leadOnDuty(tx, teamId, bot.clock.now()))).toBe(sup.staffId);
  });
});
