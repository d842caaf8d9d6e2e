import { describe, expect, test } from 'vitest';
import { answering, isStaffed, leadOnDuty, onDuty } from '../../src/store/duty.ts';
import { transact } from '../../src/store/transaction.ts';
import type { BotOptions } from '../support/bot.ts';
import { last, team } from './desk-team.ts';

const HEAD = 'team,date,shift,start,end,staff,lead';

/** A day desk (2 a.m. on 22 November in Shanghai), its supervisor, and colleagues to plan. */
async function desk(options?: BotOptions) {
  const made = await team(options);
  const sup = await made.colleague('Sup', 'supervisor');
  const names = ['Wang', 'Chen', 'Qian', 'Li'] as const;
  const [wang, chen, qian, li] = await Promise.all(names.map((name) => made.colleague(name)));
  if (!wang || !chen || !qian || !li) throw new Error('nobody there');
  const { db } = made.bot.store;
  const nameOf = async (id: string | undefined) =>
    id && (await db.staff.findUniqueOrThrow({ where: { id } })).name;
  return {
    ...made,
    db,
    sup,
    wang,
    chen,
    qian,
    li,
    /** Who is on duty now, and who is responsible. */
    async now() {
      const at = made.bot.clock.now();
      const found = await transact(made.bot.store.db, async (tx) => ({
        duty: await onDuty(tx, made.teamId, at),
        lead: await leadOnDuty(tx, made.teamId, at),
        staffed: await isStaffed(tx, made.teamId, at),
        answering: [...((await answering(tx, made.teamId, at)) ?? [])],
      }));
      const names = await Promise.all((found.duty ?? []).map(({ staffId }) => nameOf(staffId)));
      const paged = await Promise.all(found.answering.map(nameOf));
      return {
        duty: names.sort(),
        lead: await nameOf(found.lead),
        staffed: found.staffed,
        paged: paged.sort(),
      };
    },
    spans: async () =>
      (await db.shift.findMany({ orderBy: { startsAt: 'asc' } })).map(
        ({ name, startsAt, endsAt }) => `${name} ${startsAt.toISOString()} ${endsAt.toISOString()}`,
      ),
  };
}

describe('/shift plan', () => {
  test('shows what it makes, writes two weeks down when confirmed, and is on the record', async () => {
    const { sup, db, now, spans, teamId } = await desk();
    await sup.says('/shift plan Day shift three-two Wang+Li, Chen, Qian');
    expect(last(sup.inbox()).split('\n').slice(0, 3)).toEqual([
      'Day shift will work like this from now on (times of Asia/Shanghai):',
      '2026-11-21 20:00–08:00 Night shift · Qian ★',
      '08:00–20:00 Day shift · Chen ★',
    ]);
    expect(await db.shift.count()).toBe(0);
    expect((await now()).staffed).toBe(true);
    await sup.presses(/Yes, do it/);
    expect(last(sup.inbox())).toContain('Day shift works by this plan now: 29 shifts');
    expect((await spans())[0]).toBe('night 2026-11-21T12:00:00.000Z 2026-11-22T00:00:00.000Z');
    expect(await now()).toEqual({ duty: ['Qian'], lead: 'Qian', staffed: true, paged: ['Qian'] });
    const [line] = await db.audit.findMany({ where: { action: 'shift.plan' } });
    expect(line).toMatchObject({ before: { teamId, plan: null }, after: { teamId, plan: { kind: 'rota' } } });
    await sup.presses(/Yes, do it/);
    expect(last(sup.inbox())).toContain('no longer fits');
  });

  test('is kept two weeks ahead, also after the bot was away, and never written twice', async () => {
    const { sup, bot, spans, now } = await desk();
    await sup.says('班次 计划 Day shift 三班两运转 Wang+Li，Chen，Qian');
    await sup.presses(/Yes, do it/);
    await bot.later({ hours: 30 });
    await Promise.all([bot.app.sweep(), bot.app.sweep()]);
    const ahead = await spans();
    expect(new Set(ahead).size).toBe(ahead.length);
    const end = Date.parse(ahead.at(-1)?.split(' ')[2] ?? '');
    expect(end).toBeGreaterThanOrEqual(bot.clock.now().add({ hours: 14 * 24 }).epochMilliseconds);
    await bot.later({ hours: 24 * 40 });
    // Five weeks away: the shift that runs is whole, and those nobody worked in are not made up.
    const after = await spans();
    expect(after).toContain('day 2027-01-02T00:00:00.000Z 2027-01-02T12:00:00.000Z');
    expect(after.some((span) => span.includes('2026-12-20'))).toBe(false);
    expect((await now()).staffed).toBe(true);
  });

  test('takes over at once from the plan before: who was on hands over, and no time is planned twice', async () => {
    const { sup, bot, spans, now, group } = await desk();
    await sup.saysIn(group, '/shift plan two-shifts Wang, Chen');
    await sup.presses(/Yes, do it/, group);
    expect(await now()).toMatchObject({ duty: ['Chen'] });
    bot.clock.advance({ hours: 2 });
    await sup.saysIn(group, '/shift plan three shifts Wang, Chen, Qian at=07:00 zone=Asia/Tokyo');
    expect(last(group.texts())).toMatch(/29 shifts planned so far are replaced/);
    await sup.presses(/Yes, do it/, group);
    const [before, first, second] = await spans();
    expect(before).toBe('night 2026-11-21T12:00:00.000Z 2026-11-21T20:00:00.000Z');
    expect(first).toBe('night 2026-11-21T20:00:00.000Z 2026-11-21T22:00:00.000Z');
    expect(second).toBe('day 2026-11-21T22:00:00.000Z 2026-11-22T06:00:00.000Z');
    expect(await now()).toMatchObject({ duty: ['Qian'] });
    await bot.app.sweep();
    expect(await now()).toMatchObject({ lead: 'Chen', paged: ['Chen', 'Qian'] });
  });

  test('can be ended: somebody is always there again, and nothing waits', async () => {
    const { sup, db, bot, now } = await desk();
    await sup.says('/shift plan Day shift two Wang, Chen');
    await sup.presses(/Yes, do it/);
    await bot.later({ hours: 7 });
    expect(await db.handover.count({ where: { acceptedAt: null } })).toBe(1);
    await sup.says('/shift plan Day shift off');
    await sup.presses(/Yes, do it/);
    expect(await now()).toEqual({ duty: [], lead: undefined, staffed: true, paged: [] });
    expect(await db.handover.count({ where: { acceptedAt: null } })).toBe(0);
    await bot.later({ hours: 48 });
    expect(await db.handover.count()).toBe(1);
    await sup.says('/shift plan Day shift off');
    expect(last(sup.inbox())).toContain('does not work in shifts');
  });

  test('is left alone by No, and by everybody but supervisors and administrators', async () => {
    const { sup, wang, db } = await desk();
    await sup.says('/shift plan two Wang, Chen');
    await sup.presses(/^No$/);
    expect(last(sup.inbox())).toBe('Nothing was changed.');
    await wang.says('/shift plan two Wang, Chen');
    expect(last(wang.inbox())).toContain('(liaison)');
    await wang.pressesId('planyes:1');
    expect(await db.shift.count()).toBe(0);
  });

  test.each([
    ['/shift plan', 'PRESET'],
    ['/shift plan Day shift Wang, Chen', 'PRESET'],
    ['/shift plan Night two Wang, Chen', 'Which team is “Night”? There are: Day shift'],
    ['/shift plan two Wang', 'two-shifts needs 2 crews, and these are 1'],
    ['/shift plan two Wang, Nobody', 'no colleague called Nobody'],
    ['/shift plan two Wang, Chen at=25:00', '“25:00” is no time'],
    ['/shift plan two Wang, Chen zone=Mars', 'time zone Mars'],
    ['/shift plan two Wang, Chen from=soon', '“soon” is no date'],
    ['/shift plan two Wang, Chen from=2026-12-24', '2026-12-24 is still to come'],
  ])('%s is answered with what to write instead', async (words, answer) => {
    const { sup, db } = await desk();
    await sup.says(words);
    expect(last(sup.inbox())).toContain(answer);
    expect(await db.shift.count()).toBe(0);
  });
});

describe('/shift', () => {
  test('shows who is on and who comes next, in the group its own team', async () => {
    const { sup, wang, group } = await desk();
    await wang.says('/shift');
    expect(last(wang.inbox())).toContain('No team works in shifts here');
    await sup.says('/shift plan two Wang+Li, Chen');
    await sup.presses(/Yes, do it/);
    await wang.saysIn(group, '班次');
    expect(last(group.texts()).split('\n')).toEqual([
      '👥 Day shift',
      'Now: Night shift until 08:00 · Chen ★',
      'Next: Day shift from 08:00 to 20:00 · Wang ★, Li',
    ]);
    await wang.says('/shift');
    expect(last(wang.inbox())).toContain('You: Day shift, 08:00–20:00 Day shift');
    await wang.says('/shift day');
    expect(last(wang.inbox()).split('\n')[1]).toBe('2026-11-21 20:00–08:00 Night shift · Chen ★');
    await wang.says('/shift Moon');
    expect(last(wang.inbox())).toContain('/shift shows who is on now');
    const before = group.texts().length;
    await wang.saysIn(group, '班次 怎么排的？');
    expect(group.texts()).toHaveLength(before);
  });

  test('is not for travellers, nor where they read along', async () => {
    const { bot, wang } = await desk();
    const guest = bot.person('telegram');
    await guest.says('/shift');
    expect(last(guest.inbox())).toContain('for the team');
    const hotel = bot.group('telegram');
    await wang.saysIn(hotel, '/shift');
    await wang.saysIn(hotel, '/cover Chen');
    expect(hotel.texts().every((text) => text.includes('travellers read along'))).toBe(true);
  });
});

describe('/cover', () => {
  async function planned(options?: BotOptions) {
    const made = await desk(options);
    await made.sup.says('/shift plan two Wang+Li, Chen+Qian');
    await made.sup.presses(/Yes, do it/);
    return made;
  }

  test('puts me in a colleague’s place in the shift that runs; they are told, and undo brings them back', async () => {
    const { wang, chen, now, db } = await planned();
    await wang.says('/cover @Chen');
    expect(last(wang.inbox())).toBe('Wang stands in for Chen: 2026-11-21 20:00–08:00 Night shift.');
    expect(last(chen.inbox())).toContain('Wang stands in for you');
    expect(await now()).toEqual({
      duty: ['Qian', 'Wang'],
      lead: 'Wang',
      staffed: true,
      paged: ['Qian', 'Wang'],
    });
    await wang.presses(/Undo/);
    expect(last(wang.inbox())).toContain('Chen comes again, not Wang');
    expect(last(chen.inbox())).toContain('Chen comes again, not Wang');
    expect((await now()).duty).toEqual(['Chen', 'Qian']);
    await wang.presses(/Undo/);
    expect(last(wang.inbox())).toContain('no cover of yours');
    expect(await db.audit.count({ where: { action: { in: ['shift.cover', 'shift.uncover'] } } })).toBe(2);
  });

  test('is for the next shift when they are off now, chosen by a button as well', async () => {
    const { chen, li, wang, bot, now } = await planned();
    await chen.says('替班');
    await chen.presses(/^Li$/);
    expect(last(chen.inbox())).toBe('Chen stands in for Li: 08:00–20:00 Day shift.');
    expect((await now()).duty).toEqual(['Chen', 'Qian']);
    bot.clock.advance({ hours: 7 });
    expect((await now()).duty).toEqual(['Chen', 'Wang']);
    // Whoever is covered can come after all.
    await li.says('/cover off');
    expect((await now()).duty).toEqual(['Li', 'Wang']);
    await wang.says('/cover off Li');
    expect(last(wang.inbox())).toContain('no cover of yours');
  });

  test('is taken by one of two, and taken back by a supervisor', async () => {
    const { wang, li, sup, now, db } = await planned();
    await Promise.all([wang.says('/cover Chen'), li.says('/cover Chen')]);
    const covers = await db.shiftMember.findMany({ where: { coverId: { not: null } } });
    expect(covers).toHaveLength(1);
    const second = covers[0]?.coverId === wang.staffId ? li : wang;
    expect(last(second.inbox())).toMatch(/(Wang|Li) stands in for Chen already/);
    await sup.says('/cover off Chen');
    expect((await now()).duty).toEqual(['Chen', 'Qian']);
  });

  test.each([
    ['/cover Chen', 'chen', 'cannot stand in for yourself'],
    ['/cover Qian', 'chen', 'You work in that shift yourself'],
    ['/cover Sup', 'chen', 'Sup has no shift now'],
    ['/cover Nobody', 'chen', 'no colleague called Nobody'],
    ['/cover off', 'chen', 'no cover of yours'],
  ] as const)('%s by %s is explained', async (words, who, answer) => {
    const made = await planned();
    await made[who].says(words);
    expect(last(made[who].inbox())).toContain(answer);
    expect(await made.db.shiftMember.count({ where: { coverId: { not: null } } })).toBe(0);
  });

  test('says so when there is nobody to stand in for, or when it is done already', async () => {
    const { wang } = await desk();
    await wang.says('/cover');
    expect(last(wang.inbox())).toContain('/cover and a colleague');
    const other = await planned();
    await other.wang.says('/cover Chen');
    await other.wang.says('/cover Chen');
    expect(last(other.wang.inbox())).toContain('You stand in for Chen already');
    await other.wang.pressesId('cover:nobody');
    expect(last(other.wang.inbox())).toContain('no longer fits');
  });

  test('counts for nothing once the cover was switched off', async () => {
    const { wang, now, db } = await planned();
    await wang.says('/cover Chen');
    await db.staff.update({ where: { id: wang.staffId }, data: { active: false } });
    expect(await now()).toMatchObject({ duty: ['Qian'], lead: undefined });
  });
});

describe('/shift import', () => {
  const TABLE = [
    HEAD,
    'Day shift,2026-11-22,Early,06:00,14:00,Wang,yes',
    'Day shift,2026-11-22,Early,06:00,14:00,Li,',
    'Day shift,2026-11-22,Late,15:00,23:00,Chen;Qian,Qian',
  ].join('\n');

  test('shows what pasted lines would do, and does it when confirmed', async () => {
    const { sup, spans, now, bot, db } = await desk();
    await sup.says(`/shift import\n${TABLE}`);
    expect(last(sup.inbox()).split('\n')).toEqual([
      '2 shifts can be imported:',
      'Day shift: 2 shifts, 06:00 to 23:00',
      '  ⚠️ nobody from 14:00 to 15:00',
    ]);
    expect(await spans()).toEqual([]);
    await sup.presses(/Yes, do it/);
    expect(last(sup.inbox())).toBe('2 shifts imported.');
    expect(await spans()).toEqual([
      'Early 2026-11-21T22:00:00.000Z 2026-11-22T06:00:00.000Z',
      'Late 2026-11-22T07:00:00.000Z 2026-11-22T15:00:00.000Z',
    ]);
    expect((await now()).staffed).toBe(false);
    await bot.later({ hours: 5 });
    expect(await now()).toMatchObject({ duty: ['Li', 'Wang'], lead: 'Wang' });
    expect(await db.audit.count({ where: { action: 'shift.import' } })).toBe(1);
    await sup.presses(/Yes, do it/);
    expect(last(sup.inbox())).toContain('no longer fits');
  });

  test('reads a file with the command as its caption, and one that follows the command', async () => {
    const { sup, bot, spans } = await desk();
    const file = { kind: 'document' as const, id: 'f1', name: 'shifts.csv' };
    bot.channel('telegram').download = async () => ({ bytes: new TextEncoder().encode(TABLE) });
    await sup.says('/shift import', { media: [file] });
    expect(last(sup.inbox())).toContain('2 shifts can be imported');
    await sup.presses(/^No$/);
    expect(last(sup.inbox())).toBe('Nothing was changed.');
    await sup.says('班次 导入');
    expect(last(sup.inbox())).toContain('Send me the CSV file now');
    await sup.says('', { media: [{ ...file, id: 'f2' }] });
    expect(last(sup.inbox())).toContain('2 shifts can be imported');
    await sup.presses(/Yes, do it/);
    expect(await spans()).toHaveLength(2);
  });

  test('explains a file that cannot be fetched, and one that is no text', async () => {
    const { sup, bot } = await desk();
    const media = [{ kind: 'document' as const, id: 'f1', name: 'shifts.csv' }];
    bot.channel('telegram').download = async () => {
      throw new Error('gone');
    };
    await sup.says('/shift import', { media });
    expect(last(sup.inbox())).toContain('could not be fetched');
    bot.channel('telegram').download = async () => ({ bytes: new Uint8Array([80, 75, 3, 4, 0, 0]) });
    await sup.says('/shift import', { media });
    expect(last(sup.inbox())).toContain('no CSV');
  });

  test('names every line that is wrong, and imports nothing', async () => {
    const { sup, db } = await desk();
    await sup.says(
      [
        '/shift import',
        HEAD,
        'Day shift,2026-11-23,D,08:00,16:00,Wang,yes',
        'Moon,2026-11-23,D,08:00,16:00,Wang,yes',
        'Day shift,2026-11-23,X,09:00,10:00,Zhou,',
        'Day shift,2026-11-20,D,08:00,16:00,Wang,',
      ].join('\n'),
    );
    expect(last(sup.inbox()).split('\n')).toEqual([
      'Nothing was imported: 3 things are wrong.',
      'Line 3: there is no team called “Moon”',
      'Line 4: there is no colleague called “Zhou”; write the whole name',
      'Line 5: that shift is over already',
    ]);
    expect(sup.posts().at(-1)?.content.choices ?? []).toEqual([]);
    expect(await db.team.count({ where: { shiftPlan: { not: { equals: null } as never } } })).toBe(0);
  });

  test('replaces planned shifts it overlaps, never the one that runs, and the plan goes on afterwards', async () => {
    const { sup, bot, spans, db } = await desk();
    await sup.says('/shift plan two Wang+Li, Chen+Qian');
    await sup.presses(/Yes, do it/);
    const count = await db.shift.count();
    await sup.says(`/shift import\n${HEAD}\nDay shift,2026-11-22,D,06:00,14:00,Wang,yes`);
    expect(last(sup.inbox())).toContain('overlaps the shift that runs now');
    await sup.says(`/shift import\n${HEAD}\nDay shift,2026-11-22,D,08:00,19:00,Li,yes`);
    expect(last(sup.inbox())).toContain('replaces 1 shift planned before');
    await sup.presses(/Yes, do it/);
    expect(await db.shift.count()).toBe(count);
    expect((await spans())[1]).toBe('D 2026-11-22T00:00:00.000Z 2026-11-22T11:00:00.000Z');
    await bot.later({ hours: 24 });
    expect(await db.shift.count()).toBe(count + 2);
  });

  test('is not confirmed any more once a shift has begun that it would rewrite', async () => {
    const { sup, bot, db } = await desk();
    await sup.says(`/shift import\n${HEAD}\nDay shift,2026-11-22,N,02:00,03:00,Li,yes`);
    bot.clock.advance({ hours: 2 });
    await sup.presses(/Yes, do it/);
    expect(last(sup.inbox())).toContain('Please send the table again');
    expect(await db.shift.count()).toBe(0);
  });

  test('is explained in a group, refused to others, and forgotten after a while', async () => {
    const { sup, wang, group, bot, db } = await desk();
    await sup.saysIn(group, '/shift import');
    expect(last(group.texts())).toContain('as its caption');
    await wang.says(`/shift import\n${TABLE}`);
    expect(last(wang.inbox())).toContain('(liaison)');
    await sup.says('/shift import');
    bot.clock.advance({ hours: 1 });
    await sup.says(TABLE);
    expect(last(sup.inbox())).not.toContain('can be imported');
    await sup.says('/shift import');
    await sup.says('never mind');
    expect(last(sup.inbox())).toContain('You are not working on a ticket here');
    expect(await db.shift.count()).toBe(0);
  });

  test('works by numbers where there are no buttons', async () => {
    const { bot, spans, db } = await desk({
      accounts: { telegram: {}, wechat: { buttons: false, edit: false } },
    });
    const boss = bot.person('wechat', { name: 'Boss' });
    const staff = await db.staff.findFirstOrThrow({ where: { name: 'Sup' } });
    await boss.says('hello');
    await db.channelIdentity.updateMany({ where: { externalId: boss.id }, data: { staffId: staff.id } });
    await boss.says(`班次 导入\n${TABLE}`);
    await boss.says('1');
    expect(await spans()).toHaveLength(2);
  });
});

describe('an emergency page', () => {
  /** A guest's emergency; answers whom the page in the team's group names. */
  async function page({ bot, group }: Pick<Awaited<ReturnType<typeof desk>>, 'bot' | 'group'>) {
    const before = group.posts().length;
    await bot.person('telegram').says('Help, I am vomiting blood!');
    const pages = group.posts().slice(before);
    return pages.flatMap(({ content }) => content.mentions?.map(({ name }) => name) ?? []).sort();
  }

  test('names those on duty who are in the chat, and the lead who has not handed over yet', async () => {
    const made = await desk();
    const { sup, wang, li, chen, qian, bot, group } = made;
    await sup.says('/shift plan two Wang+Li, Chen+Qian');
    await sup.presses(/Yes, do it/);
    for (const one of [wang, li, chen, qian]) await one.saysIn(group, 'hello');
    expect(await page(made)).toEqual(['Chen', 'Qian']);
    await wang.says('/cover Qian');
    expect(await page(made)).toEqual(['Chen', 'Wang']);
    await bot.later({ hours: 7 });
    expect(await page(made)).toEqual(['Chen', 'Li', 'Wang']);
    await wang.says('/handover accept');
    expect(await page(made)).toEqual(['Li', 'Wang']);
  });

  test('names everybody as before while nobody on duty is known to be there', async () => {
    const made = await desk();
    await made.sup.says('/shift plan two Wang+Li, Chen+Qian');
    await made.sup.presses(/Yes, do it/);
    expect(await page(made)).toEqual(['Chen', 'Li', 'Qian', 'Sup', 'Wang']);
    await made.wang.saysIn(made.group, 'hello');
    expect(await page(made)).toEqual(['Wang']);
  });
});
