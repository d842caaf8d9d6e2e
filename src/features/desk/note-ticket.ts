/** A line for colleagues only. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { addAudit } from '../../store/audit.ts';
import type { TicketRecord } from '../../store/records.ts';
import { addEntry } from '../../store/tickets.ts';
import { answerInPlace } from './answer-in-place.ts';
import type { Words } from './relay.ts';
import { whoText } from './reply-ticket.ts';

/** Keeps it on the ticket; the traveller never sees it. */
export async function noteTicket(turn: Turn, ticket: TicketRecord, words: Words): Promise<void> {
  assertCan(turn.actor, 'ticket.note');
  const { actor, now, inbound, inboundId } = turn;
  const { media, place, contact } = words;
  addEntry(turn.tx, {
    ticketId: ticket.id,
    kind: 'note',
    at: now,
    text: words.text || undefined,
    attachments: media?.length || place || contact ? { media, place, contact } : undefined,
    staffId: actor.id,
    inboundId,
  });
  addAudit(turn.tx, { actor, action: 'ticket.note', channel: inbound.account, now, ticketId: ticket.id });
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket, before: ticket, what: 'noted', params, actor });
  if (turn.chat.kind === 'group') return;
  const text = turn.t(turn.locale, 'staff:noted', {
    number: ticket.number,
    who: await whoText(turn, ticket),
  });
  await answerInPlace(turn, ticket, text);
}
