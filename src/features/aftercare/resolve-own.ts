/** "Solved, thank you": the traveller says so before the team does. */
import type { Turn } from '../../conversation/feature.ts';
import { OPEN_STATES, resolution } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import { discreetName, traveller } from './own-ticket.ts';

/** Resolves an open ticket; the question that follows offers the rating and the way back. */
export async function resolveOwn(turn: Turn, before: TicketRecord): Promise<void> {
  const actor = traveller(before);
  const ticket = await changeTicket(turn.tx, before, { states: OPEN_STATES }, resolution(turn.now), {
    actor,
    action: 'ticket.resolve-own',
    channel: turn.inbound.account,
    now: turn.now,
  });
  if (!ticket) throw new UserError('care:error.done', { number: before.number });
  const params = { name: discreetName(turn) };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'resolved', params, actor });
}
