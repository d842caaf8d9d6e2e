/** Which ticket a colleague's plain words in private go to. */
import type { Turn } from '../../conversation/feature.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { focusTicket, unfocusTicket } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { Reach } from './reach.ts';

/** Points the actor's private chat at a ticket, also when they act from the group. */
export async function focusOn(turn: Turn, ticket: TicketRecord, { target, sender }: Reach): Promise<void> {
  const isHere = target.account === turn.inbound.account && target.chat === turn.chat.externalId;
  if (isHere) {
    turn.expect(undefined);
    turn.remember({ ticket: ticket.id });
  } else {
    await focusTicket(turn.tx, { account: target.account, chat: target.chat, sender }, ticket.id, turn.now);
  }
}

/** Nobody but the owner goes on writing to a ticket that changed hands or was resolved. */
export async function unfocus(turn: Turn, ticket: TicketRecord): Promise<void> {
  const ownerId = OPEN_STATES.includes(ticket.state) ? ticket.ownerId : null;
  await unfocusTicket(turn.tx, ticket.id, ownerId);
  if (turn.session.ticket !== ticket.id || ownerId === turn.actor.id) return;
  const { ticket: _left, expect: _answer, ...rest } = turn.session;
  turn.session = rest;
  turn.remember({});
}
