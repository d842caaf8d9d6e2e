/** What somebody is told who came second, or who asks for what is another's to do. */
import type { Turn } from '../../conversation/feature.ts';
import { shortTime } from '../../domain/short-time.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { findStaffName } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicket } from '../../store/tickets.ts';
import type { DeskDeps } from './reach.ts';

/** The refusal for a change whose guard no longer held: names who has the ticket, or how it stands now. */
export async function standsOtherwise(turn: Turn, deps: DeskDeps, ticketId: string): Promise<UserError> {
  const ticket = await findTicket(turn.tx, ticketId);
  if (!ticket) return new UserError('staff:error.old-button');
  if (OPEN_STATES.includes(ticket.state) && ticket.ownerId) return taken(turn, deps, ticket, ticket.ownerId);
  return new UserError('staff:error.state', { number: ticket.number, state: `staff:state.${ticket.state}` });
}

async function taken(turn: Turn, deps: DeskDeps, ticket: TicketRecord, ownerId: string): Promise<UserError> {
  const time = shortTime(ticket.claimedAt ?? turn.now, turn.now, deps.zone);
  if (ownerId === turn.actor.id) return new UserError('staff:error.yours', { number: ticket.number, time });
  const name = await findStaffName(turn.tx, ownerId);
  return new UserError('staff:error.taken', { number: ticket.number, name, time });
}

/** Throws unless the ticket is the actor's, is nobody's, or the actor oversees everybody's. */
export async function assertMine(turn: Turn, ticket: TicketRecord): Promise<void> {
  const oversees = turn.actor.role === 'supervisor' || turn.actor.role === 'admin';
  if (oversees || ticket.ownerId === null || ticket.ownerId === turn.actor.id) return;
  const name = await findStaffName(turn.tx, ticket.ownerId);
  throw new UserError('staff:error.not-yours', { number: ticket.number, name });
}
