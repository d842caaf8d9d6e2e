/** Everything known around a stored message, read in one statement for a whole batch. */

import { toDate } from '../clock.ts';
import type { Inbound, Media } from '../domain/message.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import type { ChatRecord, IdentityRecord, PersonRecord, StaffRecord, TicketRecord } from './records.ts';
import { toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

/** What the bot last asked, and what it knows of the conversation so far. */
export interface SessionState {
  /** Whose answer is expected, and about what. */
  expect?: { answer: string; params: Record<string, unknown>; at: string } | undefined;
  /** The ticket that staff writes to, or that the traveller's next words belong to. */
  ticket?: string | undefined;
  /** The ticket on which the team wrote to the traveller last: their next words answer that. */
  heard?: string | undefined;
  /** The ticket that the traveller chose for their next message, whatever it is about. */
  addTo?: string | undefined;
  /** What was last asked of the queue, for its next page. */
  queue?: string | undefined;
  /** Profile questions already put, so that none is put twice. */
  asked?: string[] | undefined;
  /** The proxy by which they write for somebody else, and what they call them. */
  speaksFor?: { readonly proxy: string; readonly name: string } | undefined;
  /** What was said besides a person, while several are offered. */
  choosing?: { readonly choice: string; readonly rest: string } | undefined;
  [name: string]: unknown;
}

/** A stored message with its surroundings. */
export interface Envelope {
  readonly id: bigint;
  readonly inbound: Inbound;
  readonly attempts: number;
  readonly receivedAt: Temporal.Instant;
  chat: ChatRecord | undefined;
  identity: IdentityRecord | undefined;
  person: PersonRecord | undefined;
  staff: StaffRecord | undefined;
  session: SessionState;
  /** What the person wrote, for themselves or for others: open tickets, and those resolved in the last three days. */
  tickets: TicketRecord[];
  /** Files that were fetched for this message, by `fileKey`; undefined for one that cannot be had. */
  files?: ReadonlyMap<string, Uint8Array | undefined>;
}

/** What a fetched file is kept under. */
export const fileKey = ({ account, id }: Pick<Media, 'account' | 'id'>): string => `${account} ${id}`;

interface Loaded {
  id: bigint;
  payload: Inbound;
  attempts: number;
  received_at: Date;
  chat_row: Record<string, unknown> | null;
  identity_row: Record<string, unknown> | null;
  person_row: Record<string, unknown> | null;
  staff_row: Record<string, unknown> | null;
  session: SessionState | null;
  tickets: Record<string, unknown>[] | null;
}

/** Written out, so that the index of open tickets serves. */
const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

const SELECT = `
  select i.id, i.payload, i.attempts, i.received_at,
    to_jsonb(c) as chat_row, to_jsonb(ci) as identity_row, to_jsonb(p) as person_row, to_jsonb(st) as staff_row,
    s.state as session,
    (select jsonb_agg(to_jsonb(t) order by t.opened_at desc, t.number desc) from (
       select * from ticket where coalesce(speaker_id, person_id) = ci.person_id and person_id = any(array(
         select ci.person_id union all select person_id from ticket where speaker_id = ci.person_id))
       and (state in (${OPEN}) or resolved_at > $1::timestamptz - interval '3 days')
       order by opened_at desc limit 12) t) as tickets
  from inbound i
  left join chat c on c.account = i.account and c.external_id = i.chat
  left join channel_identity ci on ci.account = i.account and ci.external_id = i.payload->'sender'->>'id'
  left join person p on p.id = ci.person_id
  left join staff st on st.id = ci.staff_id and st.active
  left join session s on s.account = i.account and s.chat = i.chat and s.sender = i.payload->'sender'->>'id'`;

/**
 * Keeps other processes from changing the open tickets of those whose messages wait in these chats, until the end of
 * this transaction: else somebody's words could go to a ticket that is being resolved, or miss its new owner.
 */
export async function holdTickets(tx: Tx, keys: string[]): Promise<void> {
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `select 1 from ticket where state in (${OPEN}) and person_id in (
       select unnest(array[ci.person_id, pr.subject_id, sp.person_id]) from inbound i
       join channel_identity ci on ci.account = i.account and ci.external_id = i.payload->'sender'->>'id'
       left join proxy pr on pr.speaker_id = ci.person_id
       left join ticket sp on sp.speaker_id = ci.person_id and sp.state in (${OPEN})
       where i.state = 'pending' and i.account || ' ' || i.chat = any($1)) order by id for share`,
    keys,
  );
}

/** The waiting messages of these locked chats (keys of lockChats), oldest first, at most `limit`. */
export async function loadWaiting(
  tx: Tx,
  keys: string[],
  now: Temporal.Instant,
  limit: number,
): Promise<Envelope[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<Loaded[]>(
    `${SELECT} where i.state = 'pending' and i.account || ' ' || i.chat = any($2) order by i.id limit $3`,
    toDate(now),
    keys,
    limit,
  );
  return rows.map(toEnvelope);
}

/** One stored message, freshly read. */
export async function loadOne(tx: Tx, id: bigint, now: Temporal.Instant): Promise<Envelope | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<Loaded[]>(
    `${SELECT} where i.id = $2 and i.state = 'pending'`,
    toDate(now),
    id,
  );
  const row = rows[0];
  return row && toEnvelope(row);
}

function toEnvelope(row: Loaded): Envelope {
  return {
    id: BigInt(row.id),
    inbound: row.payload,
    attempts: row.attempts,
    receivedAt: Temporal.Instant.fromEpochMilliseconds(new Date(row.received_at).getTime()),
    chat: row.chat_row ? toRecord<ChatRecord>(row.chat_row) : undefined,
    identity: row.identity_row ? toRecord<IdentityRecord>(row.identity_row) : undefined,
    person: row.person_row ? toRecord<PersonRecord>(row.person_row) : undefined,
    staff: row.staff_row ? toRecord<StaffRecord>(row.staff_row) : undefined,
    session: row.session ?? {},
    tickets: (row.tickets ?? []).map((ticket) => toRecord<TicketRecord>(ticket)),
  };
}
