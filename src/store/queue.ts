/** The queue: open tickets in the order in which they should be looked at, all of them or some. */
import type { Need } from '../domain/need.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type TicketRecord, toRecord } from './records.ts';
import { type Reader, sql } from './transaction.ts';

/** Which tickets a queue shows. */
export interface QueueFilter {
  /** Owned by this colleague, or offered to them. */
  readonly ownerId?: string;
  readonly need?: Need;
  readonly siteId?: string;
  readonly unclaimed?: boolean;
  readonly waiting?: boolean;
  /** Past the deadline in force at this moment. */
  readonly overdueAt?: Temporal.Instant;
  /** Words in what was said, or in the person's name or room. */
  readonly search?: string;
  /** Who asks: confidential tickets are found by need or words only for those who may read them. */
  readonly reader?: { readonly id: string; readonly readsAll: boolean };
  readonly limit: number;
  readonly offset?: number;
}

/** Written out, so that the index of open tickets serves. */
const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** Open tickets, emergencies first, then by the deadline in force; with how many there are in all. */
export async function listOpenTickets(
  db: Reader,
  filter: QueueFilter,
): Promise<{ tickets: TicketRecord[]; total: number }> {
  const client = await sql(db);
  const params: unknown[] = [];
  const where = `from ticket t where state in (${OPEN}) ${conditions(filter, params)}`;
  const [count] = await client.$queryRawUnsafe<{ total: bigint }[]>(
    `select count(*) as total ${where}`,
    ...params,
  );
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row ${where} order by (urgency = 'emergency') desc, due_at, number
     limit ${filter.limit} offset ${filter.offset ?? 0}`,
    ...params,
  );
  return { tickets: rows.map((row) => toRecord<TicketRecord>(row.row)), total: Number(count?.total ?? 0) };
}

function conditions(filter: QueueFilter, params: unknown[]): string {
  const parts: string[] = [];
  const param = (value: unknown): string => `$${params.push(value)}`;
  if (filter.ownerId) {
    const owner = param(filter.ownerId);
    parts.push(`(owner_id = ${owner}::uuid or proposed_owner_id = ${owner}::uuid)`);
  }
  if (filter.need) parts.push(`need = ${param(filter.need)}`);
  if (filter.unclaimed) parts.push('owner_id is null');
  if (filter.waiting) parts.push(`state in ('waiting-traveller', 'waiting-third')`);
  if (filter.overdueAt)
    parts.push(`due_at < ${param(filter.overdueAt.toString())}::timestamptz and paused_at is null`);
  if (filter.siteId) {
    const site = param(filter.siteId);
    parts.push(`(site_id = ${site}::uuid or (site_id is null and exists (
      select 1 from person p where p.id = t.person_id and p.site_id = ${site}::uuid)))`);
  }
  if (filter.search) parts.push(searched(filter.search, param));
  // Being found by a need would tell what a confidential ticket is about.
  if ((filter.search || filter.need) && !filter.reader?.readsAll)
    parts.push(`(not restricted or owner_id = ${param(filter.reader?.id ?? null)}::uuid)`);
  return parts.map((part) => `and ${part}`).join(' ');
}

function searched(search: string, param: (value: unknown) => string): string {
  const words = param(`%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  return `(summary ilike ${words}
    or exists (select 1 from person p where p.id = t.person_id and (p.name ilike ${words} or p.room ilike ${words}))
    or exists (select 1 from entry e where e.ticket_id = t.id and not e.restricted and e.text ilike ${words}))`;
}
