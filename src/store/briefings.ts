/** What the team has to know, and who of it has read that. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A briefing as stored. */
export interface BriefingRecord {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly createdBy: string;
  /** What its author is called. */
  readonly author: string;
  readonly createdAt: Temporal.Instant;
  readonly people: number;
  readonly read: number;
}

interface Row extends Omit<BriefingRecord, 'createdAt'> {
  readonly createdAt: Date;
}

const SELECT = `select b.id::text, b.number, b.text, b.created_by::text as "createdBy", b.created_at as "createdAt",
    coalesce(s.name, '?') as author,
    (select count(*)::int from briefing_receipt r join staff c on c.id = r.staff_id and c.active
      where r.briefing_id = b.id) as people,
    (select count(r.read_at)::int from briefing_receipt r join staff c on c.id = r.staff_id and c.active
      where r.briefing_id = b.id) as read
  from briefing b left join staff s on s.id = b.created_by`;

const toBriefing = (row: Row): BriefingRecord => ({
  ...row,
  createdAt: Temporal.Instant.fromEpochMilliseconds(new Date(row.createdAt).getTime()),
});

/** Publishes one to everybody who works here now; its author knows it. */
export async function addBriefing(
  tx: Tx,
  briefing: { readonly text: string; readonly createdBy: string },
  now: Temporal.Instant,
): Promise<BriefingRecord> {
  const client = await sql(tx);
  const id = randomUUIDv7();
  await client.$executeRaw`
    insert into briefing (id, text, created_by, created_at)
    values (${id}::uuid, ${briefing.text}, ${briefing.createdBy}::uuid, ${toIso(now)}::timestamptz)`;
  await client.$executeRaw`
    insert into briefing_receipt (briefing_id, staff_id, read_at)
    select ${id}::uuid, s.id, case when s.id = ${briefing.createdBy}::uuid then ${toIso(now)}::timestamptz end
    from staff s where s.active`;
  return (await findBriefing(tx, { id })) as BriefingRecord;
}

/** A briefing by id, by number, or the newest. */
export async function findBriefing(
  db: Reader,
  which: { readonly id?: string; readonly number?: number },
): Promise<BriefingRecord | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<Row[]>(
    `${SELECT} where ($1::uuid is null or b.id = $1::uuid) and ($2::int is null or b.number = $2::int)
     order by b.created_at desc, b.number desc limit 1`,
    which.id ?? null,
    which.number ?? null,
  );
  return rows[0] && toBriefing(rows[0]);
}

/** Those published since then, newest first. */
export async function listBriefings(
  db: Reader,
  since: Temporal.Instant,
  limit: number,
): Promise<BriefingRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<Row[]>(
    `${SELECT} where b.created_at >= $1::timestamptz order by b.created_at desc, b.number desc limit $2::int`,
    toIso(since),
    limit,
  );
  return rows.map(toBriefing);
}

/** Notes that somebody has read it, whoever came to the team later included; false when they had before. */
export async function markBriefingRead(
  tx: Tx,
  briefingId: string,
  staffId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const changed = await client.$executeRaw`
    insert into briefing_receipt as r (briefing_id, staff_id, read_at)
    values (${briefingId}::uuid, ${staffId}::uuid, ${toIso(now)}::timestamptz)
    on conflict (briefing_id, staff_id) do update set read_at = excluded.read_at where r.read_at is null`;
  return changed > 0;
}

/** Names of those on the team who have not read it. */
export async function listBriefingUnread(db: Reader, briefingId: string): Promise<string[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ name: string }[]>`
    select s.name from briefing_receipt r join staff s on s.id = r.staff_id and s.active
    where r.briefing_id = ${briefingId}::uuid and r.read_at is null order by s.name`;
  return rows.map(({ name }) => name);
}

/** Somebody to be reminded of a briefing. */
export interface BriefingReminder {
  readonly briefingId: string;
  readonly staffId: string;
}

/**
 * Takes those who are to be reminded, once each: whose shift has begun after the briefing, or who have had it for
 * `hours` while they work in no shift. Briefings older than `oldest` hours are history.
 */
export async function takeReminders(
  tx: Tx,
  now: Temporal.Instant,
  { hours, oldest }: { readonly hours: number; readonly oldest: number },
): Promise<BriefingReminder[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe(
    `update briefing_receipt r set reminded_at = $1::timestamptz from briefing b
     where b.id = r.briefing_id and r.read_at is null and r.reminded_at is null
       and b.created_at > $1::timestamptz - make_interval(hours => $3::int)
       and exists (select 1 from staff s where s.id = r.staff_id and s.active)
       and (exists (select 1 from shift h join shift_member m on m.shift_id = h.id
           where coalesce(m.cover_id, m.staff_id) = r.staff_id and h.starts_at > b.created_at
             and h.starts_at <= $1::timestamptz and h.ends_at > $1::timestamptz)
         or b.created_at <= $1::timestamptz - make_interval(hours => $2::int)
           and not exists (select 1 from shift h join shift_member m on m.shift_id = h.id
             where coalesce(m.cover_id, m.staff_id) = r.staff_id and h.ends_at > $1::timestamptz))
     returning r.briefing_id::text as "briefingId", r.staff_id::text as "staffId"`,
    now.toString(),
    hours,
    oldest,
  );
}

/** Chats of every team, and those that see all teams. */
export async function listAllStaffChats(
  db: Reader,
): Promise<
  { readonly id: string; readonly account: string; readonly chat: string; readonly locale: string | null }[]
> {
  const client = await sql(db);
  return client.$queryRaw`
    select id::text, account, external_id as chat, locale from chat
    where state = 'open' and (team_id is not null or oversees) order by created_at`;
}
