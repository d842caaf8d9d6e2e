import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { candidatesFor, saveRoute, teamFor } from '../../src/store/routing.ts';
import { transact } from '../../src/store/transaction.ts';
import { last, type Team, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

/** A day desk and medics, a site, and an administrator. */
async function desk(options?: Parameters<typeof team>[0]) {
  const made = await team(options);
  const medics = await made.otherTeam('Medics');
  const boss = await made.colleague('Boss', 'admin');
  const { db } = made.bot.store;
  const site = await db.site.create({ data: { id: randomUUID(), name: 'Sun Hotel', createdAt: new Date() } });
  const teamId = async (name: string) => (await db.team.findUniqueOrThrow({ where: { name } })).id;
  return { ...made, medics, boss, site, db, medicsId: await teamId('Medics') };
}

/** The medics work in shifts, and nobody is on duty now. */
async function offDuty({ bot }: Team, name: string): Promise<void> {
  await bot.store.db.team.update({
    where: { name },
    data: { shiftPlan: { kind: 'written', zone: 'Asia/Shanghai' } },
  });
}

describe('/route', () => {
  test('sets rows by key, by arrow and in Chinese, changes them, and lists them with what takes the rest', async () => {
    const { boss, db, medicsId, site } = await desk();
    await boss.says('/route');
    expect(last(boss.inbox())).toContain('No rows yet');
    await boss.says('/route site="Sun Hotel" home=Hubei need=medical medics');
    expect(last(boss.inbox())).toBe('Set: site Sun Hotel · home Hubei · Medical help → Medics');
    await boss.says('/route Sun Hotel, Online class or exam → Day shift');
    expect(last(boss.inbox())).toBe('Set: site Sun Hotel · Online class or exam → Day shift');
    await boss.says('路由 户籍=湖北 类别=医疗帮助 Medics');
    expect(last(boss.inbox())).toBe('Set: home 湖北 · Medical help → Medics');
    await boss.says('/route set need=医疗帮助 户籍=湖北 Day');
    expect(last(boss.inbox())).toBe('Changed: home 湖北 · Medical help → Day shift (was Medics)');
    await boss.says('/route');
    expect(last(boss.inbox()).split('\n').slice(1, 5)).toEqual([
      '1. site Sun Hotel · home Hubei · Medical help → Medics',
      '2. site Sun Hotel · Online class or exam → Day shift',
      '3. home 湖北 · Medical help → Day shift',
      'Everything else → Day shift',
    ]);
    expect(await db.route.count()).toBe(3);
    expect(await db.route.findFirst({ where: { jurisdiction: 'Hubei' } })).toMatchObject({
      siteId: site.id,
      need: 'medical',
      teamId: medicsId,
    });
    const audit = await db.audit.findMany({ where: { action: 'route.set' } });
    expect(audit).toHaveLength(4);
    expect(audit.at(-1)).toMatchObject({ before: { teamId: medicsId }, after: { need: 'medical' } });
  });

  test('takes rows out by number and by button, and puts one back', async () => {
    const { boss, db } = await desk();
    await boss.says('/route need=medical Medics');
    await boss.says('/route need=test Medics');
    await boss.says('/route delete 1');
    expect(last(boss.inbox())).toBe('Taken out: Medical help → Medics');
    await boss.presses(/Put it back/);
    expect(last(boss.inbox())).toBe('Set: Medical help → Medics');
    await boss.presses(/Put it back/);
    expect(last(boss.inbox())).toContain('no longer fits');
    await boss.says('/route');
    await boss.presses(/🗑 1/);
    expect(last(boss.inbox())).toBe('Taken out: Test or result → Medics');
    await boss.presses(/🗑 1/);
    expect(last(boss.inbox())).toContain('not there any more');
    await boss.says('路由 删除 9');
    expect(last(boss.inbox())).toContain('no row 9');
    expect(await db.route.findMany()).toMatchObject([{ need: 'medical' }]);
    expect(await db.audit.count({ where: { action: 'route.delete' } })).toBe(2);
  });

  test.each([
    ['/route need=medical', 'Set a row: /route'],
    ['/route Medics', 'needs a site, a home or a need'],
    ['/route need=toothache Medics', 'no need called toothache'],
    ['/route site=Moon Medics', 'no site called Moon. There are: Sun Hotel'],
    ['/route hotel=Sun Medics', 'know “hotel”'],
    ['/route need=test Nobody', 'Which team is “Nobody”? There are: Day shift, Medics'],
    ['/route Sun Hotle medical → Medics', 'know “Sun Hotle”'],
    ['/route medical → Medics → Day', 'Set a row: /route'],
  ])('%s is answered with what to write instead', async (words, answer) => {
    const { boss, db } = await desk();
    await boss.says(words);
    expect(last(boss.inbox())).toContain(answer);
    expect(await db.route.count()).toBe(0);
  });

  test('is read by the team, edited by administrators only, and not where travellers read along', async () => {
    const { boss, colleague, bot, db } = await desk();
    const sup = await colleague('Sup', 'supervisor');
    await boss.says('/route need=medical Medics');
    await sup.says('/route need=test Medics');
    expect(last(sup.inbox())).toContain('supervisor');
    await sup.says('/route delete 1');
    await sup.pressesId(`routedel:${(await db.route.findFirstOrThrow()).id}`);
    expect(await db.route.findMany()).toMatchObject([{ need: 'medical' }]);
    await sup.says('/route');
    expect(last(sup.inbox())).toContain('1. Medical help → Medics');
    expect(last(sup.inbox())).not.toContain('Set a row');
    const hotel = bot.group('telegram');
    await boss.saysIn(hotel, '/route');
    expect(last(hotel.texts())).toContain('travellers read along');
    const guest = bot.person('telegram');
    await guest.says('/route');
    expect(last(guest.inbox())).toContain('for the team');
  });
});

describe('where a need would go', () => {
  test('names each team in order, why, whether anybody is there, and who gets it', async () => {
    const made = await desk();
    await made.boss.says('/route need=medical Medics');
    await made.boss.says('/route site="Sun Hotel" need=medical "Day shift"');
    await made.boss.says('/route? Sun Hotel Hubei medical');
    expect(last(made.boss.inbox()).split('\n')[0]).toBe('Medical help · site: Sun Hotel · home: Hubei');
    await offDuty(made, 'Medics');
    await made.boss.says('/route? medical');
    expect(last(made.boss.inbox()).split('\n')).toEqual([
      'Medical help · site: any · home: any',
      '1. Medics: row 1 (Medical help); nobody is on duty now',
      '2. Day shift: takes what no other team takes; somebody is there now ✔',
      'It would go to Day shift.',
    ]);
    await offDuty(made, 'Day shift');
    await made.boss.says('路由 测试 医疗帮助');
    expect(last(made.boss.inbox())).toContain('Day shift would get it all the same');
    expect(await made.db.ticket.count()).toBe(0);
  });

  test('says so when there is no team at all', async () => {
    const { boss, db } = await desk();
    await db.chat.updateMany({ data: { teamId: null } });
    await db.team.deleteMany();
    await boss.says('/route test medical');
    expect(last(boss.inbox())).toContain('no team yet');
  });
});

describe('a new ticket', () => {
  test('goes by site, home and need to the most specific row’s team, and its card to that team’s chat', async () => {
    const { boss, bot, group, medics, medicsId, db, site } = await desk();
    await boss.says('/route need=medical Medics');
    await bot.person('telegram').says(BLOOD);
    expect(await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).toMatchObject({ teamId: medicsId });
    expect(last(medics.texts())).toContain('#1');
    expect(group.texts().join()).not.toContain('#1');
    const guest = bot.person('telegram');
    await guest.says(MILK);
    const person = await db.ticket.findUniqueOrThrow({ where: { number: 2 }, select: { personId: true } });
    await db.person.update({
      where: { id: person.personId },
      data: { siteId: site.id, jurisdiction: 'HUBEI ' },
    });
    await boss.says('/route home=hubei Medics');
    await guest.says('/thanks you are wonderful people');
    expect(await db.ticket.findFirst({ where: { need: 'thanks' } })).toMatchObject({ teamId: medicsId });
  });

  test('goes on to the next team while nobody of the first is on duty; card and audit say so', async () => {
    const made = await desk();
    await made.boss.says('/route need=supplies Medics');
    await offDuty(made, 'Medics');
    const mum = made.bot.person('telegram');
    await mum.says(MILK);
    const ticket = await made.db.ticket.findUniqueOrThrow({ where: { number: 1 } });
    expect(ticket.teamId).toBe(made.teamId);
    expect(last(made.group.texts())).toContain('Nobody of Medics was on duty');
    expect(made.medics.texts()).toEqual([]);
    const line = await made.db.audit.findFirst({
      where: { action: 'ticket.pass-over', ticketId: ticket.id },
    });
    expect(line?.after).toEqual({ teamId: made.teamId, passedOver: 'Medics' });
    // Drawn anew the card still says so, until somebody has it.
    await mum.says('And nappies, please');
    expect(last(made.group.texts())).toContain('Nobody of Medics was on duty');
    const wang = await made.colleague('Wang');
    await wang.says('/claim 1');
    expect(last(made.group.texts())).not.toContain('Nobody of Medics');
  });

  test('goes to the default team when nobody is on duty anywhere, and its card names them all', async () => {
    const made = await desk();
    await made.boss.says('/route need=supplies "Day shift"');
    await made.boss.says('/route site="Sun Hotel" Medics');
    await offDuty(made, 'Medics');
    await offDuty(made, 'Day shift');
    const facts = { siteId: made.site.id, jurisdiction: null, need: 'supplies' } as const;
    const found = await transact(made.bot.store.db, async (tx) => ({
      team: await teamFor(tx, facts, made.bot.clock.now()),
      order: (await candidatesFor(tx, facts, made.bot.clock.now())).map(({ team: { name } }) => name),
    }));
    expect(found).toMatchObject({ order: ['Medics', 'Day shift'], team: { name: 'Day shift' } });
    await made.bot.person('telegram').says(MILK);
    expect(last(made.group.texts())).toContain('Nobody of Medics, Day shift was on duty');
  });

  test('of a confidential one the card in a group does not name the team that was passed over', async () => {
    const made = await desk();
    await made.boss.says('/route need=medical Medics');
    await offDuty(made, 'Medics');
    await made.bot.person('telegram').says(BLOOD);
    expect(made.group.texts().join('\n')).toContain('#1');
    expect(made.group.texts().join('\n')).not.toContain('Nobody of Medics');
  });
});

test('two administrators who set the same row at once leave one row', async () => {
  const { bot, db, teamId, medicsId } = await desk();
  const set = (team: string, jurisdiction: string) =>
    transact(db, (tx) =>
      saveRoute(tx, { siteId: null, jurisdiction, need: null, care: null, teamId: team }, bot.clock.now()),
    );
  await Promise.all([set(teamId, 'Hubei'), set(medicsId, 'hubei'), set(teamId, ' HUBEI')]);
  expect(await db.route.count()).toBe(1);
});
