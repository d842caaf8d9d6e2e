/**
 * What a ticket's own topic shows below the card: what changed, what the traveller said, what they were answered. The
 * whole group reads it, so of a confidential ticket it shows that something was said, and never what.
 */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Content } from '../../domain/message.ts';
import {
  enqueueTopicLine,
  enqueueTopicTask,
  type Lane,
  type Queued,
  type Target,
} from '../../outbox/enqueue.ts';
import type { CardPlace } from '../../store/cards.ts';
import type { ChatRecord, TicketRecord } from '../../store/records.ts';
import { listTopicChats } from '../../store/topics.ts';
import { staffLocale } from './staff-locale.ts';

/** Where something stands in a chat with topics. */
type Place = Pick<CardPlace, 'chat' | 'topic'>;

/** Whether the ticket has a topic there, or will have one as soon as its card goes out. */
export const isInTopic = ({ chat, topic, ref, listId }: CardPlace): boolean =>
  topic !== null || (chat.hasTopics && ref === null && listId === null);

/** What changed, in a sentence; an answer is told of by its words. */
export function tellOfChange(
  work: Work,
  place: CardPlace,
  ticket: TicketRecord,
  change: { readonly what: string; readonly text: string; readonly mark: string },
): void {
  if (change.what === 'answered' || !isInTopic(place)) return;
  say(work, place, ticket, { text: change.text }, `change:${change.mark}`);
}

/** The traveller's further words and files. */
export function tellOfWords(
  work: Work,
  place: CardPlace,
  { ticket, by, inbound, inboundId }: Extract<DomainEvent, { type: 'ticket.said' }>,
  locale: string,
): void {
  if (!isInTopic(place)) return;
  const { text = '', media, place: where, contact, edits } = inbound;
  const who = isolate(by ?? inbound.sender.name ?? '');
  const words = [edits ? '✏️' : '', isolate(text)].filter(Boolean).join(' ');
  const content = ticket.restricted
    ? discreet(work, place, ticket, 'said', locale)
    : { ...attached({ media, place: where, contact }), text: `💬 ${who}: ${words}`.trim() };
  say(work, place, ticket, content, `said:${inboundId}`);
}

type Replied = Extract<DomainEvent, { type: 'ticket.replied' }>;

/** What a colleague answered; not in the topic where they wrote it. */
export async function tellOfAnswer(work: Work, event: Replied, locale: string): Promise<void> {
  const { ticket, by: name = '', words, inbound, inboundId } = event;
  for (const place of await listTopicChats(work.tx, ticket.id)) {
    const { account, externalId } = place.chat;
    const isSameChat = inbound.account === account && inbound.chat.id === externalId;
    if (isSameChat && inbound.topic === place.topic) continue;
    const head = work.t(staffLocale(place.chat, locale), 'staff-topics:replied', { name });
    const content = ticket.restricted
      ? discreet(work, place, ticket, 'replied', locale, name)
      : { ...attached(words), text: words.text ? `${head}\n${isolate(words.text)}` : head };
    say(work, place, ticket, content, `replied:${inboundId}`);
  }
}

/** Closes the topic with its ticket, opens it again with it, and names it as the ticket is now. */
export function settleTopic(work: Work, place: Place, before: TicketRecord, ticket: TicketRecord): void {
  const name = before.need !== ticket.need || before.restricted !== ticket.restricted;
  const state = isOver(before) !== isOver(ticket);
  if (name || state) settle(work, place, ticket, { name, state }, `v${ticket.version}`);
}

/** The room or the traveller's name is known better now. */
export function renameTopic(work: Work, place: Place, ticket: TicketRecord, reason: string): void {
  settle(work, place, ticket, { name: true, state: false }, reason);
}

/** Whether nobody works on it any more. */
export const isOver = ({ state }: Pick<TicketRecord, 'state'>): boolean =>
  state === 'closed' || state === 'merged';

function settle(
  work: Work,
  { chat, topic }: Place,
  ticket: TicketRecord,
  what: { readonly name: boolean; readonly state: boolean },
  reason: string,
): void {
  // One that is to be opened yet will look as the ticket does then.
  if (topic === null) return;
  const key = `topic:${ticket.id}:${chat.id}:${reason}`;
  const task = { do: 'settle', chatId: chat.id, ticketId: ticket.id, ...what } as const;
  enqueueTopicTask(work.tx, work.now, toTarget(chat), task, { key, ticketId: ticket.id });
}

function say(work: Work, { chat }: Place, ticket: TicketRecord, content: Content, what: string): void {
  const lane: Lane = ticket.urgency === 'emergency' ? 'emergency' : 'interactive';
  const queued: Queued = { key: `topic:${ticket.id}:${chat.id}:${what}`, lane, ticketId: ticket.id };
  const topicOf = { chatId: chat.id, ticketId: ticket.id };
  enqueueTopicLine(work.tx, work.now, toTarget(chat), topicOf, content, queued);
}

function discreet(
  work: Work,
  { chat }: Place,
  { number }: TicketRecord,
  what: 'said' | 'replied',
  locale: string,
  name = '',
): Content {
  return { text: work.t(staffLocale(chat, locale), `staff-topics:${what}-restricted`, { number, name }) };
}

const toTarget = (chat: ChatRecord): Target => ({
  account: chat.account,
  chat: chat.externalId,
  kind: chat.kind,
});

function attached({ media, place, contact }: Loose): Content {
  return {
    ...(media?.length ? { media } : {}),
    ...(place ? { place } : {}),
    ...(contact ? { contact } : {}),
  };
}

type Loose = { readonly [name in 'media' | 'place' | 'contact']?: Content[name] | undefined };
