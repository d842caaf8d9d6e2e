/** Release dates: told when they are known, explained, changed with a supervisor's approval, and corrected. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addGuest, addSite, type Guest } from '../support/guests.ts';
import { last, team } from './desk-team.ts';

// It is half past seven on 22 November 2026 in Shanghai: the night is over, and nobody was asked yet how they are.
async function house(minutes = 330) {
  const desk = await team();
  const { bot } = desk;
  bot.clock.advance({ minutes });
  const wang = await desk.colleague('Wang');
  const sup = await desk.colleague('Sue', 'supervisor');
  const admin = await desk.colleague('Ada', 'admin');
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const guest = (about: Partial<Guest> & { name: string }) =>
    addGuest(bot, { siteId, entryOn: '2026-11-18', account: 'telegram', ...about });
  const stay = (id: string) => bot.store.db.stay.findUniqueOrThrow({ where: { id } });
  const plan = () => bot.later({ seconds: 1 });
  return { ...desk, wang, sup, admin, siteId, guest, stay, plan, db: bot.store.db };
}

const iso = (date: Date | null): string | undefined => date?.toISOString().slice(0, 10);

describe('planning', () => {
  test('tells everybody there their date, in their language, when a rule is made', async () => {
    const { admin, guest, stay, plan } = await house();
    const ana = await guest({ name: 'Ana Lima', room: '1203', locale: 'fr' });
    const far = await guest({ name: 'Bo Far', state: 'expected' });
    await plan();
    expect(iso((await stay(ana.stayId)).releaseOn)).toBeUndefined();
    expect(ana.chat.inbox()).toEqual([]);
    await admin.says('/stayrules 14');
    expect(last(admin.inbox())).toContain('1. “14”: counted from entry · 14 days · tests on day 1, 4, 7, 14');
    await plan();
    const row = await stay(ana.stayId);
    expect([iso(row.releaseOn), row.ruleVersions, iso(row.toldReleaseOn)]).toEqual([
      '2026-12-02',
      [1],
      '2026-12-02',
    ]);
    expect(last(ana.chat.inbox())).toContain('La date de fin de votre quarantaine est le 2 décembre');
    expect(far.chat.inbox()).toEqual([]);
    expect(iso((await stay(far.stayId)).releaseOn)).toBe('2026-12-02');
    await plan();
    expect(ana.chat.inbox()).toHaveLength(1);
  });

  test('wakes nobody: what an import or a rule changes at night is told in the morning', async () => {
    const { bot, admin, guest, plan, stay } = await house(0);
    await admin.says('/stayrules 14');
    const ana = await guest({ name: 'Ana Lima' });
    await plan();
    expect(iso((await stay(ana.stayId)).releaseOn)).toBe('2026-12-02');
    await bot.later({ hours: 4, minutes: 59 });
    expect(ana.chat.inbox()).toEqual([]);
    await bot.later({ minutes: 1 });
    expect(ana.chat.inbox()).toHaveLength(1);
  });

  test('keeps the rule a stay was counted by, until an administrator counts everybody anew', async () => {
    const { admin, guest, stay, plan } = await house();
    await admin.says('/stayrules 14');
    const ana = await guest({ name: 'Ana Lima' });
    await plan();
    await admin.says('/stayrules 21 site="Sun Hotel"');
    await plan();
    expect(iso((await stay(ana.stayId)).releaseOn)).toBe('2026-12-02');
    const bo = await guest({ name: 'Bo Chen' });
    await plan();
    expect(iso((await stay(bo.stayId)).releaseOn)).toBe('2026-12-09');
    await admin.presses(/Count everybody anew/);
    await plan();
    expect(iso((await stay(ana.stayId)).releaseOn)).toBe('2026-12-09');
    expect(last(ana.chat.inbox())).toContain(
      'Your release date has changed; until now we had told you 2 December',
    );
    expect(bo.chat.inbox()).toHaveLength(1);
  });

  test('says what is missing, and takes back a date that no longer holds', async () => {
    const { admin, wang, guest, plan } = await house();
    await admin.says('/stayrules 14');
    const ana = await guest({ name: 'Ana Lima', room: '1203' });
    await plan();
    await wang.says('/stay 1203 entry=');
    expect(last(ana.chat.inbox())).toContain('The release date we told you, 2 December, no longer holds.');
    await ana.chat.says('/stay');
    expect(last(ana.chat.inbox())).toContain('we do not know the day of your entry');
    await wang.says('/stay 1203 entry=2026/11/19');
    expect(last(ana.chat.inbox())).toContain('Your release date is 3 December');
  });

  test('children hear of it where whoever speaks for them reads, by name', async () => {
    const { admin, guest, plan, db } = await house();
    await admin.says('/stayrules 14');
    const mum = await guest({ name: 'Mia Sol' });
    const child = await addGuestOf(db, guest, mum.personId);
    await plan();
    expect(mum.chat.inbox().filter((text) => text.includes('For Leo Sol:'))).toHaveLength(1);
    await mum.chat.says('/stay');
    expect(last(mum.chat.inbox()).match(/Your release date is/g)).toHaveLength(2);
    expect(child.chat.inbox()).toEqual([]);
  });

  test('a parent reads of the children of their party as well, whom nobody has to speak for first', async () => {
    const { admin, guest, plan, db } = await house();
    await admin.says('/stayrules 14');
    const partyId = randomUUID();
    await db.party.create({ data: { id: partyId, name: 'P1', createdAt: new Date() } });
    const mum = await guest({ name: 'Mia Sol', partyId, birthDate: '1985-01-01' });
    await guest({ name: 'Leo Sol', partyId, birthDate: '2018-01-01', account: null });
    await guest({ name: 'Max Sol', partyId, birthDate: '1984-01-01', account: null });
    await plan();
    await mum.chat.says('/stay');
    expect(last(mum.chat.inbox())).toMatch(/^Your release date is .+For Leo Sol:\nYour release date is/s);
    expect(last(mum.chat.inbox())).not.toContain('Max');
  });
});

/** A child without an account for whom somebody may speak. */
async function addGuestOf(
  db: Awaited<ReturnType<typeof house>>['db'],
  guest: Awaited<ReturnType<typeof house>>['guest'],
  speakerId: string,
) {
  const child = await guest({ name: 'Leo Sol', account: null });
  const createdAt = new Date();
  await db.proxy.create({
    data: {
      id: randomUUID(),
      speakerId,
      subjectId: child.personId,
      relation: 'parent',
      state: 'verified',
      createdAt,
    },
  });
  return child;
}

describe('changes', () => {
  test('an extension counts once a supervisor approves it, and corrects exactly whom it concerns', async () => {
    const { admin, wang, sup, guest, stay, plan, db } = await house();
    await admin.says('/stayrules 14');
    const ana = await guest({ name: 'Ana Lima', room: '1203' });
    const bo = await guest({ name: 'Bo Chen', room: '1204' });
    await plan();
    await wang.says('/extend 1203 2 the day-14 result is late');
    expect(last(wang.inbox())).toContain('A supervisor decides.');
    expect(last(sup.inbox())).toContain(
      'Wang asks for 2 days more: the day-14 result is late\nRelease 2 December → 4 December',
    );
    expect(iso((await stay(ana.stayId)).releaseOn)).toBe('2026-12-02');
    await sup.presses(/Approve/);
    expect(iso((await stay(ana.stayId)).releaseOn)).toBe('2026-12-04');
    expect(last(wang.inbox())).toContain('approved by Sue. Release date: 4 December');
    expect(last(ana.chat.inbox())).toContain('until now we had told you 2 December');
    expect(last(ana.chat.inbox())).toContain('extended by 2 days (reason: the day-14 result is late)');
    expect(bo.chat.inbox()).toHaveLength(1);
    await sup.says('/approve 1 no');
    expect(last(sup.inbox())).toContain('Sue has already approved number 1.');
    expect(await db.audit.count({ where: { action: { in: ['stay.ask', 'stay.decide'] } } })).toBe(2);
  });

  test('a refusal changes nothing and tells who asked; nobody else is told', async () => {
    const { admin, wang, sup, guest, stay, plan } = await house();
    await admin.says('/stayrules 21');
    const ana = await guest({ name: 'Ana Lima', room: '1203' });
    await plan();
    await wang.says('/extend Ana Lima 3天 家属要求');
    await sup.says('/approve');
    expect(last(sup.inbox())).toContain('3 days more, 家属要求');
    await sup.presses(/Refuse/);
    expect(last(wang.inbox())).toContain('refused by Sue');
    expect(iso((await stay(ana.stayId)).releaseOn)).toBe('2026-12-09');
    expect(ana.chat.inbox()).toHaveLength(1);
    await sup.says('/approve');
    expect(last(sup.inbox())).toBe('Nothing waits for a decision.');
  });

  test('a fact that cannot be begins no stay for somebody who has none', async () => {
    const { wang, db, siteId } = await house();
    await db.person.create({ data: { id: randomUUID(), name: 'Noa New', siteId, createdAt: new Date() } });
    await wang.says('/stay Noa New arrival=2027-01-01');
    expect(last(wang.inbox())).toContain('2027-01-01');
    expect(await db.stay.count()).toBe(0);
    await wang.says('/stay Noa New entry=2026-11-20 arrival=2026-11-21');
    expect(iso((await db.stay.findFirstOrThrow()).entryOn)).toBe('2026-11-20');
  });

  test('a shortening stops at the minimum of the rule, and is refused where it would move nothing', async () => {
    const { admin, wang, guest, plan, db } = await house();
    await admin.says('/stayrules 14');
    await guest({ name: 'Ana Lima', room: '1203' });
    await plan();
    await wang.says('/shorten 1203 2 good news');
    expect(last(wang.inbox())).toContain('the rule asks for at least 14 days');
    expect(await db.stayChange.count()).toBe(0);
  });

  test('asks who is meant, and goes on with the same words', async () => {
    const { admin, wang, sup, guest, plan } = await house();
    await admin.says('/stayrules 14');
    await guest({ name: 'Ana Lima', room: '1203' });
    await guest({ name: 'Ana Lima', room: '1204' });
    await plan();
    await wang.says('/extend Ana Lima 1 waits for her sister');
    await wang.presses(/1204/);
    expect(last(sup.inbox())).toContain('1204');
    expect(last(sup.inbox())).toContain('1 day more: waits for her sister');
  });

  test('bad words get an answer that says what to do', async () => {
    const { admin, wang, guest, plan, db } = await house();
    await guest({ name: 'Ana Lima', room: '1203' });
    await plan();
    for (const [said, answer] of [
      ['/extend 1203 two days', '/extend, the person, the days and the reason'],
      ['/extend 1203 2 late', 'has no release date yet'],
      ['/extend 9999 2 late', 'nobody'],
      ['/stay 1203 entry=3.5.2026', 'is no date I know'],
      ['/stay 1203 contact=2026-12-24', 'has not come yet'],
      ['/stay 1203 arrival=2026-11-01', 'cannot have arrived'],
      ['/stay', '/stay and a person'],
    ] as const) {
      await wang.says(said);
      expect(last(wang.inbox()).toLowerCase()).toContain(answer.toLowerCase());
    }
    for (const words of [
      'fourteen',
      '14 start=birth',
      '14 site="Moon"',
      '14 tests=20',
      '14 from=2026-05-01 to=2026-04-01',
    ]) {
      await admin.says(`/stayrules ${words}`);
    }
    expect(await db.stayRule.count()).toBe(0);
    expect(await db.audit.count({ where: { action: { startsWith: 'stay.' } } })).toBe(0);
  });
});

describe('/stay', () => {
  test('shows colleagues the steps, and whom they told what', async () => {
    const { admin, wang, guest, plan } = await house();
    await admin.says('/stayrules 14+7');
    await guest({ name: 'Ana Lima', room: '1203' });
    await plan();
    await wang.says('/stay 1203');
    const text = last(wang.inbox());
    for (const part of [
      'Ana Lima · 1203 · Sun Hotel',
      'here',
      'rule 1',
      'day 0 is the entry, 18 November',
      'then 7 days at home',
      'was told 2 December',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('begins a stay for whoever registered themselves, and notes that somebody has come', async () => {
    const { bot, admin, wang, db } = await house();
    await admin.says('/stayrules 14');
    const eve = bot.person('telegram', { name: 'Eve', locale: 'en' });
    await eve.says('I need milk');
    await eve.says('/stay');
    expect(last(eve.inbox())).toContain('We do not have your stay on record yet');
    await wang.says('/stay #1 entry=2026-11-20 here');
    const [stay] = await db.stay.findMany();
    expect([stay?.state, iso(stay?.releaseOn ?? null), stay?.arrivedAt !== null]).toEqual([
      'here',
      '2026-12-04',
      true,
    ]);
    expect(eve.inbox().join()).toContain('Your release date is 4 December');
  });

  test('whoever is in hospital hears of dates from a medic, and of a new one when they are back', async () => {
    const { admin, wang, group, guest, plan, db } = await house();
    await admin.says('/stayrules 14 positive=restart');
    const ana = await guest({ name: 'Ana Lima', room: '1203' });
    await plan();
    await db.stay.update({ where: { id: ana.stayId }, data: { state: 'hospital' } });
    await wang.says('/stay 1203 positive=2026-11-21');
    await plan();
    expect(ana.chat.inbox()).toHaveLength(1);
    await ana.chat.says('/stay');
    expect(last(ana.chat.inbox())).toContain('The medical staff are looking after you');
    expect(ana.chat.inbox().join()).not.toContain('positive');
    await wang.says('/stay 1203');
    expect(last(wang.inbox())).toMatch(/For you alone.*positive test/s);
    await wang.saysIn(group, '/stay 1203');
    expect(last(group.texts())).toBe(
      'Ana Lima · 1203 · Sun Hotel\n🔒 The rest is confidential: please ask me in private.',
    );
    await wang.says('/stay 1203 here');
    expect(last(ana.chat.inbox())).toContain('until now we had told you 2 December');
  });

  test('a parent who is ill hears of a child’s contact from a medic, and of the date when they are back', async () => {
    const { admin, wang, guest, plan, db } = await house();
    await admin.says('/stayrules 14');
    await admin.says('/stayrules 14 start=contact');
    const mum = await guest({ name: 'Mia Sol' });
    await addGuestOf(db, guest, mum.personId);
    await plan();
    const told = () => mum.chat.inbox().filter((text) => text.includes('For Leo Sol:'));
    await db.stay.update({ where: { id: mum.stayId }, data: { state: 'hospital' } });
    await wang.says('/stay Leo Sol contact=2026-11-21');
    expect(told()).toHaveLength(1);
    await wang.says('/stay Mia Sol here');
    await plan();
    expect(last(told())).toContain('until now we had told you 2 December');
    expect(last(told())).toContain('5 December: 14 days from your last contact');
  });

  test('tells a guest nothing in a group', async () => {
    const { bot, guest } = await house();
    const ana = await guest({ name: 'Ana Lima' });
    const lobby = bot.group('telegram');
    await ana.chat.saysIn(lobby, '/stay');
    expect(lobby.texts().join()).not.toContain('release date is');
  });
});
