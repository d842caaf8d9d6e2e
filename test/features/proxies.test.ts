import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LOCALES } from '../../src/domain/locale.ts';
import { createTranslate } from '../../src/i18n.ts';
import type { FakePerson } from '../support/bot.ts';
import { last, team } from './desk-team.ts';

const t = createTranslate();
const say = (key: string, params = {}) => t('en', `proxy:${key}`, params);
const MILK = 'She has no milk powder left, please bring some';

async function scene() {
  const made = await team();
  const li = await made.colleague('Li');
  const { db } = made.bot.store;
  const speaker = made.bot.person('telegram', { name: 'Mei', locale: 'en' });
  const personOf = (who: FakePerson) =>
    db.channelIdentity.findFirstOrThrow({ where: { externalId: who.id }, select: { personId: true } });
  const claim = async (who: FakePerson = speaker, whom = 'Old Wang 805'): Promise<void> => {
    await who.says(`/for ${whom}`);
    await who.presses('Child');
  };
  return { ...made, db, li, speaker, personOf, claim };
}

describe('/for', () => {
  test('asks for whom and what they are to them, one at a time, and tickets are then about that person', async () => {
    const { db, speaker, ticket, personOf, group } = await scene();
    await speaker.says('/for');
    expect(last(speaker.inbox())).toBe(say('ask.who'));
    await speaker.says('805');
    expect(last(speaker.inbox())).toBe(say('ask.name'));
    await speaker.says('Old Wang 805');
    expect(last(speaker.inbox())).toBe(say('ask.relation', { name: 'Old Wang (805)' }));
    await speaker.says('child');
    expect(last(speaker.inbox())).toBe(say('started', { name: 'Old Wang (805)' }));
    const me = await personOf(speaker);
    const proxy = await db.proxy.findFirstOrThrow({ include: { subject: true } });
    expect(proxy).toMatchObject({ speakerId: me.personId, relation: 'child', state: 'claimed' });
    expect(proxy.subject).toMatchObject({ name: 'Old Wang', room: '805' });

    await speaker.says(MILK);
    expect(await ticket(1)).toMatchObject({ personId: proxy.subjectId, speakerId: me.personId });
    expect(last(speaker.inbox())).toContain(say('writing-for', { name: 'Old Wang (805)' }));
    expect(last(speaker.inbox())).not.toContain(t('en', 'profile:question.room'));
    const card = group.texts().find((text) => text.includes('#1')) ?? '';
    expect(card).toContain('Old Wang · room 805');
    expect(card).toContain('Mei writes for them (child, unverified)');

    await speaker.says('/for me');
    expect(last(speaker.inbox())).toBe(say('ended'));
    await speaker.says('My own room has no hot water since yesterday');
    expect(await ticket(2)).toMatchObject({ personId: me.personId, speakerId: null });
  });

  test('never blocks a need, is gone on with where it was left, and can be cancelled', async () => {
    const { db, speaker, ticket } = await scene();
    await speaker.says('/for');
    await speaker.says('We have no milk powder left for our baby, please help us');
    expect(await ticket(1)).toMatchObject({ need: 'supplies', speakerId: null });
    await speaker.says('/for Old Wang 805');
    await speaker.says('I keep vomiting blood and feel very weak');
    expect(await ticket(2)).toMatchObject({ urgency: 'emergency', speakerId: null });
    await speaker.says('/for');
    expect(last(speaker.inbox())).toBe(say('ask.relation', { name: 'Old Wang (805)' }));
    await speaker.presses('Cancel');
    expect(last(speaker.inbox())).toBe(say('cancelled'));
    await speaker.pressesId('forrel:child');
    expect(last(speaker.inbox())).toBe(t('en', 'common:error.old-choice'));
    await speaker.says('/for');
    await speaker.says('cancel');
    expect(last(speaker.inbox())).toBe(say('cancelled'));
    expect(await db.proxy.count()).toBe(0);
  });

  test('is refused in a group and to colleagues, and nobody picks a proxy of somebody else', async () => {
    const { bot, db, li, speaker, claim } = await scene();
    const hotel = bot.group('telegram');
    await speaker.saysIn(hotel, '/for Old Wang 805');
    expect(last(hotel.texts())).toBe(say('error.private'));
    await li.says('/for Old Wang 805');
    expect(last(li.inbox())).toBe(say('error.team'));
    await claim();
    const { id } = await db.proxy.findFirstOrThrow();
    const stranger = bot.person('telegram', { locale: 'en' });
    await stranger.pressesId(`forpick:${id}`);
    expect(last(stranger.inbox())).toBe(t('en', 'common:error.old-choice'));
    await speaker.says('/for me');
    await speaker.says('/for');
    await speaker.presses('Old Wang');
    expect(last(speaker.inbox())).toBe(say('started', { name: 'Old Wang (805)' }));
    await claim();
    expect(await db.proxy.count()).toBe(1);
  });
});

describe('claims that the team has not looked at', () => {
  const NAMES = ['Old Wang 805', 'Auntie Fang 901', 'Little Bo 902', 'Uncle Jun 903', 'Teacher Liu 904'];

  test('are five at most: kindly said in every language, and nothing that was begun is lost', async () => {
    const { db, li, speaker, claim, ticket, personOf } = await scene();
    for (const name of NAMES) await claim(speaker, name);
    expect(await db.proxy.count()).toBe(5);
    await speaker.says('/for Brother Tao 905');
    expect(last(speaker.inbox())).toBe(say('error.many', { count: 5 }));
    await speaker.pressesId('forrel:friend');
    expect(last(speaker.inbox())).toBe(t('en', 'common:error.old-choice'));
    await speaker.says('/for');
    await speaker.says('Brother Tao 905');
    expect(last(speaker.inbox())).toBe(say('error.many', { count: 5 }));
    expect(await db.proxy.count()).toBe(5);

    await speaker.says('/for old wang 805');
    expect(last(speaker.inbox())).toBe(say('started', { name: 'old wang (805)' }));
    await speaker.says(MILK);
    expect((await ticket(1)).speakerId).toBe((await personOf(speaker)).personId);
    await li.says('/verify 1');
    await claim(speaker, 'Brother Tao 905');
    expect(last(speaker.inbox())).toBe(say('started', { name: 'Brother Tao (905)' }));
    expect(await db.proxy.count()).toBe(6);
  });

  test('count for each speaker alone, also when a relation is picked late', async () => {
    const { bot, db, speaker, claim } = await scene();
    await speaker.says('/for Brother Tao 905');
    const me = await db.channelIdentity.findFirstOrThrow({ where: { externalId: speaker.id } });
    for (const name of NAMES) {
      const subject = await db.person.create({ data: { id: randomUUID(), name, createdAt: new Date() } });
      const ids = { id: randomUUID(), speakerId: me.personId ?? '', subjectId: subject.id };
      await db.proxy.create({ data: { ...ids, relation: 'friend', createdAt: new Date() } });
    }
    await speaker.presses('Friend');
    expect(last(speaker.inbox())).toBe(say('error.many', { count: 5 }));
    expect(await db.proxy.count()).toBe(5);
    const other = bot.person('telegram', { name: 'Bo', locale: 'en' });
    await claim(other, 'Brother Tao 905');
    expect(last(other.inbox())).toBe(say('started', { name: 'Brother Tao (905)' }));
  });

  test.each(LOCALES)('are answered in %s, with a way to go on', (locale) => {
    const text = t(locale, 'proxy:error.many', { count: 5 });
    expect(text).toContain('5');
    expect(text).toContain('/for');
    expect(locale === 'en' || text !== say('error.many', { count: 5 })).toBe(true);
  });
});

describe('the team', () => {
  test('verifies as a known traveller; the speaker sees what they opened and nothing else of theirs', async () => {
    const { bot, db, li, speaker, claim, ticket, personOf } = await scene();
    const wang = bot.person('telegram', { name: 'Old Wang', locale: 'en' });
    await wang.says('My room has no hot water at all since yesterday');
    await wang.says('805');
    await wang.says('Old Wang');
    await claim();
    await speaker.says(MILK);
    const placeholder = (await ticket(2)).personId;
    expect(placeholder).not.toBe((await personOf(wang)).personId);
    await li.says('/verify 2');
    expect(last(li.inbox())).toContain('Which traveller is that?');
    await li.presses('Old Wang');
    expect(last(li.inbox())).toContain('is verified');
    expect(await ticket(2)).toMatchObject({
      personId: (await personOf(wang)).personId,
      speakerId: (await personOf(speaker)).personId,
    });
    expect(await db.person.findUnique({ where: { id: placeholder } })).toBeNull();
    expect(speaker.inbox()).toContain(say('told.verified', { name: 'Old Wang (805)' }));

    await speaker.says('/tickets');
    expect(last(speaker.inbox())).toContain('#2');
    expect(last(speaker.inbox())).not.toContain('#1');
    await speaker.pressesId('addto:1');
    expect(last(speaker.inbox())).toBe(t('en', 'common:error.old-choice'));
    await wang.says('/tickets');
    expect(last(wang.inbox())).not.toContain('#2');
    const heard = wang.inbox().length;
    await li.says('/claim 2');
    await li.says('/reply 2 It is on its way');
    expect(last(speaker.inbox())).toContain('It is on its way');
    expect(wang.inbox()).toHaveLength(heard);
    await speaker.says('Thank you, the small tin please, no milk is left');
    expect(li.inbox().join('\n')).toContain('Mei: Thank you, the small tin please');
    await speaker.says('We need diapers as well, no supplies are left');
    expect(await db.ticket.count()).toBe(2);

    await li.says('/verify 2');
    expect(last(li.inbox())).toContain('verified already');
    await li.says('/verify 1');
    expect(last(li.inbox())).toContain('not written for somebody else');
    expect(await db.audit.count({ where: { action: 'proxy.verify' } })).toBe(1);
  });

  test('refuses kindly: the tickets are the speaker’s own again, and so is what they write next', async () => {
    const { db, li, speaker, claim, ticket, group, personOf } = await scene();
    await claim();
    await speaker.says(MILK);
    await li.presses('Refuse', group);
    const me = await personOf(speaker);
    expect(await ticket(1)).toMatchObject({ personId: me.personId, speakerId: null });
    expect(last(speaker.inbox())).toBe(say('told.refused', { name: 'Old Wang (805)' }));
    await speaker.says('There is no hot water in our room and the test result has not come');
    expect((await db.ticket.findMany()).every((one) => one.personId === me.personId)).toBe(true);
    await speaker.says('/for Old Wang 805');
    expect(last(speaker.inbox())).toBe(say('error.refused', { name: 'Old Wang (805)' }));
    await li.says('/refuse 1');
    expect(last(li.inbox())).toContain('not written for somebody else');
  });

  test('takes a confirmation back, and is told how to write it', async () => {
    const { li, speaker, claim, ticket } = await scene();
    await claim();
    await speaker.says(MILK);
    await li.says('/verify 1 nonsense');
    expect(last(li.inbox())).toContain('/verify 12 8');
    await li.says('/verify 1 1');
    expect(last(li.inbox())).toContain('cannot be the one');
    await li.says('/verify 1');
    expect(last(li.inbox())).toContain('is verified');
    await li.says('/refuse 1');
    expect(await ticket(1)).toMatchObject({ speakerId: null });
  });

  test('settles confidential ones in private only, and travellers settle nothing', async () => {
    const { bot, db, li, colleague, group, speaker, claim, ticket } = await scene();
    const medic = await colleague('Zhao', 'medic');
    await claim();
    await speaker.says('He keeps vomiting blood and is very weak');
    expect((await ticket(1)).restricted).toBe(true);
    expect(group.texts().join('\n')).not.toMatch(/Mei|Old Wang/);
    await li.says('/verify 1');
    expect(last(li.inbox())).toContain('confidential');
    await medic.saysIn(group, '/verify 1');
    expect(last(group.texts())).toContain('ask me in private');
    const stranger = bot.person('telegram', { locale: 'en' });
    await stranger.pressesId('proxyok:1');
    await speaker.pressesId('proxyok:1');
    await speaker.says('/verify 1');
    expect(await db.proxy.findFirstOrThrow()).toMatchObject({ state: 'claimed' });
    await medic.says('/verify 1');
    expect(await db.proxy.findFirstOrThrow()).toMatchObject({ state: 'verified' });
  });
});

describe('a party', () => {
  async function couple() {
    const made = await scene();
    const wei = made.bot.person('telegram', { name: 'Li Wei', locale: 'en' });
    await wei.says('My room has no hot water at all since yesterday');
    const fang = made.bot.person('telegram', { name: 'Fang', locale: 'en' });
    await fang.says('When is the next PCR test, please?');
    await made.db.person.updateMany({
      where: { id: (await made.ticket(1)).personId },
      data: { name: 'Li Wei', room: '1203' },
    });
    return { ...made, wei, fang };
  }

  test('is made of tickets, shown on cards and on request, and left again', async () => {
    const { db, li, group, wei, fang } = await couple();
    await li.says('/party 1 2');
    expect(last(li.inbox())).toContain('• Li Wei (1203) #1');
    const card = () => group.texts().find((text) => text.includes('#2 ·')) ?? '';
    expect(card()).toContain('party: Li Wei (1203); also #1');
    await li.says('/party Li Wei');
    expect(last(li.inbox())).toContain('Party of 2');
    await li.says('/party out 2');
    expect(card()).not.toContain('party');
    await li.says('/party 1');
    expect(last(li.inbox())).toContain('is in no party');
    for (const [words, answer] of [
      ['', '/party 12 13'],
      ['1 1, ,', 'is in no party'],
      ['99 1', 'no ticket #99'],
      ['Nobody Known, 1', 'no traveller called Nobody Known'],
      ['Li Wei, 1', 'only one traveller'],
      ['out 1 2', '/party 12 13'],
    ] as const) {
      await li.says(`/party ${words}`);
      expect(last(li.inbox()), words).toContain(answer);
    }
    expect(await db.audit.count({ where: { action: { in: ['party.join', 'party.leave'] } } })).toBe(2);
    for (const one of [wei, fang]) expect(one.inbox().join()).not.toContain('party');
  });

  test('writes of one need land on one ticket with the writer’s name, unless they are late or confidential', async () => {
    const { bot, db, li, wei, fang, ticket } = await couple();
    await li.says('/party 1 2');
    await db.ticket.updateMany({ data: { state: 'closed' } });
    await wei.says('We have no milk powder left for our baby, please help us');
    expect((await ticket(3)).need).toBe('supplies');
    await fang.says('The milk powder for our baby is empty, please bring some');
    expect(await db.ticket.count()).toBe(3);
    expect(last(fang.inbox())).toBe(say('party.added', { number: 3 }));
    const entries = await db.entry.findMany({
      where: { ticketId: (await ticket(3)).id },
      orderBy: { id: 'asc' },
    });
    expect(entries.at(-1)?.text).toContain('Fang: The milk powder');
    // The answers stay with whoever asked first.
    expect(await ticket(3)).toMatchObject({ privateChat: wei.id });
    await fang.presses('something new');
    expect(await db.ticket.count()).toBe(4);
    await fang.says('I keep vomiting blood and feel very weak');
    expect(await ticket(5)).toMatchObject({ urgency: 'emergency' });
    await db.ticket.updateMany({ where: { number: { in: [4, 5] } }, data: { state: 'closed' } });
    await bot.later({ hours: 3 });
    await fang.says('The milk powder for our baby is empty again, please bring some');
    expect(await db.ticket.count()).toBe(6);
  });
});
