/** Erasing one person leaves everybody else's data as they were, whatever that person is called. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { removeData } from '../../src/store/erasure.ts';
import { COPIES_KEY } from '../../src/store/retention-copies.ts';
import { transact } from '../../src/store/transaction.ts';
import { addGuest, addSite } from '../support/guests.ts';
import { team } from './desk-team.ts';

/** Names that are words of the program: keys, states and moments of what is kept as JSON. */
const NAMES = ['sections', '2026', 'claim', 'true', 'emergency', 'text'];

test('a name that is a word of the program takes nothing away but itself', async () => {
  const { bot, colleague, teamId, group } = await team();
  const { db } = bot.store;
  const boss = await colleague('Boss', 'supervisor');
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const ticket = { number: 7, urgency: 'emergency', need: 'medical', restricted: true, state: 'claimed' };
  const lines = [{ ticket, parts: ['text of 2026: sections', { key: 'a:b', at: '2026-11-22T00:00:00Z' }] }];
  const sheet = {
    zone: 'Asia/Shanghai',
    postedAt: '2026-11-22T00:00:00Z',
    sections: [{ title: 'staff-handover:open', lines }],
    isWhole: true,
  };
  await db.handover.create({
    data: { id: randomUUID(), teamId, fromShiftId: randomUUID(), sheet, postedAt: createdAt },
  });
  const state = { expect: { answer: 'claim.text', params: { number: 2026 }, at: '2026-11-22T00:00:00Z' } };
  const key = { account: 'telegram', chat: boss.id, sender: boss.id };
  await db.session.create({ data: { ...key, state, updatedAt: createdAt } });
  await bot.person('telegram', { name: 'Bo', locale: 'en' }).says('We need water please');
  await bot.settle();
  const cards = () => db.outgoing.findMany({ where: { chat: group.id }, orderBy: { id: 'asc' } });
  const before = await cards();
  expect(before.length).toBeGreaterThan(0);
  for (const name of NAMES) {
    const guest = await addGuest(bot, { name, siteId, account: 'telegram', state: 'released' });
    const erased = transact(db, (tx) =>
      removeData(tx, [guest.personId], ['identity'], bot.clock.now(), { blots: true }),
    );
    await expect(erased, name).resolves.toBeDefined();
  }
  const [handover] = await db.handover.findMany();
  const words = lines.map((line) => ({ ...line, parts: ['… of …: …', line.parts[1]] }));
  expect(handover?.sheet).toEqual({ ...sheet, sections: [{ ...sheet.sections[0], lines: words }] });
  expect((await db.session.findFirst({ where: key }))?.state).toMatchObject(state);
  const after = await cards();
  expect(after.map(({ body }) => Object.keys(body as object))).toEqual(
    before.map(({ body }) => Object.keys(body as object)),
  );
  expect(JSON.stringify(after.map(({ body }) => body))).toContain('"claim:1:');
});

test('whoever wrote much is blotted out of copies as well, and a colleague who was a traveller keeps their chat', async () => {
  const { bot, colleague, group } = await team();
  const { db } = bot.store;
  const boss = await colleague('Boss', 'supervisor');
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const name = 'Ana Quillfeather';
  const guest = await addGuest(bot, { name, siteId, account: 'telegram', locale: 'en', state: 'released' });
  const at = new Date(bot.clock.now().epochMilliseconds);
  await db.stay.update({ where: { id: guest.stayId }, data: { endedAt: at } });
  await guest.chat.says('We need water for the night please');
  const { id: ticketId } = await db.ticket.findFirstOrThrow();
  const text = (number: number) => `A long line of what they wrote, number ${number}`;
  const entries = Array.from({ length: 80 }, (_, number) => ({
    ticketId,
    kind: 'traveller',
    text: text(number),
    at,
  }));
  await db.entry.createMany({ data: entries });
  // A ticket of somebody they spoke for: theirs is nothing of it but the chat it came from.
  const child = await addGuest(bot, { name: 'Mia', siteId });
  const { id: _id, number: _number, ...first } = await db.ticket.findFirstOrThrow();
  const spoken = { id: randomUUID(), personId: child.personId, speakerId: guest.personId, state: 'closed' };
  await db.ticket.create({ data: { ...first, ...spoken, summary: 'Toys' } as never });
  await boss.saysIn(group, `/person ${name}`);
  await bot.settle();
  // They joined the team by the account they had written from.
  await db.staff.create({ data: { id: guest.personId, name: 'Ana', role: 'liaison', createdAt: at } });
  await db.channelIdentity.updateMany({
    where: { externalId: guest.chat.id },
    data: { staffId: guest.personId },
  });
  await guest.chat.says('/queue');
  const page = { account: 'telegram', chat: guest.chat.id, lane: 0, kind: 'content', dedupeKey: 'page:1' };
  const wait = {
    body: { content: { text: 'Emergency 9' } },
    state: 'pending',
    createdAt: at,
    notBefore: new Date('2099-01-01'),
  };
  await db.outgoing.create({ data: { ...page, ...wait } });
  await transact(db, (tx) =>
    removeData(tx, [guest.personId], ['identity'], bot.clock.now(), { blots: true }),
  );
  expect(await db.outgoing.findFirst({ where: { dedupeKey: 'page:1' } })).toMatchObject({ state: 'pending' });
  expect(await db.chat.count({ where: { externalId: guest.chat.id } })).toBe(1);
  const ofChild = await db.ticket.findUniqueOrThrow({ where: { id: spoken.id } });
  expect(ofChild).toMatchObject({ summary: 'Toys', privateChat: null });
  const copies = await db.$queryRaw`select id from outgoing where strpos(body::text, 'Quillfeather') > 0
    union select id from inbound where strpos(payload::text, 'Quillfeather') > 0`;
  expect(copies).toEqual([]);
});

test('what waits to be sent is not sent after an erasure, however long it has waited', async () => {
  const { bot } = await team();
  const { db } = bot.store;
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const guest = await addGuest(bot, { name: 'Ana Lima', siteId, account: 'telegram' });
  const at = new Date(bot.clock.now().epochMilliseconds);
  const wait = {
    account: 'telegram',
    chat: guest.chat.id,
    lane: 0,
    kind: 'content',
    dedupeKey: 'old',
    state: 'pending',
  };
  const { id } = await db.outgoing.create({
    data: {
      ...wait,
      body: { content: { text: 'Dear Ana' } },
      createdAt: at,
      notBefore: new Date('2099-01-01'),
    },
  });
  // The account was logged out for weeks: copies of that time were emptied, and this one was not yet to be.
  const value = JSON.stringify({ inbound: '0', outgoing: String(id), web: '0' });
  await db.setting.create({ data: { key: COPIES_KEY, value } });
  await transact(db, (tx) => removeData(tx, [guest.personId], ['identity'], bot.clock.now()));
  const { state, body, chat } = await db.outgoing.findUniqueOrThrow({ where: { id } });
  expect({ state, body, chat }).toEqual({ state: 'expired', body: {}, chat: '-' });
});
