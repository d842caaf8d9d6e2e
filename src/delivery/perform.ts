/** Carries out one delivery job on a channel and says what became of each row. */
import type { Channel, Content, Media, Outgoing, SentRef } from '../channels/channel.ts';
import type { AccountId, ChatRef, MessageRef } from '../domain/ids.ts';
import { ChannelError } from '../errors.ts';
import type { CardBody, EditBody, TopicLine, TopicTask } from '../outbox/card-body.ts';
import { type DeliveryResult, type OutgoingRecord, TAKEN_BACK, type TopicNews } from '../store/outgoing.ts';
import { type Call, type ChatQueue, cardsOf } from './queue.ts';
import { type DrawnTopic, isGone, type Posted, type Topics } from './topics.ts';

/** A ticket's card as it should look now. */
export interface DrawnCard {
  readonly content: Content;
  /** The message it stands in, when it has one of its own. */
  readonly ref?: MessageRef;
  /** The list it stands in instead. */
  readonly listId?: string;
}

/** A list of tickets as it should look now. */
export interface DrawnList {
  readonly listId: string;
  readonly content: Content;
  readonly ref?: MessageRef;
  /** Every ticket the list shows. */
  readonly ticketIds: readonly string[];
}

/** Draws what is queued by reference, at the moment it is sent. */
export interface Drawing {
  card(ticketId: string, chatId: string): Promise<DrawnCard | undefined>;
  /** Adds these tickets to the chat's current list, or to a new one when that is full or cannot be edited. */
  extendList(chatId: string, ticketIds: readonly string[], canEdit: boolean): Promise<DrawnList>;
  list(listId: string): Promise<DrawnList | undefined>;
  /** The ticket's topic in a chat that has topics. */
  topic?(ticketId: string, chatId: string): Promise<DrawnTopic | undefined>;
  /** Notes where a new list stands. */
  placeList(listId: string, ref: MessageRef): Promise<void>;
}

/** Fetches a file's bytes from the account that received it. */
export type FetchMedia = (media: Media) => Promise<Media>;

/** Who carries a job out. */
export interface Performer {
  readonly channel: Channel;
  readonly drawing: Drawing;
  readonly fetchMedia: FetchMedia;
  /** The channel's own, with every part of a message counted. */
  readonly send: Channel['send'];
  readonly topics: Topics;
  /** Where the message queued under this key stands, once that is recorded. */
  findSent(key: string): Promise<MessageRef | undefined>;
  /** False for a message that was taken back since it was read. */
  isStillDue(id: bigint): Promise<boolean>;
  /** Where a card was put a moment ago, before that was recorded. */
  placed(ticketId: string, chatId: string): MessageRef | undefined;
}

/**
 * Sends or edits what the job asks for. What waits in the queue before something is drawn is shown by the drawing, and
 * so done with it; what comes while it is drawn is not.
 */
export async function perform(by: Performer, job: Call, queue: ChatQueue): Promise<DeliveryResult[]> {
  if (job.type === 'list') return performList(by, job.rows, queue);
  if (job.type === 'card') return performCard(by, job.row, queue);
  if (job.type === 'topic')
    return [done(job.row, await by.topics.task(job.row.chat, job.row.body as TopicTask))];
  // What goes to many, or is tried again, waits long enough to be taken back or along meanwhile.
  const hasWaited = job.row.lane === 2 || job.row.attempts > 0;
  if (hasWaited && !(await by.isStillDue(job.row.id))) return [takenBack(job.row)];
  if (job.type === 'edit') return [await performEdit(by, job.row)];
  return [done(job.row, await performMessage(by, job.row))];
}

const takenBack = ({ id }: OutgoingRecord): DeliveryResult => ({ id, state: 'expired', error: TAKEN_BACK });

/** Changes a message of before; where that cannot be, says what is to be said instead. */
async function performEdit(by: Performer, row: OutgoingRecord): Promise<DeliveryResult> {
  const { editOf, orElse, ...content } = row.body as EditBody;
  const outgoing = await withBytes({ ...content, chat: row.chat }, by);
  const ref = by.channel.edit && (await by.findSent(editOf));
  if (ref && by.channel.edit) {
    try {
      await by.channel.edit(ref, outgoing);
      return { id: row.id, state: 'sent', sentRef: ref };
    } catch (error) {
      if (!isRefusedEdit(error)) throw error;
    }
  }
  if (orElse === undefined) return { id: row.id, state: 'expired', error: 'no edit' };
  const { chat, chatKind } = outgoing;
  return sent(row, await by.send({ chat, chatKind, text: orElse }));
}

async function performMessage(by: Performer, row: OutgoingRecord): Promise<Posted> {
  // The chat may have moved since the message was queued.
  const outgoing = await withBytes({ ...(row.body as Outgoing | TopicLine), chat: row.chat }, by);
  if ('topicOf' in outgoing) return by.topics.line(row, outgoing);
  try {
    return { sent: await by.send(outgoing) };
  } catch (error) {
    if (!outgoing.topic || !isGone(error)) throw error;
    const { topic: _gone, ...toGroup } = outgoing;
    return { sent: await by.send(toGroup) };
  }
}

async function performCard(by: Performer, row: OutgoingRecord, queue: ChatQueue): Promise<DeliveryResult[]> {
  const body = row.body as CardBody;
  const sameCard = cardsOf(queue, [body.ticketId]);
  const placed = by.placed(body.ticketId, body.chatId);
  if (body.content && sameCard.length <= 1) {
    const { ref, news } = await post(by, row, toOutgoing(row.chat, body.content));
    const card = { ticketId: body.ticketId, chatId: body.chatId, ref };
    return [{ id: row.id, state: 'sent', sentRef: ref, card, ...(news ? { news } : {}) }];
  }
  const drawn = await by.drawing.card(body.ticketId, body.chatId);
  if (!drawn) return sameCard.map((done) => ({ id: done.id, state: 'expired' }));
  const ref = drawn.ref ?? placed;
  // A ticket of a list comes to its own topic with the first thing that happens to it.
  if (drawn.listId && !ref && !body.topic) {
    const waiting = cardsOf(queue, queue.cards.keys());
    const list = await by.drawing.list(drawn.listId);
    if (list) return showList(by, row.chat, body.chatId, list, waiting, [row]);
  }
  if (ref && !by.channel.edit) {
    const line = { text: body.change ?? drawn.content.text ?? '', replyTo: ref };
    return [sent(row, await by.send(toOutgoing(row.chat, line)))];
  }
  const outgoing = toOutgoing(row.chat, drawn.content);
  const { ref: now, news } = await show(by, ref, outgoing, () => post(by, row, outgoing));
  const card = { ticketId: body.ticketId, chatId: body.chatId, ref: now };
  return sameCard.map((done) => ({
    id: done.id,
    state: 'sent',
    ...(now === ref ? {} : { sentRef: now, card }),
    ...(news && done === row ? { news } : {}),
  }));
}

interface Shown {
  readonly ref: MessageRef;
  readonly news?: TopicNews | undefined;
}

/** A card where it belongs: in its ticket's topic, or in the group. */
async function post(by: Performer, row: OutgoingRecord, outgoing: Outgoing): Promise<Shown> {
  const { sent, news } = await by.topics.card(row, outgoing);
  return { ref: sent.ref, news };
}

/** Edits the message, or posts it where there is none (any more); returns where it stands. */
async function show(
  by: Performer,
  ref: MessageRef | undefined,
  outgoing: Outgoing,
  postAnew: () => Promise<Shown> = () => by.send(outgoing),
): Promise<Shown> {
  if (ref && by.channel.edit) {
    try {
      await by.channel.edit(ref, outgoing);
      return { ref };
    } catch (error) {
      if (!isRefusedEdit(error)) throw error;
    }
  }
  return postAnew();
}

/** Somebody deleted the message, or the chat it stood in is another now. */
const isRefusedEdit = (error: unknown): boolean =>
  (error instanceof ChannelError && error.outcome === 'permanent' && error.reason === 'rejected') ||
  isGone(error);

async function performList(
  by: Performer,
  rows: readonly OutgoingRecord[],
  queue: ChatQueue,
): Promise<DeliveryResult[]> {
  const first = rows[0];
  if (!first) return [];
  const waiting = cardsOf(queue, queue.cards.keys());
  const { chatId } = first.body as CardBody;
  const ticketIds = rows.map((row) => (row.body as CardBody).ticketId);
  const list = await by.drawing.extendList(chatId, ticketIds, by.channel.edit !== undefined);
  return showList(by, first.chat, chatId, list, waiting, rows);
}

async function showList(
  by: Performer,
  chat: ChatRef,
  chatId: string,
  list: DrawnList,
  waiting: readonly OutgoingRecord[],
  asked: readonly OutgoingRecord[],
): Promise<DeliveryResult[]> {
  const { ref } = await show(by, list.ref, toOutgoing(chat, list.content));
  if (ref !== list.ref) await by.drawing.placeList(list.listId, ref);
  const shown = new Set(list.ticketIds);
  const done = new Set([...asked, ...waiting.filter((row) => shown.has((row.body as CardBody).ticketId))]);
  return [...done].map((row) => ({
    id: row.id,
    state: 'sent',
    card: { ticketId: (row.body as CardBody).ticketId, chatId, listId: list.listId },
  }));
}

const toOutgoing = (chat: ChatRef, content: Content): Outgoing => ({ ...content, chat, chatKind: 'group' });

/** A line whose ticket has no topic is not sent: its card tells of it. */
const done = (row: OutgoingRecord, { sent: ref, news }: Posted): DeliveryResult => ({
  ...(ref || row.kind === 'topic' ? { id: row.id, state: 'sent', sentRef: ref?.ref } : skipped(row)),
  ...(news ? { news } : {}),
});

const skipped = ({ id }: OutgoingRecord): DeliveryResult => ({ id, state: 'expired', error: 'no topic' });

const sent = (row: OutgoingRecord, ref: SentRef): DeliveryResult => ({
  id: row.id,
  state: 'sent',
  sentRef: ref.ref,
});

/** Files that another account received are carried over; a file that cannot be had is named instead. */
async function withBytes<T extends Outgoing>(outgoing: T, by: Performer): Promise<T> {
  const own: AccountId = by.channel.id;
  if (!outgoing.media?.some((media) => media.account !== own)) return outgoing;
  const media = await Promise.all(
    outgoing.media.map((one) => (one.account === own ? one : by.fetchMedia(one))),
  );
  return { ...outgoing, media };
}
