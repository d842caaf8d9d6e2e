/** "Add to this": the next words belong to the ticket that was chosen. */
import type { Turn } from '../../conversation/feature.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';

/** Says "write now"; a ticket that is done has to be reopened instead. */
export async function writeToTicket(turn: Turn, ticket: TicketRecord): Promise<void> {
  const { number } = ticket;
  if (!OPEN_STATES.includes(ticket.state)) throw new UserError('care:error.done', { number });
  turn.remember({ ticket: ticket.id, addTo: ticket.id, expect: undefined });
  await turn.reply({ text: turn.t(turn.locale, 'care:add.now', { number }) }, { ticketId: ticket.id });
}
