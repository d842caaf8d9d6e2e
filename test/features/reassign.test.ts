import { describe, expect, test } from 'vitest';
import type { BotOptions } from '../support/bot.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

/** Wang Fang has three tickets, one of them an emergency; a supervisor, and Li to take over. */
async function desk(options?: BotOptions) {
  const made = await team(options);
  const sup = await made.colleague('Sup', 'supervisor');
  const wang = await made.colleague('Wang Fang', 'medic', { username: 'wangf' });
  const li = await made.colleague('Li');
  const medics = await made.otherTeam('Medics');
  for (const words of [MILK, BLOOD, MILK]) await made.bot.person('telegram').says(words);
  for (const number of [1, 2, 3]) await wang.says(`/claim ${number}`);
  const { db } = made.bot.store;
  return {
    ...made,
    db,
    sup,
    wang,
    li,
    medics,
    owners: async () =>
      (await db.ticket.findMany({ orderBy: { number: 'asc' } })).map(({ ownerId }) => ownerId),
  };
}

describe('/reassign', () => {
  test('names the count, asks, hands everything on at once, tells both, and is on each ticket’s record', async () => {
    const { sup, wang, li, db, owners } = await desk();
    await sup.says('/reassign @wangf @Li');
    expect(last(sup.inbox())).toBe('Hand 3 open tickets of Wang Fang to Li?\n🔴 1 of them is an emergency.');
    expect(await owners()).toEqual([wang.staffId, wang.staffId, wang.staffId]);
    await sup.presses(/Yes, hand on/);
    expect(last(sup.inbox())).toBe('3 tickets of Wang Fang are with Li now.');
    expect(await owners()).toEqual([li.staffId, li.staffId, li.staffId]);
    expect(last(li.inbox())).toContain('Sup handed you 3 tickets of Wang Fang:');
    expect(last(li.inbox())).toContain('#2');
    expect(last(li.inbox())).not.toContain('blood');
    expect(last(wang.inbox())).toContain('Sup handed 3 tickets of yours to Li');
    const audit = await db.audit.findMany({ where: { action: 'ticket.reassign' } });
    expect(audit.map(({ before, after }) => [before, after])).toEqual(
      Array.from({ length: 3 }, () => [
        expect.objectContaining({ ownerId: wang.staffId }),
        expect.objectContaining({ ownerId: li.staffId }),
      ]),
    );
    await sup.presses(/Yes, hand on/);
    expect(last(sup.inbox())).toContain('no longer fits');
  });

  test('is one button after the other, in Chinese as well, and No changes nothing', async () => {
    const { sup, owners, wang, li } = await desk();
    await sup.says('转派全部');
    await sup.presses(/Wang Fang \(3\)/);
    expect(last(sup.inbox())).toBe('3 open tickets of Wang Fang: to whom?');
    await sup.presses(/^Li$/);
    await sup.presses(/^No$/);
    expect(last(sup.inbox())).toBe('Nothing was changed.');
    expect(await owners()).toEqual([wang.staffId, wang.staffId, wang.staffId]);
    await sup.says('转派全部 Wang Fang 给 Li');
    await sup.presses(/Yes, hand on/);
    expect(await owners()).toEqual([li.staffId, li.staffId, li.staffId]);
  });

  test('leaves a wait as it is with a colleague, and ends it in the queue, where emergencies are paged again', async () => {
    const { sup, db, li, medics, bot } = await desk();
    await db.ticket.update({
      where: { number: 1 },
      data: { state: 'waiting-third', waitingOn: 'the pharmacy', chaseAt: new Date('2026-11-22T00:00:00Z') },
    });
    await sup.says('/reassign Wang Fang → Li');
    await sup.presses(/Yes, hand on/);
    expect(await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).toMatchObject({
      state: 'waiting-third',
      waitingOn: 'the pharmacy',
      ownerId: li.staffId,
    });
    const pages = medics.texts().length;
    await sup.says('/reassign Li Medics');
    await sup.presses(/Yes, hand on/);
    expect(last(sup.inbox())).toContain('are with Medics now');
    const team = await db.team.findUniqueOrThrow({ where: { name: 'Medics' } });
    const tickets = await db.ticket.findMany({ orderBy: { number: 'asc' } });
    expect(tickets.map(({ state, ownerId, teamId }) => [state, ownerId, teamId])).toEqual(
      Array.from({ length: 3 }, () => ['new', null, team.id]),
    );
    expect(tickets[0]).toMatchObject({ waitingOn: null, chaseAt: null });
    expect(
      medics
        .texts()
        .slice(pages)
        .some((text) => /#2/.test(text) && /confidential/i.test(text)),
    ).toBe(true);
    expect(tickets[1]?.nextPageAt).not.toBeNull();
    await li.says('/claim 1');
    await sup.says('/reassign Li queue');
    await sup.presses(/Yes, hand on/);
    expect(await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).toMatchObject({
      state: 'new',
      ownerId: null,
    });
    await bot.settle();
  });

  test('does not give a complaint to the colleague it is about, and leaves what changed hands meanwhile', async () => {
    const { sup, db, li, wang, owners } = await desk();
    await db.ticket.update({ where: { number: 3 }, data: { aboutStaffId: li.staffId } });
    await sup.says('/reassign @wangf Li');
    await wang.says('/release 1');
    await sup.presses(/Yes, hand on/);
    expect(last(sup.inbox())).toContain('1 ticket of Wang Fang is with Li now.');
    expect(last(sup.inbox())).toContain('1 stays where it is');
    expect(last(sup.inbox())).toContain('#3');
    expect(await owners()).toEqual([null, li.staffId, wang.staffId]);
  });

  test.each([
    ['/reassign Nobody Li', 'cannot tell from “Nobody Li”'],
    ['/reassign Wang Fang Nobody', 'cannot tell'],
    ['/reassign Li Wang Fang', 'Li has no open tickets'],
    ['/reassign @wangf @wangf', 'with that colleague already'],
  ])('%s is explained', async (words, answer) => {
    const { sup, owners, wang } = await desk();
    await sup.says(words);
    expect(last(sup.inbox())).toContain(answer);
    expect(await owners()).toEqual([wang.staffId, wang.staffId, wang.staffId]);
  });

  test('is for supervisors and administrators, and its buttons are for whoever was asked', async () => {
    const { sup, li, owners, wang, colleague, group, bot } = await desk();
    await li.says('/reassign @wangf @Li');
    expect(last(li.inbox())).toContain('(liaison)');
    await li.pressesId(`refrom:${wang.staffId}`);
    expect(last(li.inbox())).toContain('(liaison)');
    await sup.saysIn(group, '/reassign @wangf @Li');
    const boss = await colleague('Boss', 'admin');
    await boss.presses(/Yes, hand on/, group);
    expect(last(group.texts())).toContain('no longer fits');
    const hotel = bot.group('telegram');
    await sup.saysIn(hotel, '/reassign @wangf @Li');
    expect(last(hotel.texts())).toContain('travellers read along');
    expect(await owners()).toEqual([wang.staffId, wang.staffId, wang.staffId]);
  });

  test('says so when nobody owns anything, and when whoever was chosen has left', async () => {
    const { sup, db, owners, li, wang } = await desk();
    await sup.says('/reassign @wangf Li');
    await db.staff.update({ where: { id: li.staffId }, data: { active: false } });
    await sup.presses(/Yes, hand on/);
    expect(last(sup.inbox())).toContain('no longer fits');
    expect(await owners()).toEqual([wang.staffId, wang.staffId, wang.staffId]);
    await db.ticket.updateMany({ data: { state: 'closed' } });
    await sup.says('/reassign');
    expect(last(sup.inbox())).toBe('Nobody owns an open ticket.');
  });
});

describe('/staff NAME off', () => {
  test('gives the tickets back at once, and offers to hand all of them to one colleague', async () => {
    const { colleague, wang, li, db, owners, bot } = await desk();
    const boss = await colleague('Boss', 'admin');
    await boss.says('/staff Wang Fang off');
    expect(last(boss.inbox())).toContain('3');
    expect(await owners()).toEqual([null, null, null]);
    await li.says('/claim 3');
    await boss.presses(/Hand these 3 to a colleague/);
    expect(last(boss.inbox())).toBe('2 open tickets of Wang Fang: to whom?');
    await boss.presses(/^Sup$/);
    await boss.presses(/Yes, hand on/);
    const sup = await db.staff.findFirstOrThrow({ where: { name: 'Sup' } });
    expect(await owners()).toEqual([sup.id, sup.id, li.staffId]);
    expect((await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).state).toBe('claimed');
    const inbox = wang.inbox().length;
    await bot.settle();
    expect(wang.inbox()).toHaveLength(inbox);
  });
});
