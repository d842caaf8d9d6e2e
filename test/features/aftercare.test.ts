import { describe, expect, test } from 'vitest';
import { startsWithWord } from '../../src/domain/yes-no.ts';
import { readStars } from '../../src/features/aftercare/read-answer.ts';
import type { FakePerson } from '../support/bot.ts';
import { type Colleague, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help';
const last = (person: FakePerson): string => person.inbox().at(-1) ?? '';

/** A guest whose ticket #1 was claimed and resolved. */
async function resolved(words = MILK, options: Parameters<typeof team>[0] = {}) {
  const { bot, group, ticket, colleague } = await team(options);
  const li: Colleague = await colleague('Li', 'supervisor');
  const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
  await guest.says(words);
  await li.says('/claim 1');
  await li.says('/resolve 1');
  return { bot, group, ticket: () => ticket(1), li, guest };
}

const entries = (bot: Awaited<ReturnType<typeof resolved>>['bot']) =>
  bot.store.db.entry.findMany({ where: { kind: 'traveller' }, orderBy: { id: 'asc' } });

describe('rating', () => {
  test('the traveller is asked in their language, rates, adds a word, and the ticket is closed', async () => {
    const { bot, colleague, ticket } = await team();
    const li = await colleague('Li');
    const guest = bot.person('telegram', { locale: 'fr' });
    await guest.says('Bonjour, nous n’avons plus de lait pour notre bébé');
    await li.says('/claim 1');
    await li.says('/resolve 1');
    const question = guest.posts().at(-1)?.content;
    expect(question?.text).toMatch(/demande #1[\s\S]*résolue/);
    expect(question?.choices?.[0]?.map((choice) => choice.id)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `rate:1:${n}`),
    );
    await guest.presses(/4/);
    expect(await ticket(1)).toMatchObject({ state: 'closed', rating: 4 });
    expect(last(guest)).toMatch(/ajouter un mot/);
    await guest.says('Livraison rapide, merci à Li');
    expect(last(guest)).toMatch(/Prenez bien soin/);
    expect(await ticket(1)).toMatchObject({ ratingComment: 'Livraison rapide, merci à Li', state: 'closed' });
    expect((await entries(bot)).map((entry) => entry.text)).toContain('Livraison rapide, merci à Li');
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  test.each(['5', '５', '5/5', '٥', '၅', '໕'])('%s typed after the question is a rating', async (typed) => {
    const { guest, ticket } = await resolved();
    await guest.says(typed);
    expect(await ticket()).toMatchObject({ state: 'closed', rating: 5 });
  });

  test('where there are no buttons the numbers are the ratings, and then Skip', async () => {
    const { bot, ticket, guest } = await resolved(MILK, {
      accounts: { telegram: { buttons: false, edit: false } },
    });
    await guest.says('3');
    expect(await ticket()).toMatchObject({ rating: 3 });
    await guest.says('1');
    expect(last(guest)).toMatch(/Take good care/);
    expect(await ticket()).toMatchObject({ ratingComment: null });
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  test('the sixth number, after the five ratings, opens it again', async () => {
    const { ticket, guest } = await resolved(MILK, {
      accounts: { telegram: { buttons: false, edit: false } },
    });
    await guest.says('6');
    expect(await ticket()).toMatchObject({ state: 'reopened' });
  });

  test('a rating may be changed within a day and not later', async () => {
    const { bot, guest, ticket } = await resolved();
    await guest.presses(/2/);
    expect(last(guest)).toMatch(/sorry/);
    bot.clock.advance({ hours: 20 });
    await guest.pressesId('rate:1:5');
    expect(await ticket()).toMatchObject({ rating: 5 });
    bot.clock.advance({ hours: 5 });
    await guest.pressesId('rate:1:1');
    expect(last(guest)).toMatch(/already rated #1 with 5/);
    expect(await ticket()).toMatchObject({ rating: 5 });
  });

  test('the word can be skipped, by button and in words', async () => {
    const { guest, ticket } = await resolved();
    await guest.presses(/5/);
    await guest.presses(/Skip/);
    expect(last(guest)).toMatch(/Take good care/);
    await guest.pressesId('rate:1:4');
    await guest.says('No, thanks');
    expect(await ticket()).toMatchObject({ rating: 4, ratingComment: null, state: 'closed' });
  });

  test('late words, and words of somebody who is ill, are a message and no comment', async () => {
    const { bot, guest, ticket } = await resolved();
    await guest.presses(/5/);
    bot.clock.advance({ minutes: 31 });
    await guest.says('Could we have two more blankets please?');
    await guest.pressesId('rate:1:4');
    await guest.says('My husband collapsed and does not breathe');
    expect(await ticket()).toMatchObject({ ratingComment: null });
    const needs = await bot.store.db.ticket.findMany({ orderBy: { number: 'asc' } });
    expect(needs.map((one) => one.urgency)).toContain('emergency');
  });

  test("nobody rates another's ticket, and a rating outside 1 to 5 does nothing", async () => {
    const { bot, guest, ticket } = await resolved();
    const stranger = bot.person('telegram');
    await stranger.says(MILK);
    await stranger.pressesId('rate:1:1');
    expect(last(stranger)).toMatch(/no longer fits/);
    await guest.pressesId('rate:1:9');
    await guest.pressesId('rate:99:1');
    expect(await ticket()).toMatchObject({ rating: null, state: 'resolved' });
  });

  test('a rating pressed while the ticket is open again is answered with what is so', async () => {
    const { guest, ticket } = await resolved();
    await guest.presses(/Not solved/);
    await guest.pressesId('rate:1:5');
    expect(last(guest)).toMatch(/open and being looked after/);
    expect(await ticket()).toMatchObject({ rating: null, state: 'reopened' });
  });
});

describe('not solved', () => {
  test('the button opens it again with its owner, who is told, and asks what is missing', async () => {
    const { bot, group, guest, li, ticket } = await resolved();
    const before = await ticket();
    await guest.presses(/Not solved/);
    expect(await ticket()).toMatchObject({ state: 'reopened', ownerId: before.ownerId, resolvedAt: null });
    expect(last(guest)).toMatch(/still missing/);
    expect(last(li)).toMatch(/#1: the traveller says it is not solved/);
    expect(group.texts().join('\n')).not.toMatch(/Ana reopened/);
    await guest.says('Only diapers came, no milk');
    expect((await entries(bot)).at(-1)).toMatchObject({
      text: 'Only diapers came, no milk',
      ticketId: before.id,
    });
    expect(last(li)).toMatch(/Only diapers/);
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  test('words that begin with a no open it again and are kept', async () => {
    const { bot, guest, ticket } = await resolved();
    await guest.says('Not yet, only diapers came');
    expect(await ticket()).toMatchObject({ state: 'reopened' });
    expect((await entries(bot)).at(-1)?.text).toBe('Not yet, only diapers came');
    await guest.says('hello?');
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  test('a yes asks for the stars, another need is another need', async () => {
    const { bot, guest, ticket } = await resolved();
    await guest.says('Yes, thank you');
    expect(last(guest)).toMatch(/How well were you looked after/);
    expect(await ticket()).toMatchObject({ state: 'resolved' });
    await guest.says('I also need a power strip for my online exam tomorrow');
    expect(await bot.store.db.ticket.count()).toBe(2);
  });

  test('a closed ticket opens again too; pressed twice it says that it is open', async () => {
    const { guest, ticket } = await resolved();
    await guest.presses(/1/);
    await guest.presses(/Not solved/);
    expect(await ticket()).toMatchObject({ state: 'reopened', rating: null });
    await guest.pressesId('notsolved:1');
    expect(last(guest)).toMatch(/still open/);
  });

  test('an owner who has left does not keep it', async () => {
    const { bot, guest, ticket } = await resolved();
    await bot.store.db.staff.updateMany({ data: { active: false } });
    await guest.presses(/Not solved/);
    expect(await ticket()).toMatchObject({ state: 'reopened', ownerId: null, claimedAt: null });
  });
});

describe('painful matters', () => {
  const SAD = 'I feel so lonely and depressed in this room, I cannot stop crying';

  test('are asked about gently, and never closed by themselves', async () => {
    const { bot, guest, ticket } = await resolved(SAD);
    expect(await ticket()).toMatchObject({ need: 'psychological', state: 'resolved' });
    expect(last(guest)).toMatch(/feeling safe/);
    expect(guest.posts().at(-1)?.content.choices).toHaveLength(2);
    await bot.later({ hours: 24 * 30 });
    expect(await ticket()).toMatchObject({ state: 'resolved' });
    await guest.presses(/Yes, for now/);
    expect(last(guest)).toMatch(/We are glad/);
    expect(
      guest
        .posts()
        .at(-1)
        ?.content.choices?.flat()
        .map((choice) => choice.id),
    ).toEqual(['notsolved:1']);
    expect(await ticket()).toMatchObject({ state: 'resolved' });
  });

  test('after an illness the stars come second, for whoever likes', async () => {
    const { guest, ticket } = await resolved('I have had a fever of 39 and a bad cough since yesterday');
    expect(await ticket()).toMatchObject({ need: 'medical', restricted: true });
    await guest.presses(/Yes, for now/);
    expect(last(guest)).toMatch(/If you like, the stars/);
    await guest.presses(/5/);
    expect(await ticket()).toMatchObject({ state: 'closed', rating: 5 });
  });

  test('"I still need someone" opens it again and pages', async () => {
    const { bot, guest, li, ticket } = await resolved(SAD);
    await guest.presses(/still need someone/);
    expect(await ticket()).toMatchObject({ state: 'reopened' });
    expect(last(guest)).toMatch(/someone will be with you/);
    await bot.later({ seconds: 1 });
    expect(li.inbox().join('\n')).toMatch(/EMERGENCY #1/);
  });

  test('a no in words does the same; a cry for help is handled as one', async () => {
    const { guest, ticket } = await resolved(SAD);
    await guest.says('no');
    expect(await ticket()).toMatchObject({ state: 'reopened' });
    const other = await resolved(SAD);
    await other.guest.says('I want to kill myself');
    const tickets = await other.bot.store.db.ticket.findMany();
    expect(tickets.some((one) => one.urgency === 'emergency' && one.state !== 'resolved')).toBe(true);
  });
});

describe('time', () => {
  test('three days without a word close a ticket, but not an emergency', async () => {
    const { bot, ticket, guest } = await resolved();
    const other = bot.person('telegram');
    await other.says('My father collapsed and does not breathe, help');
    await bot.store.db.ticket.updateMany({
      where: { number: 2 },
      data: { state: 'resolved', resolvedAt: new Date(0) },
    });
    await bot.later({ hours: 71 });
    expect(await ticket()).toMatchObject({ state: 'resolved' });
    await bot.later({ hours: 2 });
    expect(await ticket()).toMatchObject({ state: 'closed', rating: null });
    expect(await bot.store.db.ticket.findUnique({ where: { number: 2 } })).toMatchObject({
      state: 'resolved',
    });
    await guest.pressesId('rate:1:5');
    expect(await ticket()).toMatchObject({ rating: 5 });
  });

  test('without a private chat nobody is asked, least of all in the group', async () => {
    const { bot, colleague } = await team();
    const li = await colleague('Li');
    const lobby = bot.group('telegram');
    const guest = bot.person('telegram');
    await guest.saysIn(lobby, MILK, { addressed: true });
    await li.says('/claim 1');
    const texts = lobby.texts().length;
    await li.says('/resolve 1');
    expect(lobby.texts()).toHaveLength(texts);
    expect(guest.inbox()).toEqual([]);
  });
});

describe('/tickets', () => {
  test('lists the own requests with what can be done', async () => {
    const { bot, guest } = await resolved();
    await guest.says('I also need a power strip for my online exam tomorrow');
    await guest.says('/tickets');
    expect(last(guest)).toMatch(/#2[\s\S]*power strip[\s\S]*#1 · Supplies · resolved · Nov 22, 2026/);
    await guest.presses(/#2 Add/);
    expect(last(guest)).toMatch(/added to #2/);
    await guest.says('Two metres long would be good');
    const added = (await entries(bot)).at(-1);
    const second = await bot.store.db.ticket.findUniqueOrThrow({ where: { number: 2 } });
    expect(added?.ticketId).toBe(second.id);
    await guest.pressesId('solvedbyme:2');
    expect(last(guest)).toMatch(/Good to hear that #2 is solved/);
    expect(await bot.store.db.ticket.findUnique({ where: { number: 2 } })).toMatchObject({
      state: 'resolved',
    });
    await guest.pressesId('solvedbyme:2');
    expect(last(guest)).toMatch(/no longer open/);
    await guest.pressesId('addto:2');
    expect(last(guest)).toMatch(/no longer open/);
    await guest.says('4');
    expect(await bot.store.db.ticket.findUnique({ where: { number: 2 } })).toMatchObject({ rating: 4 });
  });

  test('says so when there are none, and shows nothing in a group', async () => {
    const { bot, guest } = await resolved();
    const nobody = bot.person('telegram');
    await nobody.says('/tickets');
    expect(last(nobody)).toMatch(/no requests yet/);
    const lobby = bot.group('telegram');
    await guest.saysIn(lobby, '/tickets');
    expect(lobby.texts().join()).not.toMatch(/milk|#1/);
    expect(last(guest)).toMatch(/#1/);
    await bot.person('telegram').saysIn(lobby, '/tickets');
    expect(lobby.texts().at(-1)).toMatch(/start=mine-tickets/);
    await guest.says('/start mine-tickets');
    expect(last(guest)).toMatch(/Your requests/);
  });
});

describe('/thanks', () => {
  test('asks for words, shows them to the team, and asks for no rating', async () => {
    const { bot, group } = await team();
    const guest = bot.person('telegram');
    await guest.says('/thanks');
    expect(last(guest)).toMatch(/pass on to the team/);
    await guest.says('You were wonderful, all of you');
    expect(last(guest)).toMatch(/kind words/);
    expect(guest.inbox()).toHaveLength(2);
    expect(group.texts().join()).toMatch(/You were wonderful/);
    expect(await bot.store.db.ticket.findFirst()).toMatchObject({ need: 'thanks', state: 'resolved' });
  });

  test('takes words at once and a picture; a group is told how to write it', async () => {
    const { bot } = await team();
    const guest = bot.person('telegram');
    await guest.says('/thanks for everything');
    await guest.says('/thanks');
    await guest.says('', { media: [{ kind: 'photo', id: 'p1' }] });
    const tickets = await bot.store.db.ticket.findMany({ orderBy: { number: 'asc' } });
    expect(tickets).toMatchObject([{ summary: 'for everything' }, { need: 'thanks', state: 'resolved' }]);
    const lobby = bot.group('telegram');
    await guest.saysIn(lobby, '/thanks');
    expect(lobby.texts().at(-1)).toMatch(/\/thanks and your words/);
  });

  test('an emergency in it is an emergency', async () => {
    const { bot } = await team();
    const guest = bot.person('telegram');
    await guest.says('/thanks for all, I want to kill myself tonight');
    expect(await bot.store.db.ticket.findFirst()).toMatchObject({ urgency: 'emergency', state: 'new' });
    expect(last(guest)).toMatch(/urgent/);
    await guest.says('/thanks');
    await guest.says('my father collapsed and does not breathe');
    expect(await bot.store.db.ticket.count({ where: { need: 'thanks' } })).toBe(0);
  });
});

test.each([
  ['4', 4],
  ['４。', 4],
  ['3分', 3],
  ['٢', 2],
  ['0', undefined],
  ['6', undefined],
  ['5 blankets', undefined],
])('%s reads as %s stars', (text, stars) => {
  expect(readStars(text)).toBe(stars);
});

test.each([
  ['No', true],
  ['no, nothing came', true],
  ['no problem at all', false],
  ['Not yet…', true],
  ['nothing', false],
])('%s begins with a no: %s', (text, isNo) => {
  expect(startsWithWord(text, 'no|not yet')).toBe(isNo);
});
