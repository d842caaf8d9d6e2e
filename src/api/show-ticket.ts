/** A ticket as the API shows it to one colleague. */
import { type Actor, canReadEntry, canReadTicket } from '../domain/actor.ts';
import { loadTranscript, type TranscriptLine } from '../store/desk.ts';
import type { TicketRecord } from '../store/records.ts';
import { findTicket } from '../store/tickets.ts';
import type { Reader } from '../store/transaction.ts';
import { Refusal } from './problem.ts';
import type { ticketDetailSchema, ticketSchema } from './schemas.ts';
import type { z } from './zod.ts';

type Ticket = z.infer<typeof ticketSchema>;
type Line = z.infer<typeof ticketDetailSchema>['transcript'][number];

const text = (at: Temporal.Instant | null): string | null => at?.toString() ?? null;

/** What the colleague may know of it. */
export function showTicket(actor: Actor, ticket: TicketRecord): Ticket {
  const readable = canReadTicket(actor, ticket);
  const { id, number, version, state, urgency, restricted, siteId, teamId, ownerId, source } = ticket;
  return {
    id,
    number,
    version,
    state,
    urgency,
    restricted,
    readable,
    need: readable ? ticket.need : null,
    summary: readable ? ticket.summary : null,
    personId: readable ? ticket.personId : null,
    siteId,
    teamId,
    ownerId,
    source,
    openedAt: ticket.openedAt.toString(),
    claimedAt: text(ticket.claimedAt),
    answeredAt: text(ticket.answeredAt),
    resolvedAt: text(ticket.resolvedAt),
    dueAt: text(ticket.dueAt),
  };
}

/** A line of its transcript. */
export function showLine(actor: Actor, ticket: TicketRecord, line: TranscriptLine): Line {
  const mayRead = canReadEntry(actor, ticket, line);
  return {
    id: Number(line.id),
    kind: line.kind,
    at: line.at.toString(),
    staffId: line.staffId,
    restricted: line.restricted,
    text: mayRead ? line.text : null,
    files: line.attachments?.media?.length ?? 0,
  };
}

/** The ticket with this number; throws the Refusal when there is none. */
export async function ticketNumbered(db: Reader, number: number): Promise<TicketRecord> {
  const ticket = await findTicket(db, number);
  if (!ticket) throw new Refusal('not-found', { detail: `There is no ticket ${number}.` });
  return ticket;
}

/** Grows with every change of the ticket and every line on it. */
export async function etagOf(db: Reader, ticket: TicketRecord): Promise<string> {
  const [last] = await loadTranscript(db, ticket.id, 1);
  return `"${ticket.version}-${last?.id ?? 0}"`;
}
