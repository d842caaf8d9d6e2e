/** The traveller's own tickets: nobody presses a button of somebody else's. */
import type { Turn } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { isWriter, writerId } from '../../domain/proxy.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicket } from '../../store/tickets.ts';

/** The sender's own ticket with this number (as in a choice), or with this id; throws UserError for anything else. */
export async function ownTicket(turn: Turn, key: string | undefined): Promise<TicketRecord> {
  const isNumber = /^\d{1,9}$/.test(key ?? '');
  const ticket = key ? await findTicket(turn.tx, isNumber ? Number(key) : key) : undefined;
  if (!ticket || !isWriter(ticket, turn.person?.id)) throw new UserError('common:error.old-choice');
  return ticket;
}

/** Whoever speaks for this ticket, also when they have joined the team since. */
export const traveller = (ticket: TicketRecord): Actor => ({ role: 'traveller', id: writerId(ticket) });

/** How change lines in staff groups name the traveller: by room only, for some tickets may say no more. */
export const discreetName = (turn: Turn): string => `👤 ${turn.person?.room ?? ''}`.trim();
