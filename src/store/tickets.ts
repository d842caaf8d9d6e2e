/** Tickets: opened with a number of the database's, changed only by compare-and-set, every change audited. */
import { randomUUIDv7 } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import type { Deadlines } from '../domain/deadlines.ts';
import { isRestricted, OPEN_STATES, type State } from '../domain/ticket.ts';
import { addAudit } from './audit.ts';
import { changedDeadlines, newDeadlines } from './deadlines.ts';
import { type EntryRecord, type TicketRecord, toRecord, toRow } from './records.ts';
import { append, type Reader, sql, type Tx } from './transaction.ts';

/** What a new ticket starts with; the rest follows from it. */
export type NewTicket = Pick<
  TicketRecord,
  | 'personId'
  | 'siteId'
  | 'teamId'
  | 'need'
  | 'urgency'
  | 'summary'
  | 'language'
  | 'account'
  | 'privateChat'
  | 'groupChat'
> &
  Partial<Pick<TicketRecord, 'source' | 'speakerId' | 'aboutStaffId' | 'restricted'>>;

/** Adds a ticket; its number is unique and grows, with gaps where a transaction failed. */
export async function openTicket(tx: Tx, fields: NewTicket, now: Temporal.Instant): Promise<TicketRecord> {
  await reserveNumbers(tx, 1);
  const ticket: TicketRecord = {
    source: 'chat',
    speakerId: null,
    aboutStaffId: null,
    restricted: isRestricted(fields.need),
    ...fields,
    ...(await newDeadlines(tx, fields, now)),
    id: randomUUIDv7(),
    number: tx.numbers.shift() ?? 0,
    state: 'new',
    mergedIntoId: null,
    waitingOn: null,
    waitingSinceAt: null,
    chaseAt: null,
    chases: 0,
    answeredAt: null,
    ownerId: null,
    proposedOwnerId: null,
    proposedTeamId: null,
    version: 1,
    openedAt: now,
    claimedAt: null,
    firstResponseAt: null,
    resolvedAt: null,
    acknowledgedAt: now,
    nextPageAt: null,
    pages: 0,
    rating: null,
    ratingComment: null,
    deliveryProblem: null,
  };
  append(tx, 'ticket', toRow(ticket));
  return ticket;
}

/** Takes as many ticket numbers from the database as are missing to have `count` at hand. */
export async function reserveNumbers(tx: Tx, count: number): Promise<void> {
  const missing = count - tx.numbers.length;
  if (missing <= 0) return;
  const rows = await tx.client.$queryRaw<{ number: number }[]>`
    select nextval(pg_get_serial_sequence('ticket', 'number'))::int as number from generate_series(1, ${missing}::int)`;
  tx.numbers.push(...rows.map((row) => row.number));
}

/** What must still be so for a change to happen. */
export interface Guard {
  readonly states?: readonly State[];
  readonly ownerId?: string | null;
  readonly proposedOwnerId?: string | null;
  readonly proposedTeamId?: string | null;
  readonly version?: number;
}

/** Fields a change may set; deadlines are set by the rules, and moved on by whoever tells people of them. */
export type TicketChange = Partial<
  Omit<
    TicketRecord,
    | 'id'
    | 'number'
    | 'version'
    | 'openedAt'
    | 'personId'
    | Exclude<keyof Deadlines, 'escalateAt' | 'escalation'>
  >
>;

/**
 * Changes a ticket if the guard still holds, and audits it; undefined when somebody else was first. Its deadlines
 * follow from the change.
 */
export async function changeTicket(
  tx: Tx,
  before: TicketRecord,
  guard: Guard,
  change: TicketChange,
  audit: { actor: Actor; action: string; channel?: string; now: Temporal.Instant },
): Promise<TicketRecord | undefined> {
  const params: unknown[] = [before.id];
  const dated = { ...(await changedDeadlines(tx, before, change, audit.now)), ...change };
  const sets = Object.entries(toRow(dated)).map(
    ([column, value]) => `"${column}" = $${params.push(value)}${CASTS[column] ?? ''}`,
  );
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `update ticket set ${[...sets, 'version = version + 1'].join(', ')}
     where id = $1::uuid ${conditions(guard, params)} returning to_jsonb(ticket) as row`,
    ...params,
  );
  const row = rows[0]?.row;
  if (!row) return undefined;
  tx.changed.add(before.personId);
  const keys = Object.keys(change) as (keyof TicketChange)[];
  addAudit(tx, {
    ...audit,
    ticketId: before.id,
    before: Object.fromEntries(keys.map((key) => [key, before[key]])),
    after: { ...change },
  });
  return toRecord<TicketRecord>(row);
}

const CASTS: Record<string, string> = {
  owner_id: '::uuid',
  proposed_owner_id: '::uuid',
  proposed_team_id: '::uuid',
  site_id: '::uuid',
  team_id: '::uuid',
  due_at: '::timestamptz',
  claimed_at: '::timestamptz',
  first_response_at: '::timestamptz',
  resolved_at: '::timestamptz',
  acknowledged_at: '::timestamptz',
  next_page_at: '::timestamptz',
  speaker_id: '::uuid',
  about_staff_id: '::uuid',
  merged_into_id: '::uuid',
  waiting_since_at: '::timestamptz',
  chase_at: '::timestamptz',
  answered_at: '::timestamptz',
  response_due_at: '::timestamptz',
  resolution_due_at: '::timestamptz',
  paused_at: '::timestamptz',
  escalate_at: '::timestamptz',
};

function conditions(guard: Guard, params: unknown[]): string {
  const parts: string[] = [];
  if (guard.states) parts.push(`state = any($${params.push([...guard.states])}::text[])`);
  if (guard.ownerId !== undefined)
    parts.push(`owner_id is not distinct from $${params.push(guard.ownerId)}::uuid`);
  if (guard.proposedOwnerId !== undefined) {
    parts.push(`proposed_owner_id is not distinct from $${params.push(guard.proposedOwnerId)}::uuid`);
  }
  if (guard.proposedTeamId !== undefined) {
    parts.push(`proposed_team_id is not distinct from $${params.push(guard.proposedTeamId)}::uuid`);
  }
  if (guard.version !== undefined) parts.push(`version = $${params.push(guard.version)}::int`);
  return parts.map((part) => `and ${part}`).join(' ');
}

/** One line to add to a transcript. */
export interface NewEntry {
  readonly ticketId: string;
  readonly kind: EntryRecord['kind'];
  readonly at: Temporal.Instant;
  readonly text?: string | undefined;
  /** For a note that only medic, counsellor, owner and supervisor read. */
  readonly restricted?: boolean;
  readonly attachments?: unknown;
  readonly personId?: string;
  readonly staffId?: string;
  readonly inboundId?: bigint;
  readonly messageRef?: string | undefined;
}

/** Adds a line to a ticket's transcript. */
export function addEntry(tx: Tx, entry: NewEntry): void {
  append(tx, 'entry', toRow({ ...entry, restricted: entry.restricted ?? false }));
}

/** The ticket with this number, or with this id. */
export async function findTicket(db: Reader, key: number | string): Promise<TicketRecord | undefined> {
  const client = await sql(db);
  const where = typeof key === 'number' ? 'number = $1::int' : 'id = $1::uuid';
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(ticket) as row from ticket where ${where}`,
    key,
  );
  return rows[0] && toRecord<TicketRecord>(rows[0].row);
}

/** Which tickets a queue shows. */
export interface QueueFilter {
  readonly ownerId?: string;
  readonly limit: number;
  readonly offset?: number;
}

/** Open tickets, emergencies first, then by the moment they should have been answered. */
export async function listOpenTickets(
  db: Reader,
  filter: QueueFilter,
): Promise<{ tickets: TicketRecord[]; total: number }> {
  const client = await sql(db);
  const params: unknown[] = [[...OPEN_STATES]];
  const owner = filter.ownerId ? `and (owner_id = $2::uuid or proposed_owner_id = $2::uuid)` : '';
  if (filter.ownerId) params.push(filter.ownerId);
  const where = `from ticket where state = any($1::text[]) ${owner}`;
  const [count] = await client.$queryRawUnsafe<{ total: bigint }[]>(
    `select count(*) as total ${where}`,
    ...params,
  );
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(ticket) as row ${where} order by urgency = 'emergency' desc, due_at, number limit ${filter.limit} offset ${filter.offset ?? 0}`,
    ...params,
  );
  return { tickets: rows.map((row) => toRecord<TicketRecord>(row.row)), total: Number(count?.total ?? 0) };
}

/** A person's tickets, newest first. */
export async function listPersonTickets(db: Reader, personId: string, limit = 10): Promise<TicketRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where person_id = $1::uuid order by opened_at desc limit $2`,
    personId,
    limit,
  );
  return rows.map((row) => toRecord<TicketRecord>(row.row));
}

/** Emergencies that nobody has claimed and whose next page is due. */
export async function listDuePages(db: Reader, now: Temporal.Instant, limit = 100): Promise<TicketRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where next_page_at <= $1::timestamptz order by next_page_at limit $2`,
    now.toString(),
    limit,
  );
  return rows.map((row) => toRecord<TicketRecord>(row.row));
}

/** The ticket that a sent message was about, so that quoting the message answers the ticket. */
export async function findTicketByMessage(
  db: Reader,
  account: string,
  chat: string,
  ref: string,
): Promise<TicketRecord | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where t.id = coalesce(
       (select ticket_id from outgoing where account = $1 and chat = $2 and sent_ref = $3 and ticket_id is not null
        order by id desc limit 1),
       (select e.ticket_id from entry e join inbound i on i.id = e.inbound_id
        where e.message_ref = $3 and i.account = $1 and i.chat = $2 limit 1))`,
    account,
    chat,
    ref,
  );
  return rows[0] && toRecord<TicketRecord>(rows[0].row);
}
