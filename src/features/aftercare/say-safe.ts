/** "Yes, I am safe for now": warmth first, and only then, for whoever likes, the stars; never after despair. */
import type { Turn } from '../../conversation/feature.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { ratings } from './ask-solved.ts';

/** Answers; the ticket stays as it is, for such a ticket is never closed by itself. */
export async function saySafe(turn: Turn, ticket: TicketRecord): Promise<void> {
  const { number } = ticket;
  if (OPEN_STATES.includes(ticket.state)) throw new UserError('care:error.open-again', { number });
  turn.expect(undefined);
  const someone = { id: `notsolved:${number}`, label: turn.t(turn.locale, 'care:button.someone') };
  const glad = turn.t(turn.locale, 'care:safe.glad');
  if (ticket.need === 'psychological' || ticket.rating !== null) {
    return turn.reply({ text: glad, choices: [[someone]] }, { ticketId: ticket.id });
  }
  const text = `${glad} ${turn.t(turn.locale, 'care:safe.stars')}`;
  await turn.reply({ text, choices: [[someone], ratings(ticket)] }, { ticketId: ticket.id });
}
