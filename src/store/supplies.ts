/** Supplies: what is asked for on a ticket, line by line, each changed by compare-and-set. */

import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import type { UnitKey } from '../domain/supplies/catalogue.ts';
import { type Line, type LineChange, OPEN_LINE_STATES } from '../domain/supplies/line.ts';
import type { PickLine } from '../domain/supplies/pick-list.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type TicketRecord, toRecord, toRow } from './records.ts';
import { append, type Reader, sql, type Tx } from './transaction.ts';

/** A line as stored. */
export interface ItemLineRecord extends Line {
  readonly id: string;
  readonly ticketId: string;
  readonly version: number;
  readonly updatedAt: Temporal.Instant;
}

/** What a new line says. */
export interface NewLine {
  readonly item: string | null;
  readonly name: string;
  readonly amount: number;
  readonly unit: UnitKey | null;
  /** Whether the amount was written; a thing named again without one is no new line. */
  readonly stated: boolean;
}

/** The first lines of a ticket that was opened in this transaction: collected, no statement of their own. */
export function appendLines(
  tx: Tx,
  ticketId: string,
  lines: readonly NewLine[],
  now: Temporal.Instant,
): void {
  for (const [at, line] of lines.entries()) append(tx, 'item_line', rowOf(ticketId, line, at + 1, now));
}

/** The lines of a ticket that are collected and not written yet, for its first card. */
export function collectedLines(tx: Tx, ticketId: string): ItemLineRecord[] {
  const rows = tx.rows.get('item_line')?.filter((row) => row.ticket_id === ticketId) ?? [];
  return rows.map((row) => toRecord<ItemLineRecord>({ substitute: null, substitution: null, ...row }));
}

const rowOf = (
  ticketId: string,
  { item, name, amount, unit }: NewLine,
  position: number,
  now: Temporal.Instant,
): Record<string, unknown> => ({
  id: randomUUIDv7(),
  ticket_id: ticketId,
  position,
  item,
  name,
  amount,
  unit,
  state: 'requested',
  delivered: 0,
  version: 1,
  updated_at: toIso(now),
});

/** Every line of a ticket, in order. */
export async function listLines(db: Reader, ticketId: string): Promise<ItemLineRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(i) as row from item_line i where ticket_id = ${ticketId}::uuid order by position`;
  return rows.map(({ row }) => toRecord<ItemLineRecord>(row));
}

/** Adds lines behind those of a locked ticket. */
export async function addLines(
  tx: Tx,
  ticketId: string,
  lines: readonly NewLine[],
  now: Temporal.Instant,
): Promise<ItemLineRecord[]> {
  const client = await sql(tx);
  const [last] = await client.$queryRaw<{ position: number }[]>`
    select coalesce(max(position), 0)::int as position from item_line where ticket_id = ${ticketId}::uuid`;
  const rows = lines.map((line, at) => rowOf(ticketId, line, (last?.position ?? 0) + at + 1, now));
  for (const row of rows) append(tx, 'item_line', row);
  return rows.map((row) => toRecord<ItemLineRecord>({ substitute: null, substitution: null, ...row }));
}

/** Changes a line that still is as it was read; undefined when it is not. */
export async function changeLine(
  tx: Tx,
  before: ItemLineRecord,
  change: LineChange,
  now: Temporal.Instant,
): Promise<ItemLineRecord | undefined> {
  const client = await sql(tx);
  const row = { ...toRow(change), updated_at: now.toString() };
  const columns = Object.keys(row).map((column) => `"${column}" = r."${column}"`);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `update item_line i set ${columns.join(', ')}, version = i.version + 1
     from jsonb_populate_record(null::item_line, $1::jsonb) r
     where i.id = $2::uuid and i.version = $3::int returning to_jsonb(i) as row`,
    JSON.stringify(row),
    before.id,
    before.version,
  );
  return rows[0] && toRecord<ItemLineRecord>(rows[0].row);
}

/**
 * Words that had joined an open ticket became a ticket of their own: the same lines, added there within the last day
 * and not touched since, are not wanted twice.
 */
export async function dropCopies(
  tx: Tx,
  ticket: TicketRecord,
  lines: readonly NewLine[],
  now: Temporal.Instant,
): Promise<string[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ ticketId: string }[]>`
    update item_line i set state = 'cancelled', version = i.version + 1, updated_at = ${now.toString()}::timestamptz
    from ticket t, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as c(name text, amount numeric, unit text)
    where t.id = i.ticket_id and t.person_id = ${ticket.personId}::uuid and t.id <> ${ticket.id}::uuid
      and i.state = 'requested' and i.version = 1
      and i.updated_at > ${now.toString()}::timestamptz - interval '1 day'
      and i.name = c.name and i.amount = c.amount and i.unit is not distinct from c.unit
    returning t.id::text as "ticketId"`;
  return [...new Set(rows.map((row) => row.ticketId))];
}

/** The question about another thing that a traveller has not answered for longest. */
export async function findAsked(
  db: Reader,
  personId: string,
): Promise<{ line: ItemLineRecord; ticketId: string } | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(i) as row from item_line i join ticket t on t.id = i.ticket_id
    where i.state = any(${[...OPEN_LINE_STATES]}::text[]) and i.substitution = 'asked'
      and t.person_id = ${personId}::uuid and t.state = any(${[...OPEN_STATES]}::text[])
    order by i.updated_at limit 1`;
  const line = rows[0] && toRecord<ItemLineRecord>(rows[0].row);
  return line && { line, ticketId: line.ticketId };
}

/** What has to be brought on open tickets; of one site, or of all. */
export async function listPickLines(
  db: Reader,
  site: { readonly id: string; readonly isOnly: boolean } | undefined,
): Promise<PickLine[]> {
  const client = await sql(db);
  const siteId = site?.id ?? null;
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(i) || jsonb_build_object('number', t.number, 'restricted', t.restricted, 'room', p.room) as row
    from item_line i join ticket t on t.id = i.ticket_id join person p on p.id = t.person_id
    where i.state = any(${[...OPEN_LINE_STATES]}::text[]) and t.state = any(${[...OPEN_STATES]}::text[])
      and (${siteId}::uuid is null or coalesce(t.site_id, p.site_id) = ${siteId}::uuid
        or (${site?.isOnly ?? false} and coalesce(t.site_id, p.site_id) is null))
    order by t.number, i.position`;
  return rows.map(({ row }) => toRecord<PickLine>(row));
}
