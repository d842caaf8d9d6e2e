/** Single lines of a transcript. */
import type { Inbound } from '../domain/message.ts';
import { writerId } from '../domain/proxy.ts';
import type { TicketRecord } from './records.ts';
import { addEntry } from './tickets.ts';
import { sql, type Tx } from './transaction.ts';

/** A stored message at the moment it is handled. */
export interface HandledMessage {
  readonly inbound: Inbound;
  readonly inboundId: bigint;
  readonly now: Temporal.Instant;
  /** Who wrote it, where that may be another than the ticket's traveller. */
  readonly person?: { readonly id: string } | undefined;
}

/** Adds what a traveller sent to the transcript, with `text` for its words. */
export function addTravellerEntry(
  tx: Tx,
  ticket: TicketRecord,
  { inbound, inboundId, now, person }: HandledMessage,
  text: string,
): void {
  const { media, place, contact, ref } = inbound;
  addEntry(tx, {
    ticketId: ticket.id,
    kind: 'traveller',
    at: now,
    text: text || undefined,
    attachments: media?.length || place || contact ? { media, place, contact } : undefined,
    personId: person?.id ?? writerId(ticket),
    inboundId,
    messageRef: ref,
  });
}

/**
 * The words of a ticket's entries that are collected and not written yet; undefined when there are none. Reads nothing,
 * so that whoever hears of a new ticket has all that was said, not only its summary.
 */
export function collectedWords(tx: Tx, ticketId: string): string | undefined {
  const rows = tx.rows.get('entry')?.filter((row) => row.ticket_id === ticketId) ?? [];
  return rows.length > 0 ? rows.map((row) => row.text ?? '').join('\n') : undefined;
}

/** A traveller's line, and whether it is the only one of its ticket. */
export interface FoundEntry {
  readonly text: string | null;
  readonly personId: string | null;
  readonly number: number;
  readonly alone: boolean;
}

/** The line that a stored message became. */
export async function findEntryByInbound(tx: Tx, inboundId: bigint): Promise<FoundEntry | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<
    { text: string | null; person_id: string | null; number: number; alone: boolean }[]
  >`
    select e.text, e.person_id, t.number,
      not exists (select 1 from entry o where o.ticket_id = e.ticket_id and o.id <> e.id and o.kind = 'traveller') as alone
    from entry e join ticket t on t.id = e.ticket_id where e.inbound_id = ${inboundId}`;
  const row = rows[0];
  return row && { text: row.text, personId: row.person_id, number: row.number, alone: row.alone };
}

/** Moves a line to another ticket. */
export async function moveEntry(tx: Tx, inboundId: bigint, ticketId: string): Promise<void> {
  const client = await sql(tx);
  await client.entry.update({ where: { inboundId }, data: { ticketId } });
}
