/** Who is expected, here, heard from and unaccounted, counted in one statement from what is stored. */
import { toIso } from '../clock.ts';
import { CHECKS, type Check, PLACES, type Place, type Reckoning } from '../domain/reconciliation.ts';
import { DAYS, type Day, daysParameter, SAME_SITE } from './check-in-days.ts';
import { folded } from './folded.ts';
import { type Reader, sql } from './transaction.ts';
import { ON_TRIPS } from './trips.ts';

/** What people are counted by. */
export type Grouping = 'flight' | 'site' | 'jurisdiction';

/** Whom to count: everybody, or those of one flight, site or jurisdiction, however it is spelled. */
export interface Scope {
  readonly by: Grouping;
  readonly name?: string | undefined;
}

/** When it is, and which zone's day where a site names none. */
export interface Today {
  readonly now: Temporal.Instant;
  readonly zone: string;
  /** The check-in days in force. */
  readonly days: readonly Day[];
}

/** Somebody who lacks something. */
export interface Lacking {
  readonly id: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly flight: string | null;
}

/** Stays that were over so many days ago are history. */
const DAYS_BACK = 30;

/** A flight is the same however its number is spaced. */
const KEYS = {
  flight: folded('s.flight'),
  site: 'si.name',
  jurisdiction: 'p.jurisdiction',
} as const satisfies Record<Grouping, string>;

/** One row for each stay: where the person is, what they lack. $1 check-in days, $2 now, $3 the zone of sites without. */
const facts = (by: Grouping): string => `
  select s.id, p.id as person_id, ${KEYS[by]} as key, p.name, p.room, si.name as site, s.flight,
    case when s.state in ('hospital', 'home', 'released', 'left') then s.state
      when exists (select 1 from (${ON_TRIPS}) o where o.person_id = p.id and o.state = 'missing') then 'unaccounted'
      when s.state = 'here' then 'here'
      when s.entry_on < d.today then 'unaccounted' else 'to-come' end as place,
    r.is_registered as registered,
    (r.is_registered and r.wrote) or exists (select 1 from ticket t where t.person_id = p.id and t.answered_at is not null)
      or exists (select 1 from check_in c where c.person_id = p.id and c.answered_at is not null) as contacted,
    exists (select 1 from r join check_in c on c.person_id = p.id and c.day >= r.day and c.state = 'answered'
      where ${SAME_SITE}) as heard,
    coalesce(s.next_test_on >= d.today, true) as tested
  from stay s join person p on p.id = s.person_id left join site si on si.id = s.site_id
  cross join lateral (select ($2::timestamptz at time zone coalesce(si.time_zone, $3))::date as today) d
  cross join lateral (select count(*) > 0 as is_registered, coalesce(bool_or(ci.private_chat is not null), false) as wrote
    from (select ci.private_chat from channel_identity ci where ci.person_id = p.id
      union all select ci.private_chat from proxy x join channel_identity ci on ci.person_id = x.speaker_id
      where x.subject_id = p.id and x.state = 'verified') ci) r
  where (s.ended_at is null or s.ended_at > $2::timestamptz - interval '${DAYS_BACK} days')`;

/** Whoever is in hospital is in other hands. */
const HERE = `place = 'here'`;

/** The counts of each flight, site or jurisdiction, those with people unaccounted first. */
export async function reckon(
  db: Reader,
  { by, name }: Scope,
  { now, zone, days }: Today,
): Promise<Reckoning[]> {
  const client = await sql(db);
  const places = PLACES.map((place) => `count(*) filter (where place = '${place}')::int as "${place}"`);
  const checks = CHECKS.map((check) => `count(*) filter (where ${HERE} and ${check})::int as "${check}"`);
  const rows = await client.$queryRawUnsafe<({ key: string | null } & Record<Place | Check, number>)[]>(
    `with ${DAYS}, f as (${facts(by)}) select key, ${[...places, ...checks].join(', ')} from f
     where $4::text is null or ${folded('key')} = ${folded('$4::text')}
     group by key order by count(*) filter (where place = 'unaccounted') desc, count(*) desc, key`,
    daysParameter(days),
    toIso(now),
    zone,
    name ?? null,
  );
  const part = <K extends Place | Check>(row: Record<K, number>, keys: readonly K[]) =>
    Object.fromEntries(keys.map((key) => [key, row[key]])) as Record<K, number>;
  return rows.map((row) => ({ name: row.key, places: part(row, PLACES), passed: part(row, CHECKS) }));
}

/** Those who lack a check, or are unaccounted, by site and room. */
export async function listLacking(
  db: Reader,
  { by, name }: Scope,
  what: Check | 'unaccounted',
  { now, zone, days }: Today,
  page: { readonly limit: number; readonly offset: number },
): Promise<Lacking[]> {
  const client = await sql(db);
  const condition = what === 'unaccounted' ? `place = 'unaccounted'` : `${HERE} and not ${what}`;
  return client.$queryRawUnsafe<Lacking[]>(
    `with ${DAYS}, f as (${facts(by)}) select person_id::text as id, name, room, site, flight from f
     where ${condition} and ($4::text is null or ${folded('key')} = ${folded('$4::text')})
     order by site nulls last, room nulls last, name nulls last, id limit $5::int offset $6::int`,
    daysParameter(days),
    toIso(now),
    zone,
    name ?? null,
    page.limit,
    page.offset,
  );
}

/** By what these words name people: a flight, a site or a jurisdiction that somebody on the list has. */
export async function scopeOf(db: Reader, words: string): Promise<Scope | undefined> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<{ by: Grouping; name: string }[]>(
    `select * from (
       select 'site' as by, name, 0 as rank from site where ${folded('name')} = ${folded('$1')}
       union all (select 'flight', flight, 1 from stay where ${folded('flight')} = ${folded('$1')} limit 1)
       union all (select 'jurisdiction', jurisdiction, 2 from person
         where ${folded('jurisdiction')} = ${folded('$1')} limit 1)) found order by rank limit 1`,
    words,
  );
  return row && { by: row.by, name: row.name };
}
