import { expect, test } from 'vitest';
import { leadOnDuty } from '../../src/store/duty.ts';
import { transact } from '../../src/store/transaction.ts';
import { staffRoom } from '../support/staff-room.ts';
import type { Delivered } from '../support/telegram-emulator/index.ts';
import { wholeApp } from '../support/whole-app.ts';

const NEED = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

const ROTA = [
  'team,date,shift,start,end,staff,lead',
  'Night desk,2026-11-21,Night,20:00,08:00,Chen;Qian,Chen',
  'Night desk,2026-11-22,Day,08:00,20:00,Wang;Li,Wang',
].join('\n');

const texts = (place: { messages(): Delivered[] }): string[] => place.messages().map((one) => one.text ?? '');

test('the shift changes at 08:00 with 12 open tickets, one emergency, and one chase due before the next lead accepts', async () => {
  const bot = await wholeApp();
  const { db } = bot.store;
  const room = await staffRoom(bot);
  const { admin, group } = room;
  const sup = await room.hire('supervisor', 'Sup');
  const [chen, qian] = [await room.hire('liaison', 'Chen'), await room.hire('medic', 'Qian')];
  const [wang, li] = [await room.hire('liaison', 'Wang'), await room.hire('liaison', 'Li')];
  for (const one of [chen, qian, wang, li]) await one.say('good evening', { chat: group });
  await bot.settle();
  const team = await db.team.findFirstOrThrow();
  const lead = async () => {
    const id = await transact(db, (tx) => leadOnDuty(tx, team.id, bot.clock.now()));
    return id && (await db.staff.findUniqueOrThrow({ where: { id } })).name;
  };
  const ticket = (number: number) => db.ticket.findUniqueOrThrow({ where: { number } });

  // The supervisor sends the rota as a file: checked, shown, and confirmed by a button.
  await sup.sendDocument(Buffer.from(`\uFEFF${ROTA}`), { fileName: 'rota.csv', caption: '/shift import' });
  await bot.settle();
  expect(sup.last().text).toContain('2 shifts can be imported');
  await sup.press(sup.last(), bot.say('en', 'staff-shifts:button.yes'));
  await bot.settle();
  expect(await lead()).toBe('Chen');

  // A night's work: eleven needs and an emergency; some are claimed, one waits for a pharmacy, one has a promise.
  for (let guest = 1; guest <= 11; guest += 1) {
    await bot.telegram.user({ first_name: `Guest ${guest}`, language_code: 'en' }).say(NEED);
  }
  await bot.telegram.user({ first_name: 'Pavel', language_code: 'en' }).say(BLOOD);
  await bot.settle();
  const emergency = await db.ticket.findFirstOrThrow({ where: { urgency: 'emergency' } });
  await qian.say(`/claim ${emergency.number}`);
  const [waits, promised, held] = (
    await db.ticket.findMany({ where: { urgency: { not: 'emergency' } }, orderBy: { number: 'asc' } })
  ).map(({ number }) => number) as [number, number, number];
  for (const number of [waits, promised, held]) await chen.say(`/claim ${number}`);
  await chen.say(`/wait ${waits} on the night pharmacy until 08:10`);
  await chen.say(`/promise ${promised} nappies before nine`);
  await bot.settle();
  expect(await ticket(waits)).toMatchObject({ state: 'waiting-third', waitingOn: 'the night pharmacy' });
  expect(await db.ticket.count()).toBe(12);

  // 08:00: the sheet, in the group without a word of the emergency, and in private to both leads.
  await bot.later({ hours: 6 });
  const sheet = await group.waitFor('📋 Handover #1');
  expect(sheet.text).toContain('12 in all · 8 unclaimed');
  expect(sheet.text).toContain(`🔴 #${emergency.number} · 🔒 · EMERGENCY`);
  expect(sheet.text).not.toMatch(/blood|Medical/);
  expect(sheet.text).toMatch(new RegExp(`#${waits} .*for the night pharmacy · ask again 08:10`));
  expect(sheet.text).toMatch(new RegExp(`#${promised} .*Chen, 02:00 · “nappies before nine”`));
  expect(sheet.text).toContain('Until Wang accepts, Chen stays responsible.');
  const named = (sheet.entities ?? []).flatMap(({ user }) => (user ? [user.id] : []));
  expect(named.sort()).toEqual([chen.id, wang.id].sort());
  await chen.waitFor('You stay responsible for Night desk until Wang accepts');
  const mine = await wang.waitFor('press Accept. Until then Chen stays responsible');
  expect(texts(li).some((text) => text.includes('📋'))).toBe(false);
  expect(await lead()).toBe('Chen');

  // In the gap: the chase falls due and reaches the owner, a new emergency calls the day shift and Chen, who still answers.
  const before = chen.messages().length;
  await bot.later({ minutes: 10 });
  const chased = texts({ messages: () => chen.messages().slice(before) });
  expect(chased.some((text) => text.includes(`#${waits}`) && text.includes('the night pharmacy'))).toBe(true);
  expect(await ticket(waits)).toMatchObject({ state: 'waiting-third', chases: 1 });
  await bot.telegram.user({ first_name: 'Olga', language_code: 'en' }).say('Help, my husband is unconscious');
  await bot.settle();
  const paged = group
    .messages()
    .filter((one) => (one.entities ?? []).some(({ user }) => user))
    .at(-1);
  const called = (paged?.entities ?? []).flatMap(({ user }) => (user ? [user.id] : []));
  expect(called.sort()).toEqual([chen.id, wang.id, li.id].sort());

  // 08:15: both leads are reminded; a colleague who is not the lead cannot take over.
  await bot.later({ minutes: 5 });
  await wang.waitFor('Handover #1 of Night desk waits for you');
  await chen.waitFor('Wang has not accepted handover #1');
  const accept = bot.say('en', 'staff-handover:button.accept');
  await li.press(sheet, accept);
  await bot.settle();
  expect(group.last().text).toContain('is for Wang to accept');
  expect(await lead()).toBe('Chen');

  // 08:20: Wang accepts: she is responsible now, everybody is told, and the next chase is hers to hear of.
  await bot.later({ minutes: 5 });
  await wang.press(mine, accept);
  await bot.settle();
  expect(await lead()).toBe('Wang');
  await group.waitFor('✅ Wang has taken over from Chen (handover #1).');
  await chen.waitFor('You are no longer responsible for Night desk');
  const { acceptedAt, acceptedBy } = await db.handover.findFirstOrThrow();
  expect(acceptedAt?.toISOString()).toBe('2026-11-22T00:20:00.000Z');
  const line = await db.audit.findFirstOrThrow({ where: { action: 'handover.accept' } });
  expect(line).toMatchObject({ actor: `staff:${acceptedBy}`, after: { number: 1, responsible: acceptedBy } });
  const quiet = wang.messages().length;
  await bot.later({ hours: 1 });
  const told = texts({ messages: () => wang.messages().slice(quiet) });
  expect(told.some((text) => text.includes(`#${waits}`))).toBe(true);
  expect(told.some((text) => text.includes('waits for you: press Accept'))).toBe(false);

  // Nothing was lost, handed over twice or said twice; the sheet reads as it did.
  await admin.say('/handover 1');
  await bot.settle();
  expect(admin.last().text).toContain('12 in all · 8 unclaimed');
  expect(admin.last().text).toContain('Accepted by Wang, 08:20');
  expect(await db.handover.count()).toBe(1);
  expect(texts(group).filter((text) => text.includes('📋 Handover #1'))).toHaveLength(1);
  expect(await db.outgoing.count({ where: { state: { not: 'sent' } } })).toBe(0);
});
