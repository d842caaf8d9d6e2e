/** Travellers declare: one question at a time, on any account, in their language. */
import { describe, expect, it } from 'vitest';
import type { DomainEvent, Work } from '../../src/conversation/feature.ts';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { mustDeclare } from '../../src/store/declarations.ts';
import { findStay } from '../../src/store/stays.ts';
import { transact } from '../../src/store/transaction.ts';
import { type TestBot, testBot } from '../support/bot.ts';
import { account, goes, onRoster, WELL } from './declaring.ts';
import { last, team } from './desk-team.ts';

const BUTTONLESS = { telegram: {}, wechat: { buttons: false } };

async function ana(options: Parameters<typeof testBot>[0] = {}, locale = 'en') {
  const bot = await testBot(options);
  bot.clock.advance({ hours: 8 });
  const personId = await onRoster(bot, { name: 'Ana Lima', room: '1203', locale });
  return { bot, personId, db: bot.store.db };
}

describe('declaring', () => {
  it('goes from the first question to the signature in Chinese', async () => {
    const { bot, personId, db } = await ana({}, 'zh-CN');
    const guest = await account(bot, personId);
    await guest.says('/declare');
    expect(last(guest.inbox())).toContain('一次问一个问题');
    expect(last(guest.inbox())).toContain('(1/16) 您的全名');
    await goes(guest, '李娜', '1990年4月3日', '[护照]', 'e 1234 5678');
    expect(last(guest.inbox())).toContain('已记下：******678');
    await goes(guest, 'CA981', '31a', '2026/11/20', '法国、日本', '没有', '[没有症状]', '[否]', '[跳过]');
    await goes(guest, '北京市朝阳区湖街12号', '北京市朝阳区', '李伟', '13800138000');
    expect(last(guest.inbox())).toContain('000');
    expect(last(guest.inbox())).not.toContain('13800138000');
    await guest.says('0');
    const summary = last(guest.inbox());
    expect(summary).toContain('1. 您的全名（与证件一致）\n→ 李娜');
    expect(summary).toContain('→ ******678');
    expect(summary).not.toMatch(/E12345678|13800138000/);
    expect(summary).toContain('表格版本 1');
    await guest.says('李娜');
    expect(last(guest.inbox())).toContain('申报已签署');
    const [signed] = await db.declaration.findMany();
    expect(signed).toMatchObject({ personId, formVersion: 1, locale: 'zh-CN', signedBy: null });
    expect(signed?.signedAt).toEqual(new Date('2026-11-22T02:00:00Z'));
    expect(signed?.answers).toMatchObject({ name: '李娜', seat: '31A', vaccinations: null, children: 0 });
    await guest.says('/declare');
    expect(last(guest.inbox())).toContain('签署于 2026-11-22 10:00');
    expect(last(guest.inbox())).not.toContain('E12345678');
    expect(await db.ticket.count()).toBe(0);
    const audits = await db.audit.findMany({ where: { action: 'declaration.sign' } });
    expect(audits.map(({ after }) => after)).toEqual([{ version: 1 }]);
  });

  it('asks further where an answer leads further, opens one ticket for what it must, in French', async () => {
    const { bot, db } = await ana();
    const personId = await onRoster(bot, { name: 'Awa Diop', locale: 'fr' });
    const guest = await account(bot, personId);
    await goes(
      guest,
      '/declare',
      'Awa Diop',
      '1985-12-24',
      'passeport',
      'A1234567',
      '[Passer]',
      '2026-11-21',
    );
    await goes(guest, 'Sénégal, France', 'oui');
    expect(last(guest.inbox())).toContain('Quel jour était-ce');
    await goes(guest, '2026-11-19', '[Toux]', '[Fièvre]');
    expect(last(guest.inbox())).toContain('✓ Fièvre ou frissons, Toux');
    expect(await db.ticket.count()).toBe(0);
    await goes(guest, '[C’est tout]');
    // A declaration that is never signed has said it all the same.
    expect(await db.ticket.findMany()).toMatchObject([{ need: 'medical', urgency: 'high' }]);
    await goes(guest, '2026-11-20', '[Oui]');
    expect(last(guest.inbox())).toContain('Quelle maladie');
    await goes(
      guest,
      'Diabète, insuline',
      '2026-12-09',
      '[Passer]',
      '12 rue du Lac',
      'Chaoyang',
      'Binta Diop',
    );
    await goes(guest, '+221771234567', '2', 'Moussa et Fatou');
    expect(last(guest.inbox())).toContain('Je déclare que ces réponses');
    await goes(guest, '[Modifier une réponse]', '7');
    expect(last(guest.inbox())).toContain('(7/21) Pays et régions');
    await guest.says('Sénégal');
    expect(last(guest.inbox())).toContain('→ Sénégal\n');
    await guest.presses('Je déclare que c’est exact');
    expect(last(guest.inbox())).toContain('est signée');
    const tickets = await db.ticket.findMany();
    expect(tickets).toHaveLength(1);
    expect(tickets[0]).toMatchObject({ personId, need: 'medical', urgency: 'high', restricted: true });
    expect(tickets[0]?.summary).toContain('Fever or chills, Cough');
    expect(tickets[0]?.summary).toContain('2026-11-19');
    await goes(guest, '/declare', '[Nouvelle déclaration]');
    expect(last(guest.inbox())).toContain('(1/');
  });

  it('works without buttons, with Arabic digits and numbered choices', async () => {
    const { bot, db } = await ana({ accounts: BUTTONLESS });
    const personId = await onRoster(bot, { name: 'ليلى حسن', locale: 'ar' });
    const guest = await account(bot, personId, 'wechat');
    await goes(
      guest,
      '/declare',
      'ليلى حسن',
      '١٩٩٠/٤/٣',
      '1',
      'K7654321',
      'تخطٍّ',
      '٢٠٢٦/١١/٢٠',
      'مصر والأردن',
    );
    expect(last(guest.inbox())).toContain('شخص مصاب');
    await goes(guest, '2', '1', 'لا');
    expect(last(guest.inbox())).toContain('كم جرعة لقاح');
    expect(last(guest.inbox())).toContain('السابق / تخطٍّ / أتابع لاحقًا');
    expect(guest.posts().at(-1)?.content.choices).toEqual([]);
    await goes(guest, '٢', 'شارع البحيرة 12', 'بكين', 'كريم حسن', '0020101234567', '1', 'سارة');
    expect(last(guest.inbox())).toContain('اكتب اسمك الكامل');
    expect(guest.posts().at(-1)?.content.choices).toBeUndefined();
    await guest.says('1');
    expect(last(guest.inbox())).toContain('اسمك الكامل كما في وثيقة السفر');
    await goes(guest, 'ليلى حسن', 'ليلى حسن');
    expect(last(guest.inbox())).toContain('تم توقيع إقرارك');
    const [signed] = await db.declaration.findMany();
    expect(signed).toMatchObject({ locale: 'ar' });
    expect(signed?.answers).toMatchObject({ vaccinations: 2, children: 1, 'birth-date': '1990-04-03' });
  });

  it('goes on days later, on another account of the same person', async () => {
    const { bot, personId, db } = await ana({ accounts: BUTTONLESS });
    const phone = await account(bot, personId);
    await goes(phone, '/declare', ...WELL.slice(0, 4), '[Stop for now]');
    expect(last(phone.inbox())).toContain('everything is kept');
    await bot.later({ hours: 50 });
    const other = await account(bot, personId, 'wechat');
    await other.says('/declare');
    expect(last(other.inbox())).toContain('We go on where you stopped.');
    expect(last(other.inbox())).toContain('Number of the flight');
    await goes(other, 'CA981', '12A');
    await phone.says('/declare');
    expect(last(phone.inbox())).toContain('day on which you entered');
    await goes(phone, ...WELL.slice(6));
    await phone.says('lima ana');
    expect(last(phone.inbox())).toContain('is signed');
    expect(await db.declaration.count()).toBe(1);
    await other.says('2026-11-20');
    expect(await db.declaration.count()).toBe(1);
  });

  it('goes on in a newer form with the answers that fit it, and leaves what was signed as it is', async () => {
    const { bot, personId, db } = await ana();
    const guest = await account(bot, personId);
    await goes(guest, '/declare', ...WELL, '[I declare that this is true]');
    const signed = await db.declaration.update({
      where: { id: (await db.declaration.findFirstOrThrow()).id },
      data: { formVersion: 99 },
    });
    await goes(guest, '/declare', '[Make a new declaration]', ...WELL.slice(0, 8));
    const old = { name: 'Ana Lima', mask: 'yes', contact: 'perhaps', countries: 'Spain', home: 'Chaoyang' };
    await db.declaration.updateMany({ where: { signedAt: null }, data: { formVersion: 99, answers: old } });
    await guest.says('What a pity');
    await guest.says('/declare');
    expect(last(guest.inbox())).toContain('The form has been updated since');
    expect(last(guest.inbox())).toContain('date of birth');
    const [draft] = await db.declaration.findMany({ where: { signedAt: null } });
    expect(draft).toMatchObject({ formVersion: 1 });
    expect(draft?.answers).toEqual({ name: 'Ana Lima', countries: 'Spain', home: 'Chaoyang' });
    await goes(guest, ...WELL.slice(1, 7), ...WELL.slice(8, 13), ...WELL.slice(14), 'Ana Lima');
    expect(last(guest.inbox())).toContain('is signed');
    expect(await db.declaration.findUnique({ where: { id: signed.id } })).toEqual(signed);
  });

  it('says what is the matter with an answer, and goes back', async () => {
    const { bot, personId } = await ana();
    const guest = await account(bot, personId);
    const answer = async (text: string): Promise<string> => {
      await guest.says(text);
      return last(guest.inbox());
    };
    await guest.says('/declare');
    expect(await answer('1203')).toContain('does not look like a full name');
    expect(await answer('Ana Lima')).toContain('date of birth');
    expect(await answer('03/04/1990')).toContain('cannot tell for certain');
    expect(await answer('1990-02-30')).toContain('no such day');
    expect(await answer('2030-01-01')).toContain('2030-01-01 is too late: it can be 2026-11-22');
    expect(await answer('1990-04-03')).toContain('Noted: 1990-04-03');
    expect(await answer('a driving licence')).toContain('choose from the list');
    await guest.presses('Back');
    expect(last(guest.inbox())).toContain('date of birth');
    expect(await answer('1990-04-04')).toContain('Noted: 1990-04-04');
    expect(await answer('skip')).toContain('We do need this answer');
    expect(await answer('passport')).toContain('number of this document');
    expect(await answer('stop for now')).toContain('everything is kept');
  });

  it('lets a proxy the team has confirmed, or a parent of the party, declare for a child', async () => {
    const { bot, db } = await ana();
    const party = await db.party.create({
      data: { id: crypto.randomUUID(), name: 'A1', createdAt: new Date() },
    });
    const mother = await onRoster(bot, {
      name: 'Li Na',
      locale: 'en',
      partyId: party.id,
      birthDate: '1988-01-01',
    });
    const child = await onRoster(bot, { name: 'Li Bao', partyId: party.id, birthDate: '2018-06-01' });
    const claimed = await onRoster(bot, { name: 'Somebody Else' });
    const pupil = await onRoster(bot, { name: 'Chen Le' });
    for (const [subjectId, state] of [
      [claimed, 'claimed'],
      [pupil, 'verified'],
    ] as const)
      await db.proxy.create({
        data: {
          id: crypto.randomUUID(),
          speakerId: mother,
          subjectId,
          relation: 'parent',
          state,
          createdAt: new Date(),
        },
      });
    const guest = await account(bot, mother);
    await guest.says('/declare');
    const offered = guest
      .posts()
      .at(-1)
      ?.content.choices?.flat()
      .map(({ label }) => label);
    expect(offered).toEqual(['For myself', 'Chen Le', 'Li Bao']);
    await guest.pressesId(`declfor:${claimed}`);
    expect(last(guest.inbox())).toContain('no longer fits');
    await goes(guest, '/declare', '[Li Bao]');
    expect(last(guest.inbox())).toContain('For Li Bao');
    await goes(guest, 'Li Bao', '2018-06-01', ...WELL.slice(2));
    expect(last(guest.inbox())).toContain('I declare on behalf of Li Bao');
    await guest.says('Na Li');
    expect(last(guest.inbox())).toContain('is signed');
    expect(await db.declaration.findMany()).toMatchObject([{ personId: child, signedBy: mother }]);
    await guest.presses('Show my declaration');
    expect(last(guest.inbox())).toContain('Signed by Li Na\nFor Li Bao');
  });
});

describe('other words in between', () => {
  it('reach the team: a cry for help, also where it is an answer, and a need', async () => {
    const { bot } = await team();
    bot.clock.advance({ hours: 8 });
    const { db } = bot.store;
    const personId = await onRoster(bot, { name: 'Ana Lima', locale: 'en' });
    const guest = await account(bot, personId);
    await goes(guest, '/declare', ...WELL.slice(0, 10), '[Yes]');
    expect(last(guest.inbox())).toContain('Which illness or medicine?');
    await guest.says('Asthma, and I cannot breathe right now, please help');
    expect(await db.ticket.findMany()).toMatchObject([{ need: 'medical', urgency: 'emergency' }]);
    const [draft] = await db.declaration.findMany();
    expect(draft?.answers).toMatchObject({ 'medicine-which': expect.stringContaining('Asthma') });
    await goes(guest, '/declare');
    expect(last(guest.inbox())).toContain('Until which day');
    const otherId = await onRoster(bot, { name: 'Rui Lima', locale: 'en' });
    const other = await account(bot, otherId);
    await goes(other, '/declare', ...WELL.slice(0, 12), 'I do not want to live any more');
    expect(await db.ticket.count({ where: { need: 'psychological', urgency: 'emergency' } })).toBe(1);
    const [second] = await db.declaration.findMany({ where: { personId: otherId } });
    expect(second?.answers).not.toHaveProperty('address');
    expect(last(other.inbox())).not.toContain('Address');
  });

  it('that are a need are handed on, and the declaration waits', async () => {
    const { bot, personId, db } = await ana();
    const guest = await account(bot, personId);
    await goes(guest, '/declare', 'Ana Lima');
    await guest.says('Our ten-month-old has no milk powder left, please help us');
    expect(guest.inbox().some((text) => text.includes('Your declaration waits'))).toBe(true);
    expect(await db.ticket.findMany()).toMatchObject([{ need: 'supplies' }]);
    await guest.presses('Go on with the declaration');
    expect(last(guest.inbox())).toContain('date of birth');
    await guest.says('photo of my passport', { media: [{ kind: 'photo', id: 'p1' }] });
    expect(await db.entry.count({ where: { kind: 'traveller' } })).toBe(2);
    await goes(guest, '/declare', '1990-04-03');
    await guest.says('1990-04-05', { edits: 'm1' });
    expect((await db.declaration.findMany())[0]?.answers).toMatchObject({ 'birth-date': '1990-04-03' });
  });

  it('are an answer after all when they are said again', async () => {
    const { bot, personId, db } = await ana();
    const guest = await account(bot, personId);
    await goes(guest, '/declare', ...WELL.slice(0, 12), 'Hotel Exam, Study Street 4');
    expect((await db.declaration.findMany())[0]?.answers).not.toHaveProperty('address');
    await goes(guest, '/declare', 'Hotel Exam, Study Street 4');
    expect(last(guest.inbox())).toContain('City and district');
  });

  it('after the summary: a wrong name, a number that is none, a question', async () => {
    const { bot, personId, db } = await ana();
    const guest = await account(bot, personId);
    await goes(guest, '/declare', ...WELL, 'Somebody Else');
    expect(last(guest.inbox())).toContain('not the name in the declaration');
    await guest.says('44');
    expect(last(guest.inbox())).toContain('from 1 to 17');
    const shown = guest
      .posts()
      .findLast((post) => post.content.choices?.flat()[0]?.id.startsWith('declsign'));
    const old = shown?.content.choices?.flat()[0]?.id ?? '';
    await goes(guest, '8', 'Portugal');
    await guest.pressesId(old);
    expect(last(guest.inbox())).toContain('Something has changed meanwhile');
    expect(await db.declaration.count({ where: { signedAt: null } })).toBe(1);
    await guest.says('When will I get my breakfast, please?');
    expect(await db.ticket.count()).toBe(1);
    await guest.presses('I declare that this is true');
    expect(await db.declaration.count({ where: { signedAt: null } })).toBe(0);
    await guest.pressesId(old);
    expect(last(guest.inbox())).toContain('no longer fits');
  });
});

describe('the form', () => {
  it('is private, nobody else’s, and not for the team', async () => {
    const { bot, group, colleague } = await team();
    const personId = await onRoster(bot, { name: 'Ana Lima', locale: 'en' });
    const guest = await account(bot, personId);
    const hotel = bot.group('telegram', 'Hotel');
    await guest.saysIn(hotel, '/declare');
    expect(last(hotel.texts())).toContain('in private');
    await (await colleague('Wang')).saysIn(group, '/declare');
    expect(last(group.texts())).toContain('for travellers');
    await goes(guest, '/declare', 'Ana Lima');
    const [draft] = await bot.store.db.declaration.findMany();
    const key = draft?.id.slice(-12);
    const thief = bot.person('telegram', { locale: 'en' });
    await thief.says('/declare');
    for (const id of [
      `declset:${key}:document-type:passport`,
      `declnav:${key}:back:birth-date`,
      `declsign:${key}:00000000`,
      `declfor:${personId}`,
      `declnew:${personId}`,
      'declnav:%:stop',
    ]) {
      await thief.pressesId(id);
      expect(last(thief.inbox())).toContain('no longer fits');
    }
    for (const rest of [
      'set:KEY:strange:yes',
      'nav:KEY:skip:strange',
      'nav:KEY:what',
      'set:KEY:symptoms:strange',
      'set:KEY:birth-date:2026-13-45',
    ]) {
      await guest.pressesId(`decl${rest.replace('KEY', key ?? '')}`);
      expect(last(guest.inbox())).toContain('no longer fits');
    }
  });

  it('is mentioned once to whoever is known at last, outside the quiet hours', async () => {
    const bot = await testBot();
    const personId = await onRoster(bot, { name: 'Ana Lima', locale: 'en' });
    const guest = await account(bot, personId);
    const asked = () =>
      guest.inbox().filter((text) => text.includes('fill in your health declaration')).length;
    await goes(guest, 'There is no hot water in our room', '1204');
    expect(asked()).toBe(0);
    await bot.later({ hours: 6 });
    expect(asked()).toBe(1);
    await guest.presses('Begin');
    expect(last(guest.inbox())).toContain('(1/16)');
  });

  it('is mentioned at once where it is day at the site, whatever the clock here says', async () => {
    const bot = await testBot();
    // It is two in the morning here, and one in the afternoon of the day before in New York.
    const site = { id: crypto.randomUUID(), name: 'Moon Hotel', timeZone: 'America/New_York' };
    await bot.store.db.site.create({ data: { ...site, createdAt: new Date() } });
    const personId = await onRoster(bot, { name: 'Ana Lima', locale: 'en', siteId: site.id });
    const guest = await account(bot, personId);
    await goes(guest, 'There is no hot water in our room', '1204');
    expect(guest.inbox().some((text) => text.includes('fill in your health declaration'))).toBe(true);
  });

  it('is mentioned once to whoever arrives, and to who speaks for a child, but not to who has begun', async () => {
    const { bot, personId, db } = await ana();
    const party = await db.party.create({
      data: { id: crypto.randomUUID(), name: 'A1', createdAt: new Date() },
    });
    await db.person.update({ where: { id: personId }, data: { partyId: party.id } });
    const child = await onRoster(bot, { name: 'Bia Lima', partyId: party.id, birthDate: '2020-01-01' });
    const guest = await account(bot, personId);
    const arrives = async (id: string): Promise<void> => {
      await transact(bot.store.db, async (tx) => {
        const around = { features: bot.app.features, t: createTranslate(), capabilities: () => undefined };
        const work = createWork(tx, bot.clock.now(), around);
        const stay = await findStay(tx, id);
        if (!stay) throw new Error('no stay');
        const actor = { role: 'system', id: 'system' } as const;
        await remindAll(bot, work, {
          type: 'stay.moved',
          before: { ...stay, state: 'expected' },
          stay,
          actor,
        });
      });
      await bot.settle();
    };
    const asked = (words: string) => guest.inbox().filter((text) => text.includes(words)).length;
    await arrives(personId);
    await arrives(personId);
    await arrives(child);
    expect(asked('fill in your health declaration')).toBe(1);
    expect(asked('health declaration for Bia Lima')).toBe(1);
    await guest.presses('Begin');
    expect(last(guest.inbox())).toContain('For Bia Lima');
    expect(await mustDeclareNow(bot, child)).toBe(false);
    expect(await mustDeclareNow(bot, personId)).toBe(true);
  });
});

/** Only this feature hears of it. */
async function remindAll(bot: TestBot, work: Work, event: DomainEvent): Promise<void> {
  await bot.app.features.find(({ name }) => name === 'declaration')?.onEvent?.(work, event);
}

const mustDeclareNow = (bot: TestBot, personId: string): Promise<boolean> =>
  transact(bot.store.db, async (tx) => (await mustDeclare(tx, personId)) !== undefined);
