/** The team verifies what was declared. */
import { describe, expect, it } from 'vitest';
import { readPersonNumbers } from '../../src/store/person-cards.ts';
import { account, goes, onRoster, site, WELL } from './declaring.ts';
import { last, team } from './desk-team.ts';

const ILL = [...WELL.slice(0, 10), '[Yes]', 'Diabetes, insulin', '2026-12-09', ...WELL.slice(11)];
const SIGN = '[I declare that this is true]';

/** Ana has declared another birthday, document, flight and day of entry than the roster has, and a chronic illness. */
async function declared() {
  const made = await team();
  const { bot } = made;
  bot.clock.advance({ hours: 8 });
  const siteId = await site(bot, 'Sun Hotel');
  const personId = await onRoster(bot, {
    name: 'Ana Lima',
    room: '1203',
    siteId,
    locale: 'en',
    birthDate: '1990-03-04',
    documentNumber: 'E12345679',
    flight: 'CA982',
    entryOn: '2026-11-19',
  });
  await onRoster(bot, { name: 'Rui Lima', room: '1204', siteId });
  await onRoster(bot, { name: 'Bia Lima', siteId, state: 'expected' });
  const guest = await account(bot, personId);
  await goes(guest, '/declare', ...ILL, SIGN);
  const open = await bot.store.db.declarationDifference.findMany({ orderBy: { number: 'asc' } });
  const numberOf = (field: string) => open.find((one) => one.field === field)?.number ?? 0;
  return { ...made, personId, guest, numberOf, db: bot.store.db };
}

describe('/declarations', () => {
  it('counts who has signed, and lists what differs without its values', async () => {
    const { group, colleague, numberOf } = await declared();
    const wang = await colleague('Wang');
    await wang.saysIn(group, '/declarations');
    const shown = last(group.texts());
    expect(shown).toContain('Sun Hotel: 1 signed, 1 not yet');
    expect(shown).toContain('5 differences to verify, oldest first:');
    expect(shown).toContain(`• D${numberOf('birthDate')} · Ana Lima · 1203 · Sun Hotel · date of birth`);
    expect(shown).toContain('confidential, in private only');
    expect(shown).not.toMatch(/1990|E1234|CA98|iabet|special care/);
    await wang.pressesId(`decl:${numberOf('birthDate')}`, group);
    expect(last(group.texts())).toContain('only show that in private');
    await wang.says('/declarations Sun Hotel');
    expect(last(wang.inbox())).toContain('special care');
    await wang.saysIn(group, '/declarations unsigned sun hotel');
    expect(last(group.texts())).toBe('1 person has not signed yet:\n• Rui Lima · 1204 · Sun Hotel');
    await wang.says('/declarations Moon');
    expect(last(wang.inbox())).toContain('no site called Moon');
    await wang.says('/declarations 1 perhaps');
    expect(last(wang.inbox())).toContain('/declarations 12 false what you found');
    const liu = await colleague('刘', 'liaison', { locale: 'zh-CN' });
    await liu.says('申报 未签');
    expect(last(liu.inbox())).toContain('还有 1 人未签署');
  });

  it('has nothing to say where there is nothing', async () => {
    const { colleague } = await team();
    const wang = await colleague('Wang');
    await wang.says('/declarations');
    expect(last(wang.inbox())).toBe('Nobody is staying here now.\n\nNothing to verify.');
    await wang.says('/declarations unsigned');
    expect(last(wang.inbox())).toBe('Everybody has signed.');
    await wang.says('/declarations 77');
    expect(last(wang.inbox())).toContain('no difference D77');
  });
});

describe('a difference', () => {
  it('is settled for the declaration: the roster is corrected, and dates are counted anew', async () => {
    const { db, colleague, personId, numberOf } = await declared();
    const wang = await colleague('Wang');
    const number = numberOf('entryOn');
    await wang.pressesId(`decl:${number}`);
    expect(last(wang.inbox())).toContain('Declared: 2026-11-20\nRoster: 2026-11-19');
    await wang.presses('What was declared is true');
    expect(last(wang.inbox())).toContain('is in the books now');
    const stay = await db.stay.findFirstOrThrow({ where: { personId } });
    expect(stay.entryOn).toEqual(new Date('2026-11-20'));
    expect(stay.plannedAt).not.toBeNull();
    await wang.says(`/declarations ${numberOf('birthDate')} declared`);
    const details = await db.personDetails.findUniqueOrThrow({ where: { personId } });
    expect(details.birthDate).toEqual(new Date('1990-04-03'));
    expect(
      await db.personKey.findMany({ where: { personId, key: { contains: '1990-04-03' } } }),
    ).toHaveLength(1);
    expect(await db.declarationDifference.findUnique({ where: { number } })).toMatchObject({
      state: 'declared',
      verifiedBy: wang.staffId,
      verifiedAt: new Date('2026-11-22T02:00:00Z'),
    });
    const zhao = await colleague('Zhao');
    await zhao.pressesId(`declgo:${number}:roster`);
    expect(last(zhao.inbox())).toContain(
      `Wang has verified D${number} already (10:00): what was declared is true.`,
    );
    const audits = await db.audit.findMany({ where: { action: 'declaration.verify' } });
    expect(JSON.stringify(audits.map(({ after }) => after))).not.toMatch(/1990|2026/);
  });

  it('is settled for the roster, or as a false declaration with a note', async () => {
    const { db, group, colleague, personId, numberOf } = await declared();
    const wang = await colleague('Wang');
    await wang.says(`/declarations ${numberOf('flight')} roster`);
    expect(last(wang.inbox())).toContain('an honest mistake');
    const number = numberOf('birthDate');
    await wang.says(`/declarations ${number}`);
    await wang.presses('False declaration');
    // What quotes a message is for whoever that is about, and no note.
    await wang.says('It is on its way', { replyTo: 'x' });
    expect(await db.declarationDifference.findUnique({ where: { number } })).toMatchObject({ state: 'open' });
    await wang.says('The passport says otherwise; she admits it');
    expect(last(wang.inbox())).toContain('recorded as a false declaration');
    expect(await db.declarationDifference.findUnique({ where: { number } })).toMatchObject({
      state: 'false',
      note: 'The passport says otherwise; she admits it',
      verifiedBy: wang.staffId,
    });
    const entry = numberOf('entryOn');
    await wang.pressesId(`declfalse:${entry}`, group);
    expect(last(group.texts())).toContain(`/declarations ${entry} false what you found`);
    await wang.saysIn(group, `/declarations ${entry} false`);
    expect(last(group.texts())).toContain('needs a note');
    await wang.saysIn(group, `/declarations ${entry} false ${'x'.repeat(501)}`);
    expect(last(group.texts())).toContain('500');
    await wang.saysIn(group, `/declarations ${entry} false stamp in the passport says the 19th`);
    expect(last(group.texts())).toContain('recorded as a false declaration');
    expect((await db.stay.findFirstOrThrow({ where: { personId } })).flight).toBe('CA982');
  });

  it('of a number or an illness is seen in private, by few', async () => {
    const { db, group, colleague, personId, numberOf } = await declared();
    const wang = await colleague('Wang');
    const medic = await colleague('Zhao', 'medic');
    for (const field of ['documentNumber', 'care']) {
      await wang.pressesId(`decl:${numberOf(field)}`);
      expect(last(wang.inbox())).toContain('your role (liaison)');
      await wang.pressesId(`declgo:${numberOf(field)}:declared`);
      expect(last(wang.inbox())).toContain('your role (liaison)');
      await medic.pressesId(`decl:${numberOf(field)}`, group);
      expect(last(group.texts())).toContain('only show that in private');
    }
    await medic.pressesId(`decl:${numberOf('documentNumber')}`);
    expect(last(medic.inbox())).toContain('Declared: E12345678\nRoster: E12345679');
    await medic.presses('What was declared is true');
    expect((await readPersonNumbers(db, personId)).documentNumber).toBe('E12345678');
    await medic.says(`/declarations ${numberOf('care')}`);
    expect(last(medic.inbox())).toContain('2026-12-09\nRoster: nothing');
    await medic.presses('What was declared is true');
    expect((await db.person.findUniqueOrThrow({ where: { id: personId } })).care).toEqual(['chronic']);
    expect(await db.careFlag.findMany({ where: { personId } })).toMatchObject([
      { kind: 'chronic', note: 'Diabetes, insulin', date: new Date('2026-12-09') },
    ]);
    await medic.pressesId(`declgo:${numberOf('flight')}:strange`);
    expect(last(medic.inbox())).toContain('no longer fits');
  });

  it('of a name changes what they are called everywhere', async () => {
    const { bot, db, colleague } = await declared();
    const personId = await onRoster(bot, { name: 'Lima', locale: 'en', entryOn: '2026-11-20' });
    const guest = await account(bot, personId);
    await goes(guest, 'There is no hot water in our room', '/declare', 'Joana Sousa', ...WELL.slice(1), SIGN);
    const difference = await db.declarationDifference.findFirstOrThrow({
      where: { field: 'name', declaration: { personId } },
    });
    const wang = await colleague('Wang');
    await wang.says(`/declarations ${difference.number} declared`);
    expect((await db.person.findUniqueOrThrow({ where: { id: personId } })).name).toBe('Joana Sousa');
    await goes(guest, '/declare', '[Make a new declaration]');
    await goes(
      guest,
      'Joana Sousa',
      ...WELL.slice(1, 9),
      '[Fever]',
      '[Done]',
      '2026-11-21',
      ...WELL.slice(10),
      SIGN,
    );
    expect(await db.declaration.count({ where: { personId } })).toBe(2);
    expect(await db.ticket.count({ where: { personId, need: 'medical' } })).toBe(1);
    await goes(guest, '/declare', '[Make a new declaration]', 'Joana Sousa', ...WELL.slice(1, 9));
    await goes(guest, '[Fever]', '[Done]', '2026-11-21', ...WELL.slice(10), SIGN);
    expect(await db.ticket.count({ where: { personId, need: 'medical' } })).toBe(1);
  });

  it('comes up when somebody who has signed turns out to be on the roster, once', async () => {
    const { bot } = await team();
    bot.clock.advance({ hours: 8 });
    const { db } = bot.store;
    const guest = bot.person('telegram', { locale: 'en' });
    await goes(guest, '/declare', ...WELL, SIGN);
    expect(await db.declarationDifference.count()).toBe(0);
    const { personId } = await db.declaration.findFirstOrThrow();
    await db.personDetails.create({ data: { personId, birthDate: new Date('1990-03-04') } });
    const stay = { id: crypto.randomUUID(), personId, state: 'here', createdAt: new Date() };
    await db.stay.create({ data: stay });
    await goes(guest, 'There is no hot water in our room', '1204', 'Ana Lima');
    expect(await db.declarationDifference.findMany({ orderBy: { number: 'asc' } })).toMatchObject([
      { field: 'birthDate', roster: '1990-03-04' },
      { field: 'entryOn', roster: null },
    ]);
  });

  it('is not asked twice while it waits', async () => {
    const { db, guest } = await declared();
    await goes(guest, '/declare', '[Make a new declaration]', ...ILL, SIGN);
    expect(await db.declarationDifference.count()).toBe(5);
    await goes(
      guest,
      '/declare',
      '[Make a new declaration]',
      ILL[0] ?? '',
      '1990-04-05',
      ...ILL.slice(2),
      SIGN,
    );
    expect(await db.declarationDifference.count({ where: { field: 'birthDate', state: 'open' } })).toBe(2);
    expect(await db.declarationDifference.count()).toBe(6);
  });
});
