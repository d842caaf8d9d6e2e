/**
 * Tickets' own topics, as far as sending goes: finds or opens the one that something belongs in, opens it anew where it
 * was deleted, and does without where it cannot be. A topic is noted as soon as it is opened; a crash in between leaves
 * an empty one behind and opens another.
 */
import type { Channel, Outgoing, SentRef, TopicKeeper, TopicLook } from '../channels/channel.ts';
import type { ChatRef, MessageRef, TopicRef } from '../domain/ids.ts';
import { ChannelError } from '../errors.ts';
import type { CardBody, TopicKey, TopicLine, TopicTask } from '../outbox/card-body.ts';
import type { Db } from '../store/db.ts';
import type { OutgoingRecord, TopicNews } from '../store/outgoing.ts';
import { forgetTopic, placeCard, placeTopic } from '../store/topics.ts';
import type { Drawing } from './perform.ts';

/** A ticket's topic as it should look now. */
export interface DrawnTopic {
  readonly topic?: TopicRef;
  readonly look: TopicLook;
  /** False when the ticket is closed: so is its topic. */
  readonly isOpen: boolean;
  /** Tickets of this chat get topics. */
  readonly isWanted: boolean;
  /** The card has a message of its own already. */
  readonly isPlaced: boolean;
}

/** What this part of delivery needs. */
export interface TopicsOptions {
  readonly channel: Channel;
  readonly db: Db;
  readonly drawing: Drawing;
  readonly send: Channel['send'];
  /** Counts a call that the platform takes for a message to the group. */
  readonly count: (chat: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What was sent, if anything, and what somebody has to be told about topics. */
export interface Posted {
  readonly sent?: SentRef;
  readonly news?: TopicNews;
}

/** Sending where topics are concerned. */
export interface Topics {
  /** Sends a ticket's card to its topic, or to the group itself. */
  card(row: OutgoingRecord, outgoing: Outgoing): Promise<Posted & { readonly sent: SentRef }>;
  /** Sends words to a ticket's topic; nothing where the ticket has none. */
  line(row: OutgoingRecord, line: TopicLine): Promise<Posted>;
  task(chat: ChatRef, task: TopicTask): Promise<Posted>;
}

/** How long a new card waits when the platform asks for patience with topics; one that must wait longer does without. */
const PATIENCE_MS = 5000;

/** Topics of an account. */
export function createTopics(options: TopicsOptions): Topics {
  const { channel, db, drawing, send } = options;
  /** By chat: before this moment the platform opens no topic. */
  const pausedUntil = new Map<string, number>();

  async function drawn(key: TopicKey): Promise<DrawnTopic | undefined> {
    return channel.topics && drawing.topic?.(key.ticketId, key.chatId);
  }

  /** A new topic; none when the platform refuses, and an emergency waits for none. */
  async function open(row: OutgoingRecord, key: TopicKey, spot: DrawnTopic): Promise<Opened> {
    const keeper = channel.topics;
    if (!keeper || !spot.isWanted || options.now() < (pausedUntil.get(row.chat) ?? 0)) return {};
    try {
      const topic = await keeper.open(row.chat, spot.look);
      options.count(row.chat);
      await placeTopic(db, key, topic);
      if (!spot.isOpen) await keeper.setOpen(row.chat, topic, false).catch(() => {});
      return { topic };
    } catch (error) {
      return withoutTopic(row, key, error);
    }
  }

  function withoutTopic(row: OutgoingRecord, { chatId }: TopicKey, error: unknown): Opened {
    if (!(error instanceof ChannelError)) throw error;
    const { reason, retryAfterMs = 0 } = error;
    if (reason === 'no-topics') return { news: { type: 'topics.refused', chatId, why: 'no-topics' } };
    if (retryAfterMs > PATIENCE_MS) {
      pausedUntil.set(row.chat, options.now() + retryAfterMs);
      return { news: { type: 'topics.refused', chatId, why: 'limit' } };
    }
    if (row.lane === 0 || (error.outcome === 'permanent' && reason === 'rejected')) return {};
    throw error;
  }

  /** The topic is no more: another is opened, and the card posted in it, or in the group where there can be none. */
  async function openAgain(row: OutgoingRecord, key: TopicKey, gone: TopicRef): Promise<Opened & Healed> {
    await forgetTopic(db, key, gone);
    const spot = await drawn(key);
    const opened = spot ? await open(row, key, spot) : {};
    const card = await drawing.card(key.ticketId, key.chatId);
    if (!card) return opened;
    const { ref } = await sendAnew({ ...card.content, chat: row.chat, chatKind: 'group' }, opened.topic);
    await placeCard(db, key, ref);
    return { ...opened, card: ref };
  }

  /** To the topic that was just opened, or to the group where that takes nothing either. */
  async function sendAnew(outgoing: Outgoing, topic: TopicRef | undefined): Promise<SentRef> {
    if (!topic) return send(outgoing);
    try {
      return await send({ ...outgoing, topic });
    } catch (error) {
      if (isGone(error)) return send(outgoing);
      throw error;
    }
  }

  return {
    async card(row, outgoing) {
      const key = row.body as CardBody;
      const spot = key.topic ? await drawn(key) : undefined;
      if (!spot) return { sent: await send(outgoing) };
      const mayOpen = !spot.topic && !spot.isPlaced;
      const { topic = spot.topic, news } = mayOpen ? await open(row, key, spot) : {};
      try {
        return { sent: await send({ ...outgoing, ...inTopic(topic) }), ...told(news) };
      } catch (error) {
        if (!topic || !isGone(error)) throw error;
      }
      await forgetTopic(db, key, topic);
      const again = await open(row, key, spot);
      return { sent: await sendAnew(outgoing, again.topic), ...told(again.news) };
    },
    async line(row, { topicOf: key, ...outgoing }) {
      const spot = await drawn(key);
      if (!spot) return {};
      // Its card waits behind this, and will stand in the topic that is opened here.
      const mayOpen = !spot.topic && !spot.isPlaced;
      const { topic = spot.topic, news } = mayOpen ? await open(row, key, spot) : {};
      if (!topic) return told(news);
      try {
        return { sent: await send({ ...outgoing, topic }) };
      } catch (error) {
        if (!isGone(error)) throw error;
      }
      const again = await openAgain(row, key, topic);
      const quoting = again.topic || !again.card ? outgoing : { ...outgoing, replyTo: again.card };
      return { sent: await sendAnew(quoting, again.topic), ...told(again.news) };
    },
    async task(chat, task) {
      const keeper = channel.topics;
      if (task.do === 'settle') return keeper ? settle(keeper, chat, task) : {};
      const standing = keeper ? await keeper.check(chat) : 'no-topics';
      const { do: _check, chatId, ...asked } = task;
      return { news: { type: 'topics.checked', chatId, standing, asked } };
    },
  };

  async function settle(
    keeper: TopicKeeper,
    chat: ChatRef,
    { name, state, ...key }: TopicKey & { readonly name: boolean; readonly state: boolean },
  ): Promise<Posted> {
    const spot = await drawn(key);
    if (!spot?.topic) return {};
    try {
      if (name) await keeper.rename(chat, spot.topic, spot.look.name);
      if (name && state) options.count(chat);
      if (state) await keeper.setOpen(chat, spot.topic, spot.isOpen);
    } catch (error) {
      if (isGone(error)) await forgetTopic(db, key, spot.topic);
      else if (isReason(error, 'no-topics')) return refused(key.chatId);
      else throw error;
    }
    return {};
  }
}

interface Opened {
  readonly topic?: TopicRef;
  readonly news?: TopicNews;
}

interface Healed {
  /** Where the card stands now. */
  readonly card?: MessageRef;
}

const refused = (chatId: string): Posted => ({ news: { type: 'topics.refused', chatId, why: 'no-topics' } });

const told = (news: TopicNews | undefined): Posted => (news ? { news } : {});

const inTopic = (topic: TopicRef | undefined): { topic?: TopicRef } => (topic ? { topic } : {});

const isReason = (error: unknown, reason: ChannelError['reason']): boolean =>
  error instanceof ChannelError && error.outcome === 'permanent' && error.reason === reason;

/** Says that a topic takes nothing any more. */
export const isGone = (error: unknown): boolean => isReason(error, 'topic-gone');
