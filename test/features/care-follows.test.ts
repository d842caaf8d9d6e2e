/** What special care changes: urgency, the team, every card, and tickets before a day. */
import { describe, expect, test } from 'vitest';
import { splitCare } from '../../src/features/care/edit-care.ts';
import { addGuest, addSite } from '../support/guests.ts';
import { last, team } from './desk-team.ts';

const TOWELS = 'Could we have two more towels please';

async function house() {
  const desk = await team();
  const { bot } = desk;
  const wang = await desk.colleague('Wang');
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const ana = await addGuest(bot, { name: 'Ana Lima', room: '1203', siteId, account: 'telegram' });
  return { ...desk, wang, ana, siteId, db: bot.store.db };
}

describe('a ticket the team opened, of which the traveller never heard', () => {
  test('buries nothing they write, and answers like a first message what is about the same', async () => {
    const { bot, wang, ana, group, ticket } = await house();
    await wang.says('/care 1203 student 2026-11-23');
    await bot.later({ hours: 18 });
    expect(group.texts().join('\n')).toMatch(/Exam on 2026-11-23: please check room[^\n]*”/);
    await ana.chat.says('/tickets');
    expect(last(ana.chat.inbox())).toContain('no requests yet');
    await ana.chat.says(TOWELS);
    expect((await ticket(2)).need).toBe('supplies');
    await ana.chat.says('/need');
    await ana.chat.says('I have an online exam tomorrow, when does somebody come for it?');
    expect(last(ana.chat.inbox())).toContain('request #1');
    await ana.chat.says('/tickets');
    expect(last(ana.chat.inbox())).toMatch(/#2 · .*#1 · /s);
    expect(last(ana.chat.inbox())).not.toContain('please check room');
  });
});

describe('somebody with special care', () => {
  test('is named by room or name, and every card of theirs shows it, old and new', async () => {
    const { wang, ana, group, ticket } = await house();
    await ana.chat.says(TOWELS);
    expect((await ticket(1)).urgency).toBe('normal');
    await wang.says('/care 1203 infant, chronic 2026-12-30');
    expect(last(wang.inbox())).toBe(
      'Ana Lima · 1203 · Sun Hotel · special care: chronic illness, medicine until 2026-12-30 · infant',
    );
    const card = group.texts().find((text) => text.includes('#1'));
    expect(card).toContain('💗 chronic illness, medicine until 2026-12-30 · infant');
    expect((await ticket(1)).urgency).toBe('high');
    await ana.chat.says('/need');
    await ana.chat.says('The wifi does not work, how do I connect to it?');
    await wang.says('/care Ana Lima off infant');
    expect(last(wang.inbox())).not.toContain('infant');
  });

  test('a need that cannot wait for them is urgent from the start, another is not', async () => {
    const { wang, ana, ticket, db } = await house();
    await wang.says('/care Ana infant');
    await ana.chat.says(TOWELS);
    expect((await ticket(1)).urgency).toBe('high');
    expect(await db.person.findFirst({ where: { id: ana.personId } })).toMatchObject({ care: ['infant'] });
  });

  test('what is confidential is on no card in a group', async () => {
    const { colleague, ana, group } = await house();
    const lin = await colleague('Lin', 'counsellor');
    await lin.says('/care 1203 depression, elderly');
    await ana.chat.says(TOWELS);
    expect(group.texts().join('\n')).toContain('💗 elderly');
    expect(group.texts().join('\n')).not.toContain('depress');
  });

  test('a row of the routing table sends their needs to the team that knows about it', async () => {
    const { colleague, otherTeam, wang, ana } = await house();
    const admin = await colleague('Ada', 'admin');
    const mothers = await otherTeam('Mothers');
    await admin.says('/route care=infant Mothers');
    expect(last(admin.inbox())).toContain('infant');
    await wang.says('/care 1203 infant');
    await ana.chat.says(TOWELS);
    expect(mothers.texts().join()).toContain('#1');
    await wang.says('/route? care=infant supplies');
    expect(last(wang.inbox())).toContain('Mothers');
  });

  test('a number that is a ticket and a room is asked about; nobody is told apart by chance', async () => {
    const { bot, wang, ana, siteId, db } = await house();
    await addGuest(bot, { name: 'Bo', room: '1', siteId });
    await ana.chat.says(TOWELS);
    await wang.says('/care 1 infant');
    expect(last(wang.inbox())).toContain('1 is a ticket and a room');
    expect(await db.careFlag.count()).toBe(0);
    await wang.says('/care #1 infant');
    expect(await db.careFlag.findMany()).toMatchObject([{ personId: ana.personId }]);
  });
});

test('a card names who speaks the language, or that nobody does, once somebody has said what they speak', async () => {
  const { bot, wang, group } = await house();
  const lao = () => bot.person('telegram', { name: 'Kham', locale: 'lo' });
  await lao().says('ຂໍຜ້າເຊັດໂຕສອງຜືນແດ່');
  expect(last(group.texts())).not.toContain('🗣');
  await wang.says('/speaks Klingon');
  expect(last(wang.inbox())).toContain('I do not know this language: Klingon');
  await wang.says('/speaks Burmese');
  await lao().says('ຂໍຜ້າເຊັດໂຕສອງຜືນແດ່');
  expect(last(group.texts())).toContain('🗣 Lao: nobody on the team speaks it');
  await wang.says('会说 缅甸语、老挝语');
  await lao().says('ຂໍຜ້າເຊັດໂຕສອງຜືນແດ່');
  expect(last(group.texts())).toContain('🗣 Lao: Wang');
});

describe('days', () => {
  test('an exam is prepared the evening before, once, also when nobody was there at six', async () => {
    const { bot, wang, db, ticket } = await house();
    await wang.says('/care 1203 student 2026-11-23 09:00');
    await bot.later({ hours: 15 });
    expect(await db.ticket.count()).toBe(0);
    // 18:00 in Shanghai.
    await bot.later({ hours: 1 });
    expect(await ticket(1)).toMatchObject({ need: 'study', urgency: 'high' });
    expect((await ticket(1)).summary).toContain('Exam on 2026-11-23: please check room');
    await bot.later({ minutes: 1 });
    await bot.later({ hours: 20 });
    expect(await db.ticket.count()).toBe(1);
  });

  test('medicine is arranged three days before; an exam that was missed is asked after, an old one is not', async () => {
    const { bot, wang, siteId, db, ticket } = await house();
    await wang.says('/care 1203 chronic insulin 2026-11-26');
    await addGuest(bot, { name: 'Bo', room: '7', siteId });
    const cy = await addGuest(bot, { name: 'Cy', room: '8', siteId });
    await wang.says('/care Bo student 2026-11-23');
    await db.careFlag.create({
      data: { personId: cy.personId, kind: 'student', date: new Date('2026-11-10') },
    });
    // Down from 2 a.m. of the 22nd until 3 a.m. of the 25th.
    await bot.later({ hours: 73 });
    const tickets = await db.ticket.findMany({ orderBy: { number: 'asc' } });
    expect(tickets.map(({ need, summary }) => [need, summary.split('\n')[0]])).toEqual([
      [
        'study',
        'The exam on 2026-11-23 was not prepared in time. Please ask how it went and what can still be done.',
      ],
      ['medical', 'The medicine lasts until 2026-11-26. Please arrange more before it runs out.'],
    ]);
    expect((await ticket(2)).restricted).toBe(true);
  });

  test('an exam that nobody prepared is asked after on its own day', async () => {
    const { bot, wang, db, ticket } = await house();
    await wang.says('/care 1203 student 2026-11-23 09:00');
    // Down from 2 a.m. until nine in the morning of the next day.
    await bot.later({ hours: 31 });
    expect((await ticket(1)).summary).toContain(
      'The exam is today, 2026-11-23, and nobody was told last evening.',
    );
    await bot.later({ hours: 24 });
    expect(await db.ticket.count()).toBe(1);
  });

  test('nobody prepares the day of somebody who has left', async () => {
    const { bot, wang, ana, db } = await house();
    await wang.says('/care 1203 student 2026-11-23');
    await db.stay.update({ where: { id: ana.stayId }, data: { endedAt: new Date(), state: 'released' } });
    await bot.later({ hours: 17 });
    expect(await db.ticket.count()).toBe(0);
  });
});

test.each([
  ['Ana Lima infant', 'Ana Lima', 'infant'],
  ['Ana Lima off pregnant, chronic 2026-12-03', 'Ana Lima', 'off pregnant, chronic 2026-12-03'],
  ['Sun Hotel 1203 student 2026-12-03', 'Sun Hotel 1203', 'student 2026-12-03'],
  ['王芳 孕妇', '王芳', '孕妇'],
  ['孕妇', '', '孕妇'],
  ['Ana Lima diet vegetarian', 'Ana Lima', 'diet vegetarian'],
  ['diet vegetarian', '', 'diet vegetarian'],
  ['Berg Christian vegetarian', 'Berg Christian', 'vegetarian'],
  ['Ana Lima', 'Ana Lima', ''],
])('%s', (words, who, rest) => {
  expect(splitCare(words)).toEqual({ who, rest });
});
