import { describe, expect, test } from 'vitest';
import type { BotOptions, FakePerson } from '../support/bot.ts';
import { last, team } from './desk-team.ts';
import { plainTriage } from './plain-triage.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help';
const PHOTO = [{ kind: 'photo', id: 'p1' }] as const;

/** A guest with two open tickets; Li has the first. */
async function twice(second = '/need The milk powder we asked for', options: BotOptions = {}) {
  const all = await team({ triage: plainTriage, ...options });
  const li = await all.colleague('Li');
  const guest = all.bot.person('telegram', { name: 'Ana', locale: 'en' });
  await guest.says(MILK, { media: PHOTO as never });
  await guest.says(second);
  await li.says('/claim 1');
  return { ...all, li, guest };
}

const inbox = (person: FakePerson): string[] => person.inbox();
const since = (person: FakePerson) => {
  const from = person.inbox().length;
  return () => person.inbox().slice(from);
};

describe('merging', () => {
  test('both transcripts are read together, in the order in which things were said', async () => {
    const { bot, li, guest, ticket, group } = await twice();
    await li.says('/note 2 asked twice');
    await guest.says('/need Are the blankets there?');
    await li.says('/merge 2 into 1');
    const { id } = await ticket(1);
    expect(await ticket(2)).toMatchObject({ state: 'merged', mergedIntoId: id, ownerId: null });
    expect(last(inbox(li))).toMatch(/#2 is part of #1 now/);
    const shown = since(li);
    await li.says('/ticket 1');
    expect(shown().join('\n')).toMatch(
      /no milk powder left[\s\S]*The milk powder we asked for[\s\S]*asked twice/,
    );
    expect(li.posts().some((post) => post.content.media?.[0]?.id === 'p1')).toBe(true);
    const cards = group.texts();
    expect(cards.find((text) => text.includes('#2 ·'))).toMatch(/merged[\s\S]*Merged into #1/);
    expect(cards.find((text) => text.includes('#1 ·'))).toMatch(/Latest of 2 messages/);
    expect(last(inbox(guest))).toMatch(/#2 together with #1/);
    expect(await bot.store.db.entry.count({ where: { ticket: { number: 2 } } })).toBe(2);
    const audits = await bot.store.db.audit.findMany({
      where: { action: { in: ['ticket.merge', 'ticket.take-in'] } },
    });
    expect(audits.map((one) => one.action)).toEqual(['ticket.merge', 'ticket.take-in']);
  });

  test('the card of the merged ticket leads to the other one', async () => {
    const { li, group } = await twice();
    await li.says('/merge 2 into 1');
    const shown = since(li);
    await li.presses(/Open #1/, group);
    expect(shown().join('\n')).toMatch(/no milk powder left/);
  });

  test('what the traveller writes next goes there, also as an answer to the merged one', async () => {
    const { bot, li, guest, ticket } = await twice();
    await guest.says('Ana');
    const ref = guest.posts().find((post) => post.content.text?.includes('#2'))?.ref;
    await li.says('/merge 2 into 1');
    await guest.says('Could we also have a bottle of water for that please?');
    await guest.says('It is the stage 1 powder that she drinks every night', { replyTo: ref ?? '' });
    const { id } = await ticket(1);
    const entries = await bot.store.db.entry.findMany({ where: { ticketId: id }, orderBy: { id: 'asc' } });
    expect(entries.map((entry) => entry.text)).toEqual([
      MILK,
      'Could we also have a bottle of water for that please?',
      'It is the stage 1 powder that she drinks every night',
    ]);
    expect(inbox(li).join('\n')).toMatch(/#1 Ana: It is the stage 1 powder that she drinks every night/);
    expect(await bot.store.db.ticket.count()).toBe(2);
  });

  test('the graver urgency, the confidence and the things to bring come along', async () => {
    const { bot, li, ticket } = await twice('/need I have a fever since this morning');
    const medic = await bot.store.db.staff.update({ where: { id: li.staffId }, data: { role: 'medic' } });
    expect(medic.role).toBe('medic');
    await li.says('/urgency 2 high');
    const { id } = await ticket(2);
    await bot.store.db.itemLine.deleteMany();
    const line = { name: 'thermometer', amount: 1, updatedAt: new Date() };
    const into = (await ticket(1)).id;
    await bot.store.db.itemLine.createMany({
      data: [
        { ...line, id: crypto.randomUUID(), ticketId: id, position: 1 },
        { ...line, id: crypto.randomUUID(), ticketId: into, position: 1, name: 'milk' },
      ],
    });
    await li.says('/merge 2 into 1');
    expect(await ticket(1)).toMatchObject({ urgency: 'high', restricted: true, need: 'supplies' });
    const lines = await bot.store.db.itemLine.findMany({ orderBy: { position: 'asc' } });
    expect(lines.map((one) => [one.ticketId, one.position, one.name])).toEqual([
      [into, 1, 'milk'],
      [into, 2, 'thermometer'],
    ]);
  });

  test('whoever was asked first keeps it, and colleagues are told', async () => {
    const { li, ticket, colleague } = await twice();
    const chief = await colleague('Chen', 'supervisor');
    const told = since(li);
    await chief.says('/merge 1 into 2');
    expect(await ticket(2)).toMatchObject({ ownerId: li.staffId, state: 'claimed' });
    expect(last(told())).toMatch(/Chen has joined #1 into #2/);
    await li.says('on its way');
    expect(last(inbox(li))).not.toMatch(/on its way/);
  });

  test('a question nobody answered is answered within the time for an answer', async () => {
    const { bot, li, ticket } = await twice();
    await li.says('Which one?');
    await li.says('/wait 1 traveller');
    await bot.later({ hours: 2 });
    await li.says('/merge 2 into 1');
    expect(await ticket(1)).toMatchObject({
      state: 'claimed',
      answeredAt: null,
      chaseAt: null,
      dueAt: new Date(bot.clock.now().epochMilliseconds + 3_600_000),
    });
  });

  test('an answer to the merged ticket goes out on the one that took it in', async () => {
    const { bot, li, guest } = await twice();
    await li.says('/merge 2 into 1');
    await li.says('/reply 2 It is at your door');
    expect(last(inbox(guest))).toMatch(/#1[\s\S]*It is at your door/);
    expect(await bot.store.db.entry.count({ where: { kind: 'staff', ticket: { number: 1 } } })).toBe(1);
  });

  test('one after the other: the last one has all of it', async () => {
    const { li, guest, ticket } = await twice();
    await guest.says('/need Could we have two more blankets please?');
    await li.says('/merge 2 into 1');
    await li.says('/merge 1 into 3');
    const { id } = await ticket(3);
    expect(await ticket(2)).toMatchObject({ mergedIntoId: id });
    const shown = since(li);
    await li.says('/ticket 3');
    expect(shown().join('\n')).toMatch(/no milk powder left[\s\S]*asked for[\s\S]*blankets/);
  });

  test('by button: the person’s other open tickets are offered', async () => {
    const { li, ticket } = await twice();
    await li.says('/ticket 1');
    await li.presses('Merge');
    await li.presses(/^#2 · Supplies/);
    expect(await ticket(1)).toMatchObject({ state: 'merged' });
    expect(await ticket(2)).toMatchObject({ ownerId: li.staffId });
    await li.says('/ticket 2');
    await li.presses('Merge');
    expect(last(inbox(li))).toMatch(/no other open ticket/);
  });

  test('in Chinese, and where there are no buttons', async () => {
    const { li, group, ticket } = await twice(undefined, {
      accounts: { telegram: { buttons: false, edit: false } },
    });
    await li.says('合并 2 到 1');
    expect(await ticket(2)).toMatchObject({ state: 'merged' });
    expect(group.texts().join('\n')).toMatch(/#2 merged into #1 by Li/);
    expect(group.texts().join('\n')).toMatch(/#1 took in #2/);
  });

  test('people who travel together share one ticket; their words go on arriving there', async () => {
    const { bot, li, guest, ticket } = await twice();
    const { db } = bot.store;
    const son = bot.person('telegram', { name: 'Leo', locale: 'en' });
    await son.says('We need milk for my sister');
    await li.says('/merge 3 into 1');
    expect(last(inbox(li))).toMatch(/different people/);
    const party = await db.party.create({ data: { id: crypto.randomUUID(), createdAt: new Date() } });
    await db.person.updateMany({ data: { partyId: party.id } });
    await li.says('/merge 3 into 1');
    expect(await ticket(3)).toMatchObject({ state: 'merged' });
    expect(last(inbox(son))).toMatch(/#3 together with #1/);
    const told = since(li);
    await son.says('Could we also have a bottle for that please?');
    expect(told().join('\n')).toMatch(/#1 .*have a bottle/);
    expect(inbox(guest).join('\n')).not.toMatch(/bottle/);
    const leo = await db.person.findFirstOrThrow({ where: { tickets: { some: { number: 3 } } } });
    const entry = await db.entry.findFirstOrThrow({ where: { text: { contains: 'have a bottle' } } });
    expect(entry.personId).toBe(leo.id);
  });

  test.each([
    ['/merge 1 into 1', /#1 cannot be joined into itself/],
    ['/merge 1 into 3', /cannot be joined into #3: that one is resolved/],
    ['/merge 1 into 4', /#1 and #4 belong to different people/],
    ['/merge 1 into 99', /no ticket #99/],
    ['/merge 3 into 1', /#3 is resolved now/],
    ['/merge 1 into the other', /Please write it like this: \/merge 12 into 9/],
  ])('“%s” is refused', async (words, refusal) => {
    const { bot, li, guest, ticket } = await twice();
    await guest.says('/need The shower is cold');
    await li.says('/resolve 3');
    await bot.person('telegram', { locale: 'en' }).says(MILK);
    await li.says(words);
    expect(last(inbox(li))).toMatch(refusal);
    expect((await ticket(1)).state).toBe('claimed');
  });

  test('a merged ticket takes nothing in and is not merged again, claimed or reopened', async () => {
    const { li, guest, colleague, ticket } = await twice();
    const mo = await colleague('Mo');
    await guest.says('/need The shower is cold');
    await li.says('/merge 2 into 1');
    for (const [words, refusal] of [
      ['/merge 3 into 2', /that one is merged/],
      ['/merge 2 into 3', /#2 is merged now/],
      ['/claim 2', /#2 is merged now/],
      ['/reopen 2', /#2 is merged now/],
    ] as const) {
      await mo.says(words);
      expect(last(inbox(mo))).toMatch(refusal);
    }
    await mo.says('/merge 1 into 3');
    expect(last(inbox(mo))).toMatch(/#1 is with Li/);
    expect(await ticket(1)).toMatchObject({ state: 'claimed' });
  });

  test('who may not read a confidential ticket cannot open it by merging', async () => {
    const { li, colleague, ticket } = await twice('/need I feel so alone here');
    const chief = await colleague('Ada', 'admin');
    await chief.says('/merge 2 into 1');
    expect(last(inbox(chief))).toMatch(/#2 is confidential/);
    await li.says('/merge 1 into 2');
    expect(last(inbox(li))).toMatch(/#2 is confidential/);
    expect(await ticket(2)).toMatchObject({ state: 'new' });
  });
});
