/** What a monthly appraisal counts of the people of a site: check-ins, tests and releases. */
import type { Part } from '../domain/report/appraisal.ts';
import { type Reader, sql } from './transaction.ts';

/** Days of one site, both included, by its own calendar. */
export interface SiteDays {
  readonly siteId: string;
  readonly zone: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** Check-ins of these days: how many were due (somebody there was asked, or put on the call list), and how many came. */
export async function countHeard(db: Reader, { siteId, from, to }: SiteDays): Promise<Part> {
  const client = await sql(db);
  const [row] = await client.$queryRaw<Part[]>`
    select count(*)::int as of, count(*) filter (where state = 'answered')::int as done from check_in
    where site_id = ${siteId}::uuid and day between ${from.toString()}::date and ${to.toString()}::date`;
  return row ?? { of: 0, done: 0 };
}

/** Stays that were to be released on these days, and how many of them were let go by then; whoever left is not counted. */
export async function countReleases(db: Reader, { siteId, zone, from, to }: SiteDays): Promise<Part> {
  const client = await sql(db);
  const [row] = await client.$queryRaw<Part[]>`
    select count(*)::int as of, count(*) filter (where (s.released_at at time zone ${zone})::date <= s.release_on)::int as done
    from stay s where s.site_id = ${siteId}::uuid and s.state not in ('expected', 'left')
      and s.release_on between ${from.toString()}::date and ${to.toString()}::date
      and (s.released_at is not null or s.ended_at is null)`;
  return row ?? { of: 0, done: 0 };
}

/** Stays that were at a site within these days, and when each was over. */
export async function listStaysOfMonth(
  db: Reader,
  { siteId, zone, from, to }: SiteDays,
): Promise<{ readonly id: string; readonly endedOn: string | null }[]> {
  const client = await sql(db);
  return client.$queryRaw<{ id: string; endedOn: string | null }[]>`
    select s.id::text as id, (s.ended_at at time zone ${zone})::date::text as "endedOn" from stay s
    where s.site_id = ${siteId}::uuid and s.state <> 'expected'
      and (s.arrived_at at time zone ${zone})::date <= ${to.toString()}::date is not false
      and (s.ended_at is null or (s.ended_at at time zone ${zone})::date >= ${from.toString()}::date)`;
}
