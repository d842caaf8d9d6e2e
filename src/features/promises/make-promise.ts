/** `/promise 12 text`: what a colleague promised a traveller is not forgotten when they go home. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addPromise } from '../../store/promises.ts';
import type { TicketRecord } from '../../store/records.ts';
import { addEntry } from '../../store/tickets.ts';

const LENGTH = 500;

/** Keeps the promise until it is marked kept, and shows it in the transcript. */
export async function makePromise(
  turn: Turn,
  desk: TicketDesk,
  ticket: TicketRecord,
  text: string,
): Promise<void> {
  assertCan(turn.actor, 'ticket.promise');
  const { tx, now, actor, inbound, inboundId, locale, t } = turn;
  const { number, restricted } = ticket;
  if (!OPEN_STATES.includes(ticket.state))
    throw new UserError('staff:error.state', { number, state: `staff:state.${ticket.state}` });
  if (!canReadTicket(actor, ticket)) throw new UserError('staff:error.restricted', { number });
  if ([...text].length > LENGTH) throw new UserError('staff-promises:error.long', { most: LENGTH });
  const id = await addPromise(tx, { ticketId: ticket.id, staffId: actor.id, text }, now);
  addEntry(tx, {
    ticketId: ticket.id,
    kind: 'note',
    at: now,
    text: `🤝 ${text}`,
    staffId: actor.id,
    inboundId,
  });
  addAudit(tx, {
    actor,
    action: 'ticket.promise',
    channel: inbound.account,
    now,
    ticketId: ticket.id,
    after: { promiseId: id },
  });
  // The cards' chats read along.
  const params = { name: turn.staff?.name, text: restricted ? '🔒' : text };
  await turn.emit({ type: 'ticket.changed', ticket, before: ticket, what: 'promised', params, actor });
  const kept = { id: `kept:${id}`, label: t(locale, 'staff-promises:button.kept', { number }) };
  await desk.answer(turn, ticket, t(locale, 'staff-promises:made', { number }), { choices: [[kept]] });
}
