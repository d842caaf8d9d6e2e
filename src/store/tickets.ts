/** Tickets: opened with a number of the database's, changed only by compare-and-set, every change audited. */
import { randomUUIDv7 } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import type { Deadlines } from '../domain/deadlines.ts';
import { writerId } from '../domain/proxy.ts';
import { isRestricted, type State, WAITING_STATES } from '../domain/ticket.ts';
import { addAudit } from './audit.ts';
import { changedDeadlines, newDeadlines } from './deadlines.ts';
import { addEscalation, planEscalation } from './escalations.ts';
import { type EntryRecord, type TicketRecord, toNewRow, toRecord, toRow } from './records.ts';
import { append, type Reader, sql, type Tx } from './transaction.ts';
import { type Guard, updateTicket } from './update-ticket.ts';

export type { Guard };

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
  Partial<Pick<TicketRecord, 'source' | 'speakerId' | 'aboutStaffId' | 'restricted' | 'acknowledgedAt'>>;

/** Adds a ticket; its number is unique and grows, with gaps where a transaction failed. */
export async function openTicket(tx: Tx, fields: NewTicket, now: Temporal.Instant): Promise<TicketRecord> {
  await reserveNumbers(tx, 1);
  const { deadlines, steps } = await newDeadlines(tx, fields, now);
  const ticket: TicketRecord = {
    source: 'chat',
    speakerId: null,
    aboutStaffId: null,
    restricted: isRestricted(fields.need),
    ...fields,
    ...deadlines,
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
    acknowledgedAt: fields.acknowledgedAt === undefined ? now : fields.acknowledgedAt,
    nextPageAt: null,
    pages: 0,
    rating: null,
    ratingComment: null,
    deliveryProblem: null,
  };
  append(tx, 'ticket', toNewRow(ticket));
  if (steps) addEscalation(tx, ticket.id, steps);
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

/** Fields a change may set; deadlines are set by the rules. */
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
 * follow from the change, and a wait ends with the waiting state: where `before` is no longer how the ticket stands,
 * they are worked out again from how it does.
 */
export async function changeTicket(
  tx: Tx,
  before: TicketRecord,
  guard: Guard,
  change: TicketChange,
  /** `before` and `after` tell of what changed besides the ticket's own fields. */
  audit: {
    actor: Actor;
    action: string;
    channel?: string;
    now: Temporal.Instant;
    before?: object;
    after?: object;
  },
): Promise<TicketRecord | undefined> {
  for (let known = before; ; ) {
    const { deadlines, plan } = await changedDeadlines(tx, known, change, audit.now);
    const followed = { ...deadlines, ...endOfWait(known, change) };
    const isExact = Object.keys(followed).length > 0;
    const row = await updateTicket(
      tx,
      before.id,
      isExact ? { version: known.version, ...guard } : guard,
      toRow({ ...followed, ...(change.state === 'reopened' ? { reopenedAt: audit.now } : {}), ...change }),
    );
    if (row) {
      if (plan) await planEscalation(tx, before.id, plan);
      tx.changed.add(writerId(before));
      const keys = Object.keys(change) as (keyof TicketChange)[];
      const was = Object.fromEntries(keys.map((key) => [key, known[key]]));
      addAudit(tx, {
        ...audit,
        ticketId: before.id,
        before: { ...was, ...audit.before },
        after: { ...change, ...audit.after },
      });
      return toRecord<TicketRecord>(row);
    }
    const fresh = isExact && guard.version === undefined ? await findTicket(tx, before.id) : undefined;
    if (!fresh || fresh.version === known.version) return undefined;
    known = fresh;
  }
}

/** A wait is over with the state that said so. */
function endOfWait(before: TicketRecord, change: TicketChange): TicketChange {
  const waits = (state: State | undefined) => state !== undefined && WAITING_STATES.includes(state);
  if (!waits(before.state) || change.state === undefined || waits(change.state)) return {};
  return { waitingOn: null, waitingSinceAt: null, chaseAt: null, chases: 0 };
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
  append(tx, 'entry', toNewRow({ ...entry, restricted: entry.restricted ?? false }));
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

/** What a person wrote, for themselves or for others, newest first. */
export async function listPersonTickets(db: Reader, personId: string, limit = 10): Promise<TicketRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where coalesce(speaker_id, person_id) = $1::uuid and person_id = any(array(
       select $1::uuid union all select person_id from ticket where speaker_id = $1::uuid))
     order by opened_at desc limit $2`,
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

/** The ticket that a sent message was about, or the one that took it in: quoting the message answers that ticket. */
export async function findTicketByMessage(
  db: Reader,
  account: string,
  chat: string,
  ref: string,
): Promise<TicketRecord | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket about
     join ticket t on t.id = coalesce(about.merged_into_id, about.id) where about.id = coalesce(
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
