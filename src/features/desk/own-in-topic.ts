/** Plain words in a ticket's own topic: the owner's go to the traveller, everybody else's are talk among colleagues. */
import type { Turn } from '../../conversation/feature.ts';
import type { TicketRecord } from '../../store/records.ts';
import { wasRelayed } from '../../store/topics.ts';
import { NOTE_MARK } from './note-ticket.ts';
import { topicTicket } from './pick-ticket.ts';

/**
 * The topic's ticket when these words are meant for it: a note by anybody, or what its owner writes without quoting a
 * colleague. Whoever else writes there learns once that the traveller does not read it.
 */
export async function ownInTopic(turn: Turn): Promise<TicketRecord | undefined> {
  const { inbound, actor } = turn;
  const ticket = inbound.topic && (await topicTicket(turn));
  if (!ticket || inbound.replyTo) return undefined;
  if (inbound.edits) {
    const message = { account: inbound.account, chat: turn.chat.externalId, ref: inbound.edits };
    return (await wasRelayed(turn.tx, ticket.id, message)) ? ticket : undefined;
  }
  if (ticket.ownerId === actor.id || NOTE_MARK.test(inbound.text?.trim() ?? '')) return ticket;
  await tellOnce(turn, ticket);
  return undefined;
}

async function tellOnce(turn: Turn, { id, number, ownerId }: TicketRecord): Promise<void> {
  const key = `topic-talk:${id}:${turn.actor.id}:${ownerId}`;
  const text = turn.t(turn.locale, `staff-topics:${ownerId ? 'among-us' : 'among-us-free'}`, { number });
  await turn.reply({ text }, { key, ticketId: id });
}
