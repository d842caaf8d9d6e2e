/** Reads the record of who did what. */
import { type Reader, sql } from './transaction.ts';

/** Which lines of the record are wanted. */
export type TrailFilter =
  | { readonly kind: 'ticket'; readonly ticketId: string }
  /** What one colleague did and what was done about them; without an id, every change of who works here. */
  | { readonly kind: 'staff'; readonly staffId: string | null }
  | { readonly kind: 'config' };

/** One line of the record, with the names that stand behind its ids. */
export interface TrailLine {
  readonly id: number;
  readonly at: Temporal.Instant;
  /** The colleague who did it; null when it was no colleague. */
  readonly staff: string | null;
  readonly isTraveller: boolean;
  /** The traveller's room. */
  readonly room: string | null;
  readonly channel: string | null;
  readonly action: string;
  readonly number: number | null;
  /** The ticket's, as it is now: what only few may read is left out for others. */
  readonly ticket: { readonly restricted: boolean; readonly ownerId: string | null } | null;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

interface Row {
  id: bigint;
  at: Date;
  actor: string;
  staff: string | null;
  room: string | null;
  channel: string | null;
  action: string;
  number: number | null;
  restricted: boolean | null;
  owner_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What an installation is set up with; everything else is about tickets, people and the bot's own work. */
const CONFIG = ['team', 'site', 'chat', 'route', 'deadlines', 'canned', 'shift', 'plan', 'faq', 'rule'];

/** The newest lines older than `below` (a line's id), newest first. */
export async function listTrail(
  db: Reader,
  filter: TrailFilter,
  limit: number,
  below?: number,
): Promise<TrailLine[]> {
  const params: unknown[] = [below ?? Number.MAX_SAFE_INTEGER, limit];
  const where = conditionOf(filter, params);
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<Row[]>(
    `select a.id, a.at, a.actor, a.channel, a.action, a.before, a.after, st.name as staff, p.room,
       t.number, t.restricted, t.owner_id::text
     from audit a
     left join staff st on a.actor = 'staff:' || st.id
     left join person p on a.actor = 'person:' || p.id
     left join ticket t on t.id = a.ticket_id
     where a.id < $1::bigint and ${where} order by a.id desc limit $2::int`,
    ...params,
  );
  return rows.map(toLine);
}

function conditionOf(filter: TrailFilter, params: unknown[]): string {
  if (filter.kind === 'ticket') return `a.ticket_id = $${params.push(filter.ticketId)}::uuid`;
  if (filter.kind === 'config') return `split_part(a.action, '.', 1) = any($${params.push(CONFIG)}::text[])`;
  if (filter.staffId === null) return `a.action like 'staff.%'`;
  const own = params.push(`staff:${filter.staffId}`);
  return `(a.actor = $${own} or a.action like 'staff.%' and a.after->>'staffId' = $${params.push(filter.staffId)})`;
}

const toLine = (row: Row): TrailLine => ({
  id: Number(row.id),
  at: Temporal.Instant.fromEpochMilliseconds(new Date(row.at).getTime()),
  staff: row.staff,
  isTraveller: row.actor.startsWith('person:'),
  room: row.room,
  channel: row.channel,
  action: row.action,
  number: row.number,
  ticket: row.restricted === null ? null : { restricted: row.restricted, ownerId: row.owner_id },
  before: row.before ?? {},
  after: row.after ?? {},
});

/** What colleagues, teams, sites and tickets with these ids are called. */
export async function nameIds(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ id: string; name: string }[]>(
    `select id::text, name from staff where id = any($1::uuid[])
     union all select id::text, name from team where id = any($1::uuid[])
     union all select id::text, name from site where id = any($1::uuid[])
     union all select id::text, '#' || number from ticket where id = any($1::uuid[])`,
    [...new Set(ids)],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
