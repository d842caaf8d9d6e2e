/** How long data are kept, whose time is over, and what keeps them nevertheless. */
import { toDate, toIso } from '../clock.ts';
import type { DataClass } from '../domain/privacy/data-class.ts';
import type { Hold } from '../domain/privacy/hold.ts';
import { type RetentionDays, USUAL_RETENTION } from '../domain/privacy/retention.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { readOpenDays } from './releases.ts';
import { once, type Reader, sql, type Tx } from './transaction.ts';

const RULES = 'retention.rules';
const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** The rules in force; version 0 are the usual ones, which nobody has changed yet. */
export const readRetentionRules = (db: Reader): Promise<{ version: number; days: RetentionDays }> =>
  once(db, RULES, async (client) => {
    const row = await client.retentionRules.findFirst({ orderBy: { version: 'desc' } });
    if (!row) return { version: 0, days: USUAL_RETENTION };
    return { version: row.version, days: { ...USUAL_RETENTION, ...(row.days as Partial<RetentionDays>) } };
  });

/** Adds a version; those before it stay to be read. */
export async function saveRetentionRules(
  tx: Tx,
  days: RetentionDays,
  by: string,
  now: Temporal.Instant,
): Promise<number> {
  const client = await sql(tx);
  const data = { days: { ...days }, createdBy: by, createdAt: toDate(now) };
  tx.memo.delete(RULES);
  return (await client.retentionRules.create({ data })).version;
}

/** Everything that has to end before somebody's data may go; `person` is an SQL expression for their id. */
const holds = (person: string): string => `
  select 'stay' as kind, null::int as number, coalesce(home_until, release_on)::text as until
    from stay where person_id = ${person} and ended_at is null
  union all select case when urgency = 'emergency' then 'emergency' when need = 'complaint' then 'complaint' else 'ticket' end,
    number, null from ticket where person_id = ${person} and state in (${OPEN})
  union all select 'speaks', number, null from ticket where speaker_id = ${person} and state in (${OPEN})
  -- A complaint is not over before its ticket is closed: until then the traveller can say that it is not solved.
  union all select 'complaint', number, null from ticket
    where person_id = ${person} and need = 'complaint' and state = 'resolved'
  union all select 'speaks', null, coalesce(s.home_until, s.release_on)::text from proxy x join stay s on s.person_id = x.subject_id
    where x.speaker_id = ${person} and x.state = 'verified' and s.ended_at is null`;

/** What keeps the data of this person, the gravest first. */
export async function listHolds(db: Reader, personId: string): Promise<Hold[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<Hold[]>(
    `select * from (${holds('$1::uuid')}) h
     order by array_position(array['stay', 'emergency', 'complaint', 'ticket', 'speaks'], kind), number`,
    personId,
  );
}

/** Somebody whose data of some kinds are due. */
export interface DuePerson {
  readonly id: string;
  readonly classes: readonly DataClass[];
}

/**
 * Looks at the next `most` people behind `after`, in the order of their ids: who of them is due, and up to whom it has
 * looked; null when that was everybody. Days are counted from when somebody's channel closes; of people without a stay,
 * from the last that was heard of them. Whoever has a request that is open, or was a few days ago, is not due.
 */
export async function listDue(
  tx: Tx,
  after: string | null,
  most: number,
  now: Temporal.Instant,
): Promise<{ due: DuePerson[]; upTo: string | null }> {
  const client = await sql(tx);
  const { days } = await readRetentionRules(tx);
  const { copies: _copies, ...classes } = days;
  const openDays = await readOpenDays(tx);
  const rows = await client.$queryRawUnsafe<{ id: string; classes: DataClass[] | null }[]>(
    `with page as (select id, created_at from person where $1::uuid is null or id > $1::uuid order by id limit $2::int)
     select p.id::text, case when s.at > $5::timestamptz - make_interval(days => $3::int) then null
       else (select array_agg(c.key) from jsonb_each_text($4::jsonb) c
         where s.day + c.value::int <= ($5::timestamptz at time zone 'UTC')::date
           and not exists (select 1 from removal r where r.person_id = p.id
             and (r.data_class = 'identity' or r.data_class = c.key and (s.at is null or r.at > s.at)))) end as classes
     from page p
     left join lateral (select max(t.at) as at from (
         select max(greatest(opened_at, resolved_at)) as at from ticket where person_id = p.id
         union all select max(greatest(opened_at, resolved_at)) from ticket where speaker_id = p.id) t) l on true
     cross join lateral (select l.at, coalesce(
       (select max(coalesce(retention_from, (ended_at at time zone 'UTC')::date + $3::int)) from stay where person_id = p.id),
       (greatest(p.created_at, l.at) at time zone 'UTC')::date + $3::int) as day) s
     order by p.id`,
    after,
    most,
    openDays,
    JSON.stringify(classes),
    toIso(now),
  );
  const due = rows.flatMap(({ id, classes: kinds }) => (kinds ? [{ id, classes: kinds }] : []));
  const held = await listHeld(
    tx,
    due.map(({ id }) => id),
  );
  return {
    due: due.filter(({ id }) => !held.has(id)),
    upTo: rows.length < most ? null : (rows.at(-1)?.id ?? null),
  };
}

/** Those of these people whom something keeps. */
async function listHeld(tx: Tx, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ id: string }[]>(
    `select p.id::text from unnest($1::uuid[]) as p(id) where exists (select 1 from (${holds('p.id')}) h)`,
    personIds,
  );
  return new Set(rows.map(({ id }) => id));
}
