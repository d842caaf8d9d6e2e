/**
 * What a daily report counts of people, tests and trips, at each site within its own day. Tickets, ratings, thanks and
 * complaints are figures.ts's.
 *
 * Whoever moved is counted where they are now. Where a day is over, states that leave no time behind (waiting, on a
 * call list) are not reconstructed: what depends on them is not known.
 */
import { toIso } from '../clock.ts';
import { FEVER } from '../domain/check-in/thresholds.ts';
import type { Window } from '../domain/report/day.ts';
import { NOWHERE } from './check-in-days.ts';
import { type Reader, sql } from './transaction.ts';

/** A site's day, the day whose check-ins count at its end, and from when on the report before lacks events. */
export interface CountedWindow extends Window {
  readonly checkInDay: Temporal.PlainDate;
  /** When the report of the day before was drafted, where that was before the day's end; else null. */
  readonly lateFrom: Temporal.Instant | null;
}

/** $1: one row for each window. */
const WINDOWS = `w as (select site_id, coalesce(site_id, ${NOWHERE}) as site, day, check_in_day, starts, ends, late
  from jsonb_to_recordset($1::jsonb) as w(site_id uuid, day date, check_in_day date, starts timestamptz,
    ends timestamptz, late timestamptz))`;

const windowsParameter = (windows: readonly CountedWindow[]): string =>
  JSON.stringify(
    windows.map(({ siteId, day, checkInDay, from, until, lateFrom }) => ({
      site_id: siteId,
      day: day.toString(),
      check_in_day: checkInDay.toString(),
      starts: toIso(from),
      ends: toIso(until),
      late: lateFrom && toIso(lateFrom),
    })),
  );

/** Something that happened in the window, and in the time that the report before lacks. */
const within = (at: string): string => `(${at} >= w.starts and ${at} < w.ends)`;
const lately = (at: string): string => `(${at} >= w.late and ${at} < w.starts)`;
const counted = (condition: string, name: string): string =>
  `count(*) filter (where ${condition})::int as "${name}"`;
const summed = (what: string, condition: string, name: string): string =>
  `coalesce(sum(${what}) filter (where ${condition}), 0)::int as "${name}"`;

/** The people of one site at the end of its window, and what happened to them in it. */
export interface PeopleCounts {
  readonly siteId: string | null;
  readonly expected: number;
  readonly arrived: number;
  readonly arrivedLate: number;
  readonly unaccounted: number;
  readonly here: number;
  readonly hospital: number;
  readonly home: number;
  readonly due: number;
  readonly released: number;
  readonly toHome: number;
  readonly toHomeLate: number;
  readonly overdue: number;
  readonly testOverdue: number;
  readonly heard: number;
  readonly unwell: number;
}

/** There at the window's end, as figures.ts counts `inQuarantine`. */
const PRESENT = `s.state not in ('expected', 'left') and coalesce(s.arrived_at, s.created_at) < w.ends
  and (s.released_at is null or s.released_at >= w.ends) and (s.ended_at is null or s.ended_at >= w.ends)`;

/** Who is in hospital now was not there yet where a vehicle or a positive test took them only later. */
const FACTS = `facts as (
  select w.site_id, w.day, w.check_in_day, w.starts, w.ends, w.late, s.person_id, s.state, s.entry_on, s.arrived_at,
    s.released_at, s.ended_at, s.release_on, s.next_test_on, ${PRESENT} as present,
    s.state = 'hospital' and (h.at is null or h.at < w.ends) as ill
  from w left join stay s on coalesce(s.site_id, ${NOWHERE}) = w.site
  left join lateral (select min(at) as at from (
    select x.arrived_at as at from trip_seat x join trip tr on tr.id = x.trip_id
    where x.person_id = s.person_id and x.state = 'arrived' and tr.purpose = 'hospital'
    union all select t.entered_at from stay_test t where t.stay_id = s.id and t.result = 'positive') x
    where s.state = 'hospital') h on true)`;

const AT_SITE = 'w.present and not w.ill';
/** Let go with days at home before them: the stay went on. */
const AT_HOME_AFTER = '(w.ended_at is null or w.ended_at > w.released_at)';

const PEOPLE = `
  with ${WINDOWS}, ${FACTS}
  select w.site_id::text as "siteId", ${[
    counted('w.entry_on = w.day', 'expected'),
    counted(`w.state <> 'expected' and ${within('w.arrived_at')}`, 'arrived'),
    counted(`w.state <> 'expected' and ${lately('w.arrived_at')}`, 'arrivedLate'),
    counted(`w.state = 'expected' and w.entry_on < w.day and w.ended_at is null`, 'unaccounted'),
    counted(AT_SITE, 'here'),
    counted('w.present and w.ill', 'hospital'),
    counted('w.released_at < w.ends and (w.ended_at is null or w.ended_at >= w.ends)', 'home'),
    counted(
      `w.release_on = w.day and (w.released_at is null or w.released_at >= w.starts)
        and (w.ended_at is null or w.ended_at >= w.starts)`,
      'due',
    ),
    counted(within('w.released_at'), 'released'),
    counted(`${within('w.released_at')} and ${AT_HOME_AFTER}`, 'toHome'),
    counted(`${lately('w.released_at')} and ${AT_HOME_AFTER}`, 'toHomeLate'),
    counted('w.present and w.release_on < w.day', 'overdue'),
    counted('w.present and w.next_test_on < w.day', 'testOverdue'),
    counted(`${AT_SITE} and c.state is not null`, 'heard'),
    counted(`${AT_SITE} and (cardinality(c.symptoms) > 0 or c.temperature >= ${FEVER})`, 'unwell'),
  ].join(', ')}
  from facts w
  left join lateral (select c.state, c.symptoms, c.temperature from check_in c
    where c.person_id = w.person_id and c.day between w.check_in_day and w.day and c.state = 'answered'
      and c.answered_at < w.ends order by c.day desc limit 1) c on ${AT_SITE}
  group by w.site_id`;

/** People at every window's site; a site without any has a row of zeros. */
export async function countPeople(db: Reader, windows: readonly CountedWindow[]): Promise<PeopleCounts[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<PeopleCounts[]>(PEOPLE, windowsParameter(windows));
}

/** Results by when they were entered, since that is when they are known. */
export interface TestCounts {
  readonly siteId: string | null;
  readonly recorded: number;
  readonly positive: number;
  readonly negative: number;
  readonly invalid: number;
  readonly recordedLate: number;
  readonly positiveLate: number;
  readonly negativeLate: number;
  readonly invalidLate: number;
  /** Taken, and no result yet. */
  readonly awaited: number;
}

const RESULTS = ['positive', 'negative', 'invalid'] as const;

const TESTS = `
  with ${WINDOWS}
  select w.site_id::text as "siteId", ${counted(within('t.entered_at'), 'recorded')},
    ${counted(lately('t.entered_at'), 'recordedLate')},
    ${RESULTS.flatMap((result) => [
      counted(`t.result = '${result}' and ${within('t.entered_at')}`, result),
      counted(`t.result = '${result}' and ${lately('t.entered_at')}`, `${result}Late`),
    ]).join(', ')},
    ${counted(`t.result = 'pending' and t.taken_on <= w.day`, 'awaited')}
  from w left join stay s on coalesce(s.site_id, ${NOWHERE}) = w.site left join stay_test t on t.stay_id = s.id
    and (t.entered_at >= coalesce(w.late, w.starts) or t.result = 'pending')
  group by w.site_id`;

/** Tests at every window's site. */
export async function countTests(db: Reader, windows: readonly CountedWindow[]): Promise<TestCounts[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<TestCounts[]>(TESTS, windowsParameter(windows));
}

/** Trips that departed, by the day of the site they left, else of the one they went to. */
export interface TripCounts {
  readonly trips: number;
  readonly tripsLate: number;
  /** Who was on them. */
  readonly people: number;
  readonly peopleLate: number;
  readonly toHospital: number;
  readonly toHospitalLate: number;
  /** Those that a trip under way lacks, as it is now. */
  readonly missing: number;
}

const TRIPS = `
  with ${WINDOWS}, moved as (
    select t.departed_at, t.purpose, w.starts, w.ends, w.late, t.state,
      (select count(*)::int from trip_seat x where x.trip_id = t.id and x.state in ('boarded', 'arrived')) as people,
      (select count(*)::int from trip_seat x where x.trip_id = t.id and x.state = 'missing') as missing
    from w join trip t on case when $2::boolean then w.site_id in (t.from_site_id, t.to_site_id)
      else w.site = coalesce(t.from_site_id, t.to_site_id, ${NOWHERE}) end
    where t.state <> 'cancelled' and (t.state <> 'closed' or t.departed_at >= coalesce(w.late, w.starts))
  )
  select ${counted(within('w.departed_at'), 'trips')}, ${counted(lately('w.departed_at'), 'tripsLate')},
    ${summed('w.people', within('w.departed_at'), 'people')}, ${summed('w.people', lately('w.departed_at'), 'peopleLate')},
    ${summed('w.people', `w.purpose = 'hospital' and ${within('w.departed_at')}`, 'toHospital')},
    ${summed('w.people', `w.purpose = 'hospital' and ${lately('w.departed_at')}`, 'toHospitalLate')},
    ${summed('w.missing', `w.state <> 'closed'`, 'missing')}
  from moved w`;

const NO_TRIPS: TripCounts = {
  trips: 0,
  tripsLate: 0,
  people: 0,
  peopleLate: 0,
  toHospital: 0,
  toHospitalLate: 0,
  missing: 0,
};

/** Trips of all these sites; with `isOneSite` also those that came to it from another. */
export async function countTrips(
  db: Reader,
  windows: readonly CountedWindow[],
  isOneSite: boolean,
): Promise<TripCounts> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<TripCounts[]>(TRIPS, windowsParameter(windows), isOneSite);
  return row ?? NO_TRIPS;
}
