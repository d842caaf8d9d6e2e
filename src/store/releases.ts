/** Letting people go: what is seen to before, who goes when, and what is kept of it. */
import { toIso } from '../clock.ts';
import type { HandCheck } from '../domain/reminder/release-check.ts';
import { once, type Reader, sql, type Tx } from './transaction.ts';

/** What a release needs to know besides the stay itself. */
export interface ReleaseFacts {
  readonly stayId: string;
  readonly personId: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly destination: string | null;
  /** What colleagues have ticked; transport also where a vehicle's list has them. */
  readonly checks: readonly HandCheck[];
  readonly releasedAt: Temporal.Instant | null;
  readonly releasedBy: string | null;
  readonly reason: string | null;
  /** Of the certificate. */
  readonly number: number | null;
  readonly rating: number | null;
  /** Their words on it. */
  readonly comment: string | null;
}

const FACTS = `select s.id::text as "stayId", p.id::text as "personId", p.name, p.room, si.name as site,
    coalesce(d.next_destination, p.jurisdiction) as destination, s.release_checks || (case when exists (
      select 1 from trip_seat ts join trip t on t.id = ts.trip_id where ts.person_id = p.id and ts.state <> 'off'
        and t.purpose = 'release' and t.state in ('planned', 'boarding', 'under-way', 'arrived'))
      then array['transport'] else '{}' end) as checks, s.released_at as "releasedAt", st.name as "releasedBy",
    s.release_reason as reason, s.release_number as number, s.rating, s.rating_comment as comment
  from stay s join person p on p.id = s.person_id left join site si on si.id = s.site_id
  left join person_details d on d.person_id = p.id left join staff st on st.id = s.released_by`;

/** Of these stays, by site and room. */
export async function readReleaseFacts(db: Reader, stayIds: readonly string[]): Promise<ReleaseFacts[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<(ReleaseFacts & { readonly releasedAt: Date | null })[]>(
    `${FACTS} where s.id = any($1::uuid[]) order by si.name nulls last, p.room nulls last, p.name`,
    stayIds,
  );
  return rows.map((row) => ({ ...row, releasedAt: row.releasedAt && instantFrom(row.releasedAt) }));
}

/** Ticks what a colleague saw to, or takes the tick back. */
export async function toggleCheck(tx: Tx, stayId: string, check: HandCheck): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update stay set release_checks = case when ${check} = any(release_checks)
      then array_remove(release_checks, ${check}) else array_append(release_checks, ${check}) end
    where id = ${stayId}::uuid`;
}

/** Ticks it for all of these who have no such tick yet. */
export async function tickAll(tx: Tx, stayIds: readonly string[], check: HandCheck): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update stay set release_checks = array_append(release_checks, ${check})
    where id = any(${[...stayIds]}::uuid[]) and ${check} <> all(release_checks)`;
}

/** Which stays are to be released. */
export interface ReleasingFilter {
  /** Null for every site. */
  readonly siteId: string | null;
  /** Both included; without `from` those too that were to go earlier and are still here. */
  readonly from?: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** Those not let go yet whose release is on these days, longest due first; at most `most`. */
export async function listReleasing(
  db: Reader,
  { siteId, from, to }: ReleasingFilter,
  most: number,
): Promise<string[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ id: string }[]>(
    `select s.id::text as id from stay s
     where s.ended_at is null and s.released_at is null and s.state in ('expected', 'here', 'hospital', 'left')
       and s.release_on <= $3::date and ($2::date is null or s.release_on >= $2::date)
       and ($1::uuid is null or s.site_id = $1::uuid)
     order by s.release_on, s.id limit $4::int`,
    siteId,
    from?.toString() ?? null,
    to.toString(),
    most,
  );
  return rows.map(({ id }) => id);
}

/** Somebody is let go. */
export interface LettingGo {
  readonly stayId: string;
  /** Whether days at home follow: the stay goes on there. */
  readonly goesHome: boolean;
  readonly retentionFrom: Temporal.PlainDate | null;
}

/** Lets these go and numbers their certificates, in their order; the ids of those who had not been let go before. */
export async function letGo(
  tx: Tx,
  going: readonly LettingGo[],
  by: string,
  reason: string | null,
  now: Temporal.Instant,
): Promise<ReadonlySet<string>> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('release-number', 0))`;
  const rows = going.map(({ stayId, goesHome, retentionFrom }, index) => ({
    id: stayId,
    place: index + 1,
    home: goesHome,
    retention: retentionFrom?.toString() ?? null,
  }));
  const gone = await client.$queryRawUnsafe<{ id: string }[]>(
    `with last as (select coalesce(max(release_number), 0) as number from stay)
     update stay s set state = case when g.home then 'home' else 'released' end, released_at = $2::timestamptz,
       released_by = $3::uuid, release_reason = $4, needs_plan = g.home,
       ended_at = case when g.home then null else $2::timestamptz end, retention_from = g.retention,
       release_number = last.number + g.place
     from jsonb_to_recordset($1::jsonb) as g(id uuid, place int, home boolean, retention date), last
     where s.id = g.id and s.released_at is null and s.ended_at is null
     returning s.id::text as id`,
    JSON.stringify(rows),
    toIso(now),
    by,
    reason,
  );
  return new Set(gone.map(({ id }) => id));
}

/**
 * Stays whose days at home are over by the calendar of their site, or were taken away; `zone` is of sites that name none.
 */
export async function listHomeOver(
  tx: Tx,
  zone: string,
  now: Temporal.Instant,
  most: number,
): Promise<string[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ id: string }[]>`
    select s.id::text as id from stay s left join site si on si.id = s.site_id
    where s.state = 'home' and s.ended_at is null
      -- Nowhere is it later than the day after that of UTC: by this the index finds them.
      and (s.home_until <= (${toIso(now)}::timestamptz at time zone 'UTC')::date or s.home_until is null)
      and coalesce(s.home_until, s.release_on)
        < (${toIso(now)}::timestamptz at time zone coalesce(si.time_zone, ${zone}))::date
    order by s.id limit ${most} for update of s skip locked`;
  return rows.map(({ id }) => id);
}

/** Ends these stays; the days for which the channel stays open are counted from each one's own day. */
export async function endAtHome(
  tx: Tx,
  stayIds: readonly string[],
  openDays: number,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update stay set state = 'released', ended_at = ${toIso(now)}::timestamptz,
      retention_from = coalesce(home_until, release_on) + ${openDays}::int where id = any(${[...stayIds]}::uuid[])`;
}

/** Keeps how somebody says they were looked after. */
export async function rateStay(tx: Tx, stayId: string, rating: number): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update stay set rating = ${rating} where id = ${stayId}::uuid`;
}

/** Keeps their words on it. */
export async function commentStay(tx: Tx, stayId: string, comment: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update stay set rating_comment = ${comment} where id = ${stayId}::uuid`;
}

/** Everything at a site is planned again: its clock or its hour of leaving changed. */
export async function planSiteAnew(tx: Tx, siteId: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update stay set needs_plan = true where site_id = ${siteId}::uuid and ended_at is null`;
}

const OPEN_DAYS = 'release.open-days';
const USUAL_OPEN_DAYS = 14;

/** For so many days after their stay people can go on writing before their data is for the retention rules. */
export const readOpenDays = (db: Reader): Promise<number> =>
  once(db, OPEN_DAYS, async (client) => {
    const setting = await client.setting.findUnique({ where: { key: OPEN_DAYS } });
    return setting ? Number(setting.value) : USUAL_OPEN_DAYS;
  });

/** Sets that number; it counts for those who leave from now on. */
export async function saveOpenDays(tx: Tx, days: number): Promise<void> {
  const client = await sql(tx);
  const value = String(days);
  await client.setting.upsert({
    where: { key: OPEN_DAYS },
    create: { key: OPEN_DAYS, value },
    update: { value },
  });
  tx.memo.delete(OPEN_DAYS);
}

const instantFrom = (date: Date): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(new Date(date).getTime());
