/** Tells a colleague in private what somebody else did with a ticket of theirs. */
import type { Turn, Work } from '../../conversation/feature.ts';
import type { Content } from '../../domain/message.ts';
import type { TicketRecord } from '../../store/records.ts';
import { type DeskDeps, laneOf, reachStaff } from './reach.ts';

/** Says it in their own language; nothing when there is nobody to tell, or it was their own doing. */
export async function tellColleague(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  staffId: string | null,
  key: string,
  params: Record<string, unknown>,
  more: Content = {},
): Promise<void> {
  if (!staffId || staffId === turn.actor.id) return;
  await tellStaff(turn, deps, ticket, staffId, `tell:${turn.inboundId}:${staffId}:${key}`, (locale) => ({
    text: turn.t(locale, key, { number: ticket.number, ...params }),
    ...more,
  }));
}

/** Writes to a colleague about a ticket; false when they have no private chat with the bot. */
export async function tellStaff(
  work: Work,
  deps: DeskDeps,
  ticket: TicketRecord,
  staffId: string,
  key: string,
  write: (locale: string) => Content,
): Promise<boolean> {
  const reach = await reachStaff(work, deps, staffId, ticket.id);
  if (!reach) return false;
  await work.say(reach.target, write(reach.locale), { key, ticketId: ticket.id, lane: laneOf(ticket) });
  return true;
}
