/** The traveller said more: whoever has the ticket hears it in private. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { problemText } from '../../domain/card-text.ts';
import { isolate } from '../../domain/isolate.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content } from '../../domain/message.ts';
import { writerId } from '../../domain/proxy.ts';
import { listStaffChats } from '../../store/cards.ts';
import { findStaffName, listPersonPrivateChats, listStaffPrivateChats } from '../../store/desk.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import { type DeskDeps, laneOf, reachTraveller } from './reach.ts';
import { tellStaff } from './tell-colleague.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;

/** Relays words and files to the owner; an unclaimed ticket's card shows them to everybody. */
export async function relayToOwner(
  work: Work,
  deps: DeskDeps,
  { ticket, inbound, inboundId, by }: Extract<DomainEvent, { type: 'ticket.said' }>,
): Promise<void> {
  // They write in private again: whatever kept answers from arriving there is over.
  if (ticket.deliveryProblem && inbound.chat.kind === 'private') await clearProblem(work, ticket);
  if (!ticket.ownerId) return;
  const person = await findPerson(work.tx, ticket.personId);
  const { media, place, contact, edits } = inbound;
  await tellStaff(work, deps, ticket, ticket.ownerId, `said:${inboundId}`, (locale): Content => {
    const room = person?.room ? work.t(locale, 'staff:card.room', { room: person.room }) : undefined;
    const who = [room, isolate(by ?? person?.name ?? inbound.sender.name ?? '')].filter(Boolean).join(' ');
    const words = [edits ? '✏️' : '', isolate(inbound.text ?? '')].filter(Boolean).join(' ');
    return {
      text: `#${ticket.number} ${who}: ${words}`.trim(),
      ...(media?.length ? { media } : {}),
      ...(place ? { place } : {}),
      ...(contact ? { contact } : {}),
    };
  });
}

/** An answer came through, or will: the card no longer warns. */
export async function clearProblem(work: Work, before: TicketRecord): Promise<void> {
  await setProblem(work, before, null);
}

/** A message will never arrive: the card says so, and the owner is told what to do instead. */
export async function reportUndelivered(
  work: Work,
  deps: DeskDeps,
  before: TicketRecord,
  { account, chat, reason }: Extract<DomainEvent, { type: 'delivery.failed' }>,
): Promise<void> {
  if (!(await isTraveller(work, before, account, chat)))
    return reportDeafOwner(work, deps, before, account, chat);
  const ticket = await setProblem(work, before, reason);
  if (!ticket?.ownerId) return;
  const person = await findPerson(work.tx, ticket.personId);
  const key = `undelivered:${ticket.id}:${ticket.version}`;
  await tellStaff(work, deps, ticket, ticket.ownerId, key, (locale) => {
    const who = person?.room
      ? work.t(locale, 'staff:card.room', { room: person.room })
      : (person?.name ?? '?');
    const why = problemText(work.t, locale, reason);
    return { text: work.t(locale, 'staff:told.undelivered', { number: ticket.number, who, reason: why }) };
  });
}

async function setProblem(
  work: Work,
  before: TicketRecord,
  problem: string | null,
): Promise<TicketRecord | undefined> {
  const ticket = await changeTicket(
    work.tx,
    before,
    {},
    { deliveryProblem: problem },
    {
      actor: SYSTEM,
      action: problem ? 'ticket.undeliverable' : 'ticket.reachable',
      now: work.now,
    },
  );
  if (!ticket) return undefined;
  const what = problem ? 'undeliverable' : 'reachable';
  await work.emit({ type: 'ticket.changed', ticket, before, what, actor: SYSTEM });
  return ticket;
}

async function isTraveller(
  work: Work,
  ticket: TicketRecord,
  account: string,
  chat: string,
): Promise<boolean> {
  const target = await reachTraveller(work, ticket);
  if (target?.account === account && target.chat === chat) return true;
  const chats = await listPersonPrivateChats(work.tx, writerId(ticket), account);
  return chats.some((one) => one.account === account && one.chat === chat);
}

/** The owner cannot be written to in private: the team hears that somebody must look, and nothing of the words. */
async function reportDeafOwner(
  work: Work,
  deps: DeskDeps,
  ticket: TicketRecord,
  account: string,
  chat: string,
): Promise<void> {
  if (!ticket.ownerId) return;
  const own = await listStaffPrivateChats(work.tx, ticket.ownerId, ticket.id);
  if (!own.some((one) => one.account === account && one.chat === chat)) return;
  const staffChats = await listStaffChats(work.tx, ticket.teamId);
  const name = await findStaffName(work.tx, ticket.ownerId);
  for (const one of staffChats) {
    const locale = matchLocale(one.locale ?? deps.locale, STAFF_LOCALES) ?? 'en';
    await work.say(
      { account: one.account, chat: one.externalId, kind: one.kind },
      { text: work.t(locale, 'staff:told.owner-unreachable', { number: ticket.number, name }) },
      { key: `deaf:${ticket.id}:${ticket.ownerId}:${one.id}`, ticketId: ticket.id, lane: laneOf(ticket) },
    );
  }
}
