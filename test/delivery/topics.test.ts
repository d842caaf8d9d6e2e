import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import type { Drawing } from '../../src/delivery/perform.ts';
import { messageRef, topicRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';
import { enqueueCard, enqueueMessage, enqueueTopicLine, enqueueTopicTask } from '../../src/outbox/enqueue.ts';
import { findTopicFacts } from '../../src/store/topics.ts';
import { transact } from '../../src/store/transaction.ts';
import { down, outbox, to } from './outbox.ts';

const HERE = to('g', 'group');
const gone = new ChannelError('permanent', 'message thread not found', { reason: 'topic-gone' });

/** An outbox on a platform with topics, and one ticket whose team's chat has them. */
async function scene(look: Partial<{ isOpen: boolean; isWanted: boolean }> = {}, listId?: string) {
  const drawn: string[] = [];
  let box: Awaited<ReturnType<typeof outbox>>;
  const drawing: Partial<Drawing> = {
    async card(ticketId, chatId) {
      const facts = await findTopicFacts(box.store.db, { ticketId, chatId });
      const place = facts?.card ? { ref: facts.card } : {};
      return { content: { text: 'card', card: true }, ...place, ...(listId ? { listId } : {}) };
    },
    async topic(ticketId, chatId) {
      drawn.push(ticketId);
      const facts = await findTopicFacts(box.store.db, { ticketId, chatId });
      if (!facts) return undefined;
      return {
        ...(facts.topic ? { topic: facts.topic } : {}),
        look: { name: '#1', urgency: 'normal' },
        isOpen: true,
        isWanted: true,
        isPlaced: facts.card !== null,
        ...look,
      };
    },
  };
  box = await outbox({ can: { topics: true }, drawing });
  const { db } = box.store;
  const createdAt = new Date(box.clock.now().epochMilliseconds);
  const [personId, ticketId, chatId] = [randomUUID(), randomUUID(), randomUUID()];
  await db.person.create({ data: { id: personId, createdAt } });
  const need = { need: 'supplies', urgency: 'normal', state: 'new', summary: 'milk', language: 'en' };
  await db.ticket.create({
    data: { id: ticketId, personId, ...need, account: 'telegram', openedAt: createdAt },
  });
  const chat = {
    id: chatId,
    account: 'telegram',
    externalId: 'g',
    kind: 'group',
    hasTopics: true,
    createdAt,
  };
  await db.chat.create({ data: chat });
  await db.card.create({ data: { ticketId, chatId } });
  const key = { chatId, ticketId };
  let queued = 0;
  const write = (lane: 'emergency' | 'interactive' = 'interactive') => ({
    key: `t${queued++}`,
    ticketId,
    lane,
  });
  const now = () => box.clock.now();
  return {
    ...box,
    drawn,
    topicOf: () => db.topic.findMany({ where: key }),
    cardRef: async () => (await db.card.findFirstOrThrow({ where: key })).ref,
    posts: () =>
      (box.channel.posts.get('g') ?? []).map(({ content }) => `${content.topic ?? 'group'}: ${content.text}`),
    fresh: (lane?: 'emergency') =>
      transact(db, async (tx) =>
        enqueueCard(
          tx,
          now(),
          HERE,
          { ...key, fresh: true, topic: true, content: { text: 'card' } },
          write(lane),
        ),
      ),
    change: () =>
      transact(db, async (tx) => enqueueCard(tx, now(), HERE, { ...key, topic: true, change: 'x' }, write())),
    line: (text: string) =>
      transact(db, async (tx) => enqueueTopicLine(tx, now(), HERE, key, { text }, write())),
    settle: () =>
      transact(db, async (tx) =>
        enqueueTopicTask(tx, now(), HERE, { do: 'settle', ...key, name: true, state: true }, write()),
      ),
    key,
  };
}

describe('delivery to topics', () => {
  test('cards of chats without topics ask for none', async () => {
    const drawn: string[] = [];
    const box = await outbox({
      can: { topics: true },
      drawing: {
        card: async () => ({ content: { text: 'card' } }),
        topic: async (ticketId) => void drawn.push(ticketId) as undefined,
      },
    });
    await box.card(HERE, '00000000-0000-7000-8000-000000000001');
    await box.delivery.idle();
    expect(box.texts('g')).toEqual(['card']);
    expect(drawn).toEqual([]);
  });

  test('words that overtake their card open its topic, and the card follows there', async () => {
    const box = await scene();
    await box.fresh();
    await box.line('She is crying');
    await box.delivery.idle();
    expect(box.posts()).toEqual(['t1: She is crying', 't1: card']);
    expect(await box.topicOf()).toMatchObject([{ ref: 't1' }]);
    expect(await box.states()).toEqual(['sent', 'sent']);
  });

  test('words for a ticket that stands in the group are not sent there', async () => {
    const box = await scene({ isWanted: false });
    await box.fresh();
    await box.delivery.idle();
    await box.line('She is crying');
    await box.delivery.idle();
    expect(box.posts()).toEqual(['group: card']);
    expect(await box.states()).toEqual(['sent', 'expired']);
  });

  test('a process that ends after it opened a topic: the next one posts the card there', async () => {
    const box = await scene();
    box.channel.failAlways('g', down());
    await box.fresh();
    await box.delivery.idle();
    await box.delivery.stop();
    expect(await box.topicOf()).toMatchObject([{ ref: 't1' }]);
    box.channel.failAlways('g', undefined);
    box.clock.advance({ seconds: 2 });
    await box.start().idle();
    expect(box.posts()).toEqual(['t1: card']);
    expect(box.channel.opened).toHaveLength(1);
    expect(await box.states()).toEqual(['sent']);
  });

  test('a process that ends before it could note a topic: the next one opens another, and the card is there once', async () => {
    const box = await scene();
    const topics = box.channel.topics as NonNullable<Channel['topics']>;
    const { open } = topics;
    topics.open = async (...args) => {
      await open(...args);
      throw new ChannelError('uncertain', 'the answer was lost');
    };
    await box.fresh();
    await box.delivery.idle();
    await box.delivery.stop();
    topics.open = open;
    box.clock.advance({ seconds: 2 });
    await box.start().idle();
    expect(box.channel.opened).toHaveLength(2);
    expect(box.posts()).toEqual([`${box.channel.opened[1]?.id}: card`]);
    expect(await box.topicOf()).toMatchObject([{ ref: box.channel.opened[1]?.id }]);
  });

  test('two processes at once, as when one believes that it still holds the account: the ticket has one topic', async () => {
    const box = await scene();
    await box.fresh();
    const second = box.start();
    await Promise.all([box.delivery.idle(), second.idle()]);
    const [topic, ...more] = await box.topicOf();
    expect(more).toEqual([]);
    await box.line('She is crying');
    await box.delivery.idle();
    expect(box.posts().at(-1)).toBe(`${topic?.ref}: She is crying`);
  });

  test('a topic that vanishes again while the card is on its way costs the topic, not the card', async () => {
    const box = await scene();
    const { send } = box.channel;
    box.channel.send = async (outgoing) => {
      if (outgoing.topic) throw gone;
      return send(outgoing);
    };
    await box.fresh();
    await box.delivery.idle();
    await box.line('She is crying');
    await box.delivery.idle();
    expect(box.posts().filter((post) => post === 'group: card').length).toBeGreaterThan(0);
    expect(box.posts().at(-1)).toBe('group: She is crying');
    expect((await box.states()).includes('failed')).toBe(false);
  });

  test('a ticket that stands in a list comes to a topic of its own with the first thing that happens to it', async () => {
    const box = await scene({}, 'a list');
    await box.change();
    await box.delivery.idle();
    expect(box.posts()).toEqual(['t1: card']);
    expect(await box.cardRef()).not.toBeNull();
    await box.line('She is crying');
    await box.delivery.idle();
    expect(box.posts().at(-1)).toBe('t1: She is crying');
  });

  test('a deleted topic: the change posts the card in a new one, and where it stands is known', async () => {
    const box = await scene();
    await box.fresh();
    await box.delivery.idle();
    box.channel.deleteTopic('t1');
    await box.change();
    await box.settle();
    await box.delivery.idle();
    const [, again] = box.channel.opened;
    expect(box.posts()).toEqual([`${again?.id}: card`]);
    expect(await box.cardRef()).toBe(box.channel.posts.get('g')?.at(-1)?.ref);
    expect(await box.states()).toEqual(['sent', 'sent', 'sent']);
  });

  test('a deleted topic of which only name and state were to change is forgotten', async () => {
    const box = await scene();
    await box.fresh();
    await box.delivery.idle();
    box.channel.deleteTopic('t1');
    await box.settle();
    await box.delivery.idle();
    expect(await box.topicOf()).toEqual([]);
    expect(await box.cardRef()).toBeNull();
    expect(await box.states()).toEqual(['sent', 'sent']);
  });

  test('name and state wait while the platform does not answer, and say so when it forbids them', async () => {
    const box = await scene({ isOpen: false });
    await box.fresh();
    await box.delivery.idle();
    const topics = box.channel.topics as NonNullable<Channel['topics']>;
    const { setOpen } = topics;
    topics.setOpen = async () => {
      throw down();
    };
    await box.settle();
    await box.delivery.idle();
    topics.setOpen = setOpen;
    await box.later({ seconds: 2 });
    expect(box.channel.opened[0]?.isOpen).toBe(false);
    box.channel.standing = 'no-right';
    await box.settle();
    await box.delivery.idle();
    expect(box.told).toEqual(['topics.refused']);
  });

  test('an emergency goes to the group at once when no topic is to be had', async () => {
    const box = await scene();
    box.channel.failOpening(down(4000));
    await box.fresh('emergency');
    await box.delivery.idle();
    expect(box.posts()).toEqual(['group: card']);
  });

  test('an opened topic counts as a message to its group', async () => {
    const box = await scene();
    const limits = { perSecond: 1000, chatEveryMs: 0, groupPerMinute: 5 };
    Object.assign(box.channel.capabilities, { limits });
    await box.delivery.stop();
    const delivery = box.start();
    onTestFinished(() => delivery.stop());
    await box.fresh();
    await delivery.idle();
    for (const text of ['one', 'two', 'three']) await box.line(text);
    delivery.wake();
    // Of five a minute words may use four: one topic, one card, two lines.
    await expect.poll(box.states).toEqual(['sent', 'sent', 'sent', 'pending']);
    expect(box.posts()).toHaveLength(3);
  });

  test('an answer in a topic that is no more goes to the group', async () => {
    const box = await scene();
    const target = { ...HERE, topic: topicRef('t9') };
    await transact(box.store.db, async (tx) =>
      enqueueMessage(tx, box.clock.now(), target, { text: 'done', replyTo: messageRef('5') }, { key: 'a' }),
    );
    await box.delivery.idle();
    expect(box.posts()).toEqual(['group: done']);
  });
});
