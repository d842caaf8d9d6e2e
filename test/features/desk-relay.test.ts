import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../src/errors.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';

async function claimed() {
  const made = await team();
  const wang = await made.colleague('Wang');
  const mum = made.bot.person('telegram', { name: 'Li Na', locale: 'en' });
  await mum.says(MILK);
  await wang.presses(/^Claim$/, made.group);
  return { ...made, wang, mum };
}

describe('relay', () => {
  it('takes a quote of the card to the traveller, claims the ticket, and keeps quiet in the group', async () => {
    const { bot, group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'fr' });
    await mum.says('Notre bébé de dix mois n’a plus de lait en poudre, aidez-nous');
    const card = group.posts()[0];
    const before = group.texts().length;
    await wang.saysIn(group, 'On arrive', { replyTo: card?.ref ?? '' });
    expect(last(mum.inbox())).toBe('#1 · Équipe de liaison :\nOn arrive');
    expect(group.texts()).toHaveLength(before);
    const stored = await ticket(1);
    expect(stored).toMatchObject({ state: 'claimed', ownerId: wang.staffId });
    expect(stored.firstResponseAt).not.toBeNull();
  });

  it('carries photos both ways, and the traveller’s quote finds the ticket', async () => {
    const { bot, wang, mum } = await claimed();
    await wang.says('Is it this one?', { media: [{ kind: 'photo', id: 'tin' }] });
    const relayed = mum.posts().at(-1);
    expect(relayed?.content.media).toMatchObject([{ kind: 'photo', id: 'tin' }]);
    await mum.says('Something else entirely: I need a towel', { replyTo: relayed?.ref ?? '' });
    await mum.says('Yes', { replyTo: relayed?.ref ?? '', media: [{ kind: 'photo', id: 'same-tin' }] });
    expect(last(wang.inbox())).toBe('#1 Li Na: Yes');
    expect(wang.posts().at(-1)?.content.media).toMatchObject([{ kind: 'photo', id: 'same-tin' }]);
    expect(await bot.store.db.ticket.count()).toBe(1);
    await wang.says('Good', { replyTo: wang.posts().at(-1)?.ref ?? '' });
    expect(last(mum.inbox())).toContain('Good');
  });

  it('brings what a traveller writes next to whom they were answered by, unless it names another need of theirs', async () => {
    const { bot, mum, colleague } = await claimed();
    const zhao = await colleague('Zhao', 'counsellor');
    for (const answer of ['1203', 'Li Na']) await mum.says(answer);
    await mum.says('/need I feel lonely and would like to talk to a counsellor');
    await zhao.says('/claim 2');
    await mum.says('/need When will we be transferred to another hotel?');
    await zhao.says('May I call you now?');
    await mum.says('Yes, please call, we are both awake');
    expect(last(zhao.inbox())).toBe('#2 room 1203 Li Na: Yes, please call, we are both awake');
    await mum.says('And she has still no milk powder, please bring some');
    expect(
      (await bot.store.db.entry.findMany({ where: { kind: 'traveller' }, orderBy: { id: 'desc' } }))[0],
    ).toMatchObject({
      text: 'And she has still no milk powder, please bring some',
      ticketId: (await bot.store.db.ticket.findUniqueOrThrow({ where: { number: 1 } })).id,
    });
    expect(zhao.inbox().join()).not.toContain('still no milk');
  });

  it('keeps notes from the traveller, however they are written', async () => {
    const { bot, group, wang, mum } = await claimed();
    const inbox = mum.inbox().length;
    await wang.says('// she sounded tired');
    await wang.says('/note 1 allergic to nuts');
    await wang.saysIn(group, '//night shift please look', { replyTo: group.posts()[0]?.ref ?? '' });
    await wang.presses(/^Note$/);
    await wang.says('written after the button');
    await wang.says('written after the button, corrected', { edits: 'm-unknown' });
    expect(mum.inbox()).toHaveLength(inbox);
    const notes = await bot.store.db.entry.findMany({ where: { kind: 'note' }, orderBy: { id: 'asc' } });
    expect(notes.map((note) => note.text)).toEqual([
      'she sounded tired',
      'allergic to nuts',
      'night shift please look',
      'written after the button',
    ]);
  });

  it('tells the owner when a colleague answers in their place', async () => {
    const { wang, mum, colleague, ticket } = await claimed();
    const zhao = await colleague('Zhao');
    await zhao.says('/reply 1 I have brought it up');
    expect(last(mum.inbox())).toContain('I have brought it up');
    expect(last(wang.inbox())).toBe('Zhao answered #1: I have brought it up');
    expect((await ticket(1)).ownerId).toBe(wang.staffId);
  });

  it('never guesses when number and quote disagree, a number runs into a word, or a quote is unknown', async () => {
    const { bot, group, wang, mum } = await claimed();
    await bot.person('telegram', { locale: 'en' }).says('I need a blanket, it is very cold in here');
    const inbox = mum.inbox().length;
    await wang.saysIn(group, '/reply 2 three bottles', { replyTo: group.posts()[0]?.ref ?? '' });
    expect(last(group.texts())).toContain('You quoted #1 but wrote #2');
    await wang.says('/reply 12th floor is closed');
    expect(last(wang.inbox())).toContain('Please write it like this: /reply 12');
    await wang.says('to whom?', { replyTo: '9999' });
    expect(last(wang.inbox())).toContain('cannot tell which ticket');
    await wang.says('/reply 1');
    expect(last(wang.inbox())).toContain('Please write it like this');
    expect(mum.inbox()).toHaveLength(inbox);
  });

  it('asks for words after the Reply button: in private the next ones, in a group a quote', async () => {
    const { bot, group, wang, mum, colleague } = await claimed();
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('I need a blanket, it is very cold in here');
    await wang.pressesId('reply:2:1');
    expect(last(wang.inbox())).toBe('Your next message goes to #2 (room unknown).');
    await wang.says('A blanket is coming');
    expect(last(guest.inbox())).toContain('A blanket is coming');
    expect(mum.inbox().some((text) => text.includes('blanket'))).toBe(false);
    const zhao = await colleague('Zhao');
    await zhao.pressesId('reply:1:2', group);
    expect(last(group.texts())).toContain('To answer #1, reply to this message');
    await zhao.saysIn(group, 'no quote, just talk');
    await zhao.saysIn(group, 'with a quote', { replyTo: group.posts().at(-1)?.ref ?? '' });
    expect(last(mum.inbox())).toContain('with a quote');
    expect(mum.inbox().some((text) => text.includes('just talk'))).toBe(false);
  });

  it('ignores colleagues’ talk in the team’s chat and opens no ticket from it', async () => {
    const { bot, group, wang } = await claimed();
    const posts = group.texts().length;
    await wang.saysIn(group, 'I am dying of hunger, who wants pizza?');
    await bot.person('telegram', { name: 'Newcomer' }).saysIn(group, 'I need milk too');
    expect(group.texts()).toHaveLength(posts);
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  it('refuses what cannot be passed on, and says so before anything is sent', async () => {
    const { wang, mum } = await claimed();
    const inbox = mum.inbox().length;
    await wang.says('', { unsupported: 'poll' });
    expect(last(wang.inbox())).toContain('cannot be passed on');
    await wang.says('', { media: [{ kind: 'video', id: 'film', problem: 'too-large' }] });
    expect(last(wang.inbox())).toContain('too large');
    expect(mum.inbox()).toHaveLength(inbox);
  });

  it('sends a corrected message once more, marked as corrected', async () => {
    const { bot, wang, mum } = await claimed();
    await wang.says('Breakfast is at 8');
    const entry = await bot.store.db.entry.findFirstOrThrow({ where: { kind: 'staff' } });
    await wang.says('Breakfast is at 7', { edits: entry.messageRef ?? '' });
    expect(last(mum.inbox())).toBe('#1 · Liaison team (corrected):\nBreakfast is at 7');
  });
});

describe('delivery problems', () => {
  it('shows a blocked traveller on the ticket, tells the owner what to do, and clears when they write', async () => {
    const { bot, wang, mum, ticket } = await claimed();
    bot
      .channel('telegram')
      .failAlways(mum.id, new ChannelError('permanent', 'blocked', { reason: 'blocked' }));
    await wang.says('Are you there?');
    expect((await ticket(1)).deliveryProblem).toBe('blocked');
    expect(last(wang.inbox())).toContain('they have blocked the bot. Please call the room');
    await wang.says('/ticket 1');
    expect(last(wang.inbox())).toContain('⚠️ Not delivered');
    bot.channel('telegram').failAlways(mum.id, undefined);
    await mum.says('Sorry, I am back');
    expect((await ticket(1)).deliveryProblem).toBeNull();
    expect(last(wang.inbox())).toBe('#1 Li Na: Sorry, I am back');
  });

  it('keeps answers for somebody who wrote in a group until they open the private chat', async () => {
    const { bot, group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    const hotel = bot.group('telegram', 'Hotel');
    const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await guest.saysIn(hotel, 'I need a blanket, it is very cold in here', { addressed: true });
    expect((await ticket(1)).privateChat).toBeNull();
    await wang.saysIn(group, '/reply 1 Which colour?');
    await wang.says('And which size?');
    expect((await ticket(1)).deliveryProblem).toBe('no-private-chat');
    expect(last(wang.inbox())).toContain('⏳ #1');
    const nudges = hotel.texts().filter((text) => text.includes('there is an answer for you'));
    expect(nudges).toHaveLength(1);
    expect(nudges[0]).toContain('?start=ticket-1');
    expect(hotel.texts().join()).not.toContain('colour');
    await guest.event({ type: 'opened' });
    const answers = guest.inbox().filter((text) => text.startsWith('#1 · Liaison team:'));
    expect(answers).toEqual(['#1 · Liaison team:\nWhich colour?', '#1 · Liaison team:\nAnd which size?']);
    expect((await ticket(1)).deliveryProblem).toBeNull();
    await guest.event({ type: 'opened' });
    expect(guest.inbox().filter((text) => text.includes('Which colour?'))).toHaveLength(1);
  });

  it('tells the team when the owner cannot be reached, without the words', async () => {
    const { bot, group, wang, mum } = await claimed();
    bot
      .channel('telegram')
      .failAlways(wang.id, new ChannelError('permanent', 'blocked', { reason: 'blocked' }));
    await mum.says('It is very urgent now, the baby cries');
    const warned = group.texts().filter((text) => text.includes('Wang cannot be reached in private'));
    expect(warned).toHaveLength(1);
    expect(warned[0]).not.toContain('baby');
  });
});
