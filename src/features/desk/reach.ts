/** Where colleagues and travellers can be written to. */
import type { Turn, Work } from '../../conversation/feature.ts';
import type { AccountId, SenderRef } from '../../domain/ids.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { writerId } from '../../domain/proxy.ts';
import type { Lane, Target } from '../../outbox/enqueue.ts';
import { listPersonPrivateChats, listStaffPrivateChats } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';

/** What this installation decides for the desk. */
export interface DeskDeps {
  /** Language of colleagues who have chosen none. */
  readonly locale: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

/** A colleague's private chat and the language it is written to in. */
export interface Reach {
  readonly target: Target;
  readonly sender: SenderRef;
  readonly locale: string;
}

/** The private chat where a colleague works on a ticket; undefined while they have none with the bot. */
export async function reachStaff(
  work: Work,
  deps: DeskDeps,
  staffId: string,
  ticketId: string,
): Promise<Reach | undefined> {
  const [best] = await listStaffPrivateChats(work.tx, staffId, ticketId);
  if (!best) return undefined;
  return {
    target: { account: best.account, chat: best.chat, kind: 'private' },
    sender: best.sender,
    locale: matchLocale(best.locale ?? deps.locale, STAFF_LOCALES) ?? 'en',
  };
}

/** Where whoever is acting reads in private: the chat they write in, the one on this account, or another of theirs. */
export async function reachActor(turn: Turn, deps: DeskDeps, ticketId: string): Promise<Reach | undefined> {
  const target = turn.privateTarget();
  if (target) return { target, sender: turn.inbound.sender.id, locale: turn.locale };
  return turn.staff && reachStaff(turn, deps, turn.staff.id, ticketId);
}

/** The traveller's private chat: the ticket's own, else any they have opened since. */
export async function reachTraveller(work: Work, ticket: TicketRecord): Promise<Target | undefined> {
  if (ticket.privateChat) return { account: ticket.account, chat: ticket.privateChat, kind: 'private' };
  const [other] = await listPersonPrivateChats(work.tx, writerId(ticket), ticket.account);
  return other && { account: other.account, chat: other.chat, kind: 'private' };
}

/** A link for colleagues that opens the private chat and shows the ticket there. */
export const ticketLink = (work: Work, account: AccountId, number: number): string | undefined =>
  work.capabilities(account)?.deepLink?.(`ticket-${number}`);

/** Words about an emergency overtake all others. */
export const laneOf = (ticket: Pick<TicketRecord, 'urgency'>): Lane =>
  ticket.urgency === 'emergency' ? 'emergency' : 'interactive';
