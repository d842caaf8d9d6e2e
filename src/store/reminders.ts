/** Reminders as planned, and what became of them; always of many stays at once. */
import { toIso } from '../clock.ts';
import type { ReminderKind, WantedReminder } from '../domain/reminder.ts';
import { isChild } from './children.ts';
import { TAKEN_ALONG } from './outgoing.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A reminder that is due, with what it is written from. */
export interface DueReminder {
  readonly key: string;
  readonly kind: ReminderKind;
  readonly day: Temporal.PlainDate;
  readonly expiresAt: Temporal.Instant;
  readonly stayId: string;
  readonly personId: string;
  readonly siteId: string | null;
  readonly room: string | null;
  /** Of the site; null where it names none. */
  readonly zone: string | null;
  readonly note: string | null;
  readonly destination: string | null;
}

/** What became of a due reminder. */
export type Done =
  | { readonly key: string; readonly state: 'sent' | 'dropped' | 'unreachable' | 'withdrawn' }
  | { readonly key: string; readonly dueAt: Temporal.Instant };

/** Those of one site that were not sent for the same reason. */
export interface NotSent {
  readonly siteId: string | null;
  readonly count: number;
  /** Of the first of them, without doubles; null among them where a room is not known. */
  readonly rooms: readonly (string | null)[];
}

/** Somebody's reminder in a list for colleagues. */
export interface ListedReminder {
  readonly kind: ReminderKind;
  readonly day: Temporal.PlainDate;
  readonly dueAt: Temporal.Instant;
  readonly doneAt: Temporal.Instant | null;
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly zone: string | null;
}

/**
 * Keeps what is wanted for these stays and withdraws what else was planned for them, by one statement. What was sent,
 * dropped or could not be delivered stays what it is.
 */
export async function saveReminders(
  tx: Tx,
  stayIds: readonly string[],
  wanted: readonly WantedReminder[],
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  const rows = wanted.map((one) => ({
    key: one.key,
    stay_id: one.stayId,
    kind: one.kind,
    day: one.day.toString(),
    due_at: toIso(one.dueAt),
    expires_at: toIso(one.expiresAt),
    state: one.state,
    done_at: one.state === 'dropped' ? toIso(now) : null,
    params: { onlyIfKnown: one.onlyIfKnown },
  }));
  await client.$executeRawUnsafe(
    `with wanted as (select * from jsonb_populate_recordset(null::reminder, $1::jsonb)), withdrawn as (
       update reminder r set state = 'withdrawn', done_at = $3::timestamptz
       where r.stay_id = any($2::uuid[]) and r.state = 'planned' and r.key not in (select key from wanted)
     )
     insert into reminder (key, stay_id, kind, day, due_at, expires_at, state, done_at)
     select key, stay_id, kind, day, due_at, expires_at, state, done_at from wanted w
     where not (w.params->>'onlyIfKnown')::boolean or exists (
       select 1 from reminder r where r.key = w.key and r.state = 'planned')
     on conflict (key) do update set due_at = excluded.due_at, expires_at = excluded.expires_at,
       -- Planned in time and passed since: the next look gives it up, and tells colleagues.
       state = case when reminder.state = 'planned' then 'planned' else excluded.state end,
       done_at = case when reminder.state = 'planned' then null else excluded.done_at end
     where reminder.state in ('planned', 'withdrawn') and (reminder.state, reminder.due_at, reminder.expires_at)
       is distinct from (excluded.state, excluded.due_at, excluded.expires_at)`,
    JSON.stringify(rows),
    stayIds,
    toIso(now),
  );
}

/**
 * Somebody can be written to again: what fell due meanwhile, for them and those they are written to for, is said after
 * all while it is worth saying. What was queued and refused is not: it comes along with the account.
 */
export async function planUnreached(tx: Tx, personId: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `update reminder r set state = 'planned', done_at = null from stay s
     where s.id = r.stay_id and s.ended_at is null and r.state = 'unreachable' and r.expires_at > $2::timestamptz
       and s.person_id in (select $1::uuid
         union all select subject_id from proxy where speaker_id = $1::uuid and state = 'verified'
         union all select c.id from person me join person c on c.party_id = me.party_id
           join person_details d on d.person_id = c.id
           where me.id = $1::uuid and ${isChild('d.birth_date', '$2::timestamptz::date')})
       and not exists (select 1 from outgoing o where o.dedupe_key = r.key)`,
    personId,
    toIso(now),
  );
}

/** Whether anything is due. */
export async function isReminderDue(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<unknown[]>`
    select 1 from reminder where state = 'planned' and due_at <= ${toIso(now)}::timestamptz limit 1`;
  return rows.length > 0;
}

const NAMED_ROOMS = 30;

/** Gives up to `most` of those up whose moment has passed; by site. */
export async function dropExpired(tx: Tx, now: Temporal.Instant, most: number): Promise<NotSent[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<NotSent[]>(
    `with lost as (
       update reminder set state = 'dropped', done_at = $1::timestamptz where key in (
         select key from reminder where state = 'planned' and due_at <= $1::timestamptz and expires_at <= $1::timestamptz
         order by due_at limit $2::int for update skip locked)
       returning stay_id
     )
     select s.site_id::text as "siteId", count(*)::int as count,
       (array_agg(distinct p.room))[1:${NAMED_ROOMS}] as rooms
     from lost join stay s on s.id = lost.stay_id join person p on p.id = s.person_id group by s.site_id`,
    toIso(now),
    most,
  );
}

/**
 * Reminders that were queued and never arrived: too late for their moment (`dropped`), or refused for good
 * (`unreachable`); by what became of them and site. What is queued is not queued again.
 */
export async function takeUndelivered(
  tx: Tx,
  now: Temporal.Instant,
): Promise<(NotSent & { readonly state: 'dropped' | 'unreachable' })[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<(NotSent & { readonly state: 'dropped' | 'unreachable' })[]>(
    `with lost as (
       update reminder r set done_at = $1::timestamptz,
         state = case when o.state = 'expired' then 'dropped' else 'unreachable' end
       from outgoing o where o.state in ('expired', 'failed') and o.dedupe_key like 'release:%'
         and o.error is distinct from '${TAKEN_ALONG}'
         and o.created_at > $1::timestamptz - interval '3 days' and r.key = o.dedupe_key and r.state = 'sent'
       returning r.stay_id, r.state
     )
     select lost.state, s.site_id::text as "siteId", count(*)::int as count,
       (array_agg(distinct p.room))[1:${NAMED_ROOMS}] as rooms
     from lost join stay s on s.id = lost.stay_id join person p on p.id = s.person_id group by lost.state, s.site_id`,
    toIso(now),
  );
}

/** Up to `most` of those due whose moment has not passed, longest due first; nobody else gets them meanwhile. */
export async function takeDue(tx: Tx, now: Temporal.Instant, most: number): Promise<DueReminder[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<Stored<DueReminder>[]>(
    `select r.key, r.kind, r.day::text as day, r.expires_at as "expiresAt", r.stay_id::text as "stayId",
       s.person_id::text as "personId", s.site_id::text as "siteId", p.room, si.time_zone as zone,
       si.release_note as note, coalesce(d.next_destination, p.jurisdiction) as destination
     from reminder r join stay s on s.id = r.stay_id join person p on p.id = s.person_id
     left join person_details d on d.person_id = p.id left join site si on si.id = s.site_id
     where r.state = 'planned' and r.due_at <= $1::timestamptz and r.expires_at > $1::timestamptz
     order by r.due_at, r.key limit $2::int for update of r skip locked`,
    toIso(now),
    most,
  );
  return rows.map((row) => ({ ...row, day: dateFrom(row.day), expiresAt: instantFrom(row.expiresAt) }));
}

/** Notes what became of reminders, by one statement. */
export async function markReminders(tx: Tx, done: readonly Done[], now: Temporal.Instant): Promise<void> {
  if (done.length === 0) return;
  const client = await sql(tx);
  const rows = done.map((one) =>
    'state' in one
      ? { key: one.key, state: one.state, done_at: toIso(now) }
      : { key: one.key, state: 'planned', due_at: toIso(one.dueAt) },
  );
  await client.$executeRawUnsafe(
    `update reminder r set state = d.state, done_at = d.done_at, due_at = coalesce(d.due_at, r.due_at)
     from jsonb_populate_recordset(null::reminder, $1::jsonb) d where d.key = r.key`,
    JSON.stringify(rows),
  );
}

/** Withdraws everything that is planned for a stay that is over. */
export async function withdrawReminders(tx: Tx, stayId: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update reminder set state = 'withdrawn', done_at = ${toIso(now)}::timestamptz
    where stay_id = ${stayId}::uuid and state = 'planned'`;
}

/** Which reminders are listed. */
export interface ReminderFilter {
  readonly state: 'planned' | 'dropped' | 'unreachable';
  /** Null for every site. */
  readonly siteId: string | null;
  /** Those that were given up after it, or are due before it. */
  readonly limit: Temporal.Instant;
}

/** The next that are planned, or the last that were not sent; and how many there are in all. */
export async function listReminders(
  db: Reader,
  filter: ReminderFilter,
  most: number,
): Promise<{ readonly lines: ListedReminder[]; readonly count: number }> {
  const client = await sql(db);
  const order = `${filter.state === 'planned' ? '' : 'r.done_at desc, '}r.due_at, p.room, r.key`;
  // The state is part of the text, so that the index on it can be used.
  const rows = await client.$queryRawUnsafe<(Stored<ListedReminder> & { count: number })[]>(
    `select r.kind, r.day::text as day, r.due_at as "dueAt", r.done_at as "doneAt", p.name, p.room, si.name as site,
       si.time_zone as zone, count(*) over ()::int as count
     from reminder r join stay s on s.id = r.stay_id join person p on p.id = s.person_id
     left join site si on si.id = s.site_id
     where r.state = '${filter.state}' and ($1::uuid is null or s.site_id = $1::uuid)
       and ${filter.state === 'planned' ? 'r.due_at <' : 'r.done_at >='} $2::timestamptz
     order by ${order} limit $3::int`,
    filter.siteId,
    toIso(filter.limit),
    most,
  );
  const lines = rows.map(({ count: _count, ...row }) => ({
    ...row,
    day: dateFrom(row.day),
    dueAt: instantFrom(row.dueAt),
    doneAt: row.doneAt && instantFrom(row.doneAt),
  }));
  return { lines, count: rows[0]?.count ?? 0 };
}

/** A row as the driver gives it. */
type Stored<T> = {
  readonly [name in keyof T]: T[name] extends Temporal.PlainDate
    ? string
    : T[name] extends Temporal.Instant
      ? Date
      : T[name] extends Temporal.Instant | null
        ? Date | null
        : T[name];
};

const dateFrom = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

const instantFrom = (date: Date | string): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(new Date(date).getTime());
