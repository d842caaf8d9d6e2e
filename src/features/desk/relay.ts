/** Staff's words on their way to the traveller, and on the ticket's record. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { ChatRef, SenderRef } from '../../domain/ids.ts';
import { matchLocale } from '../../domain/locale.ts';
import type { Content } from '../../domain/message.ts';
import { writerId } from '../../domain/proxy.ts';
import type { Target } from '../../outbox/enqueue.ts';
import { addAudit } from '../../store/audit.ts';
import { type Attachments, findTravellerMention } from '../../store/desk.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { addEntry, changeTicket, type TicketChange } from '../../store/tickets.ts';
import { expectWords } from '../../store/waiting.ts';
import { laneOf, reachTraveller } from './reach.ts';

/** What staff said: words, files, a place, a contact. */
export interface Words extends Attachments {
  readonly text: string;
}

/** What became of it. */
export interface Relayed {
  readonly ticket: TicketRecord;
  /** False: it is kept until the traveller opens a private chat. */
  readonly sent: boolean;
}

/** The problem of a ticket whose traveller cannot be written to yet. */
export const NO_PRIVATE_CHAT = 'no-private-chat';

/** The problem of one whose traveller has no chat: words reach them when somebody calls. */
const BY_PHONE = 'phone';

/** Keeps the words on the ticket and queues them for the traveller, as they were written. */
export async function relay(turn: Turn, before: TicketRecord, words: Words): Promise<Relayed> {
  assertCan(turn.actor, 'ticket.reply');
  const { actor, now, inbound, inboundId } = turn;
  const target = await reachTraveller(turn, before);
  addEntry(turn.tx, {
    ticketId: before.id,
    kind: 'staff',
    at: now,
    text: words.text || undefined,
    attachments: attachmentsOf(words),
    staffId: actor.id,
    inboundId,
    // In a group colleagues quote each other's messages while they talk: only in private a quote of one's own counts.
    messageRef: turn.chat.kind === 'private' ? inbound.ref : undefined,
  });
  const problem = before.source === 'chat' ? NO_PRIVATE_CHAT : BY_PHONE;
  const isAnswer = target !== undefined || before.source === 'chat';
  const change: TicketChange = {
    ...(before.firstResponseAt || !isAnswer ? {} : { firstResponseAt: now }),
    ...(before.answeredAt || !isAnswer ? {} : { answeredAt: now }),
    ...(target || before.deliveryProblem === problem ? {} : { deliveryProblem: problem }),
  };
  const ticket = (await record(turn, before, change, target !== undefined)) ?? before;
  const by = turn.staff?.name;
  await turn.emit({ type: 'ticket.replied', ticket, by, words, inbound, inboundId });
  if (!target) {
    await postLink(turn, ticket);
    return { ticket, sent: false };
  }
  await send(turn, ticket, target, inboundId, words, inbound.edits !== undefined);
  if (!inbound.edits) {
    await expectWords(turn.tx, target, ticket.id, now);
    turn.tx.changed.add(writerId(ticket));
  }
  return { ticket, sent: true };
}

/** Queues kept words; the key holds the message's number, so that they go out once however often this runs. */
export async function send(
  work: Work,
  ticket: TicketRecord,
  target: Target,
  inboundId: bigint | number,
  words: Words,
  corrected: boolean,
): Promise<void> {
  const locale = await travellerLocale(work, ticket);
  const header = work.t(locale, corrected ? 'canned:relay.corrected' : 'canned:relay.from', {
    number: ticket.number,
  });
  const content: Content = {
    ...attachmentsOf(words),
    text: words.text ? `${header}\n${words.text}` : header,
  };
  await work.say(target, content, { key: `relay:${inboundId}`, ticketId: ticket.id, lane: laneOf(ticket) });
}

/** The language a ticket's traveller is written to in. */
export async function travellerLocale(work: Work, ticket: TicketRecord): Promise<string> {
  const person = await findPerson(work.tx, writerId(ticket));
  return matchLocale(person?.locale ?? ticket.language) ?? 'en';
}

function attachmentsOf({ media, place, contact }: Words): Attachments | undefined {
  if (!media?.length && !place && !contact) return undefined;
  return {
    ...(media?.length ? { media } : {}),
    ...(place ? { place } : {}),
    ...(contact ? { contact } : {}),
  };
}

async function record(
  turn: Turn,
  before: TicketRecord,
  change: TicketChange,
  sent: boolean,
): Promise<TicketRecord | undefined> {
  const { actor, now, inbound } = turn;
  const audit = { actor, action: 'ticket.reply', channel: inbound.account, now };
  if (Object.keys(change).length === 0) {
    addAudit(turn.tx, { ...audit, ticketId: before.id });
    return undefined;
  }
  const ticket = await changeTicket(turn.tx, before, {}, change, audit);
  if (!ticket) return undefined;
  const what = sent ? 'answered' : 'undeliverable';
  await turn.emit({
    type: 'ticket.changed',
    ticket,
    before,
    what,
    params: { name: turn.staff?.name },
    actor,
  });
  return ticket;
}

/** In the group where the need was written: that an answer waits, and the way to it. Nothing of the answer. */
async function postLink(turn: Turn, ticket: TicketRecord): Promise<void> {
  if (!ticket.groupChat) return;
  const locale = await travellerLocale(turn, ticket);
  const link = turn.capabilities(ticket.account)?.deepLink?.(`ticket-${ticket.number}`);
  const key = link ? 'canned:relay.waiting-link' : 'canned:relay.waiting';
  const person = await findTravellerMention(turn.tx, writerId(ticket), ticket.account);
  const mentions = person
    ? [{ id: person.externalId as SenderRef, name: person.name ?? `#${ticket.number}` }]
    : [];
  const hour = Math.floor(turn.now.epochMilliseconds / 3_600_000);
  await turn.say(
    { account: ticket.account, chat: ticket.groupChat as ChatRef, kind: 'group' },
    { text: turn.t(locale, key, { number: ticket.number, link }), mentions },
    { key: `waiting:${ticket.id}:${hour}`, ticketId: ticket.id, lane: laneOf(ticket) },
  );
}
