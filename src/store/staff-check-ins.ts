/** Colleagues' own health, day by day: "nothing" is a report, silence is not. */
import { toIso } from '../clock.ts';
import { type Condition, FEVER } from '../domain/check-in/thresholds.ts';
import { sql, type Tx } from './transaction.ts';

const KEY = 'staff-check-in';

/** Whether colleagues are asked, and when those who work in no shifts are. */
export interface StaffRule {
  /** `08:00` by the installation's clock. */
  readonly time: Temporal.PlainTime;
}

/** The rule; undefined while nobody is asked. */
export async function readStaffRule(tx: Tx): Promise<StaffRule | undefined> {
  const client = await sql(tx);
  const row = await client.setting.findUnique({ where: { key: KEY } });
  return row ? { time: Temporal.PlainTime.from(row.value) } : undefined;
}

/** Sets the rule, or takes it away. */
export async function saveStaffRule(tx: Tx, rule: StaffRule | undefined): Promise<void> {
  const client = await sql(tx);
  if (!rule) {
    await client.setting.deleteMany({ where: { key: KEY } });
    return;
  }
  const value = rule.time.toString({ smallestUnit: 'minute' });
  await client.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } });
}

/** A colleague and the day it is about. */
export interface StaffDay {
  readonly staffId: string;
  readonly name: string;
  readonly day: string;
  /** The team whose shift they work in; null where they work in none. */
  readonly teamId: string | null;
}

/** Days after which somebody who was in no shift is not counted among those who work in shifts. */
const SHIFT_DAYS = 14;

/**
 * Colleagues with a private chat who are to be asked and were not: those whose shift began within `moment`, and, when
 * `everybody` is the day of, those who work in no shifts. A night belongs to the day it began.
 */
export async function takeUnaskedStaff(
  tx: Tx,
  {
    zone,
    since,
    everybody,
    now,
  }: { zone: string; since: Temporal.Instant; everybody: string | null; now: Temporal.Instant },
): Promise<StaffDay[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<StaffDay[]>(
    `with shifts as (
       select distinct on (coalesce(m.cover_id, m.staff_id)) coalesce(m.cover_id, m.staff_id) as staff_id,
         s.team_id, (s.starts_at at time zone $1)::date as day
       from shift s join shift_member m on m.shift_id = s.id
       where s.starts_at <= $3::timestamptz and s.starts_at > $2::timestamptz and s.ends_at > $3::timestamptz
       order by 1, s.starts_at desc
     ), due as (
       select staff_id, team_id, day from shifts
       union all
       select st.id, null, $4::date from staff st where $4::date is not null and not exists (
         select 1 from shift_member m join shift s on s.id = m.shift_id
         where coalesce(m.cover_id, m.staff_id) = st.id
           and s.ends_at > $3::timestamptz - interval '${SHIFT_DAYS} days')
     ), added as (
       insert into staff_check_in (staff_id, day, asked_at)
       select d.staff_id, d.day, $3::timestamptz from due d join staff st on st.id = d.staff_id and st.active
       where exists (select 1 from channel_identity ci where ci.staff_id = st.id and ci.private_chat is not null)
       on conflict do nothing returning staff_id, day
     )
     select a.staff_id::text as "staffId", st.name, a.day::text as day, d.team_id::text as "teamId"
     from added a join staff st on st.id = a.staff_id join due d on d.staff_id = a.staff_id and d.day = a.day
     order by st.name`,
    zone,
    toIso(since),
    toIso(now),
    everybody,
  );
}

/** A stretch of time after the asking. */
interface Asked {
  readonly after: Temporal.Instant;
  readonly before: Temporal.Instant;
}

/** Colleagues who were asked in this stretch and have neither answered nor been reminded: they are reminded now. */
export async function takeUnremindedStaff(tx: Tx, asked: Asked, now: Temporal.Instant): Promise<StaffDay[]> {
  return take(tx, 'reminded_at', asked, now);
}

/** Colleagues who were asked in this stretch and have not answered, of whom nobody was told: somebody is told now. */
export async function takeUntoldStaff(tx: Tx, asked: Asked, now: Temporal.Instant): Promise<StaffDay[]> {
  return take(tx, 'told_at', asked, now);
}

async function take(
  tx: Tx,
  column: 'reminded_at' | 'told_at',
  { after, before }: Asked,
  now: Temporal.Instant,
): Promise<StaffDay[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<StaffDay[]>(
    `with taken as (
       update staff_check_in c set ${column} = $3::timestamptz from staff st
       where st.id = c.staff_id and st.active and c.answered_at is null and c.${column} is null
         and c.asked_at > $1::timestamptz and c.asked_at <= $2::timestamptz returning c.staff_id, c.day, c.asked_at
     )
     select t.staff_id::text as "staffId", st.name, t.day::text as day, (
       select s.team_id::text from shift s join shift_member m on m.shift_id = s.id
       where coalesce(m.cover_id, m.staff_id) = t.staff_id and s.starts_at <= t.asked_at and s.ends_at > t.asked_at
       limit 1) as "teamId"
     from taken t join staff st on st.id = t.staff_id order by st.name`,
    toIso(after),
    toIso(before),
    toIso(now),
  );
}

/** What a colleague said of the day they were asked for last, within two days; else of `today`. */
export async function saveStaffCheckIn(
  tx: Tx,
  staffId: string,
  today: string,
  said: Partial<Omit<Condition, 'mood'>>,
  now: Temporal.Instant,
): Promise<Omit<Condition, 'mood'>> {
  const client = await sql(tx);
  const [row] = await client.$queryRawUnsafe<
    { temperature: number | null; symptoms: Condition['symptoms']; noSymptoms: boolean }[]
  >(
    `insert into staff_check_in as c (staff_id, day, answered_at, temperature, symptoms, no_symptoms)
     values ($1::uuid, coalesce((select max(day) from staff_check_in where staff_id = $1::uuid
       and asked_at > $3::timestamptz - interval '20 hours'), $2::date), $3::timestamptz, $4::numeric,
       coalesce($5::text[], '{}'), coalesce($6::boolean, false))
     on conflict (staff_id, day) do update set answered_at = excluded.answered_at,
       temperature = coalesce($4::numeric, c.temperature), symptoms = coalesce($5::text[], c.symptoms),
       no_symptoms = coalesce($6::boolean, c.no_symptoms)
     returning temperature::float8 as temperature, symptoms, no_symptoms as "noSymptoms"`,
    staffId,
    today,
    toIso(now),
    said.temperature ?? null,
    said.symptoms ?? null,
    said.noSymptoms ?? null,
  );
  return row ?? { temperature: null, symptoms: [], noSymptoms: false };
}

/** How a colleague's last report of the last day reads; symptoms are added to it one by one. */
export async function listStaffSymptoms(
  tx: Tx,
  staffId: string,
  since: Temporal.Instant,
): Promise<Condition['symptoms']> {
  const client = await sql(tx);
  const [row] = await client.$queryRawUnsafe<{ symptoms: Condition['symptoms'] }[]>(
    `select symptoms from staff_check_in where staff_id = $1::uuid and answered_at > $2::timestamptz
     order by day desc limit 1`,
    staffId,
    toIso(since),
  );
  return row?.symptoms ?? [];
}

/** The last day's reports: who was asked, who answered, who has something. */
export async function listStaffReports(
  tx: Tx,
  since: Temporal.Instant,
): Promise<{ name: string; isAnswered: boolean; isUnwell: boolean }[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe(
    `select distinct on (st.name, st.id) st.name, c.answered_at is not null as "isAnswered",
       (cardinality(c.symptoms) > 0 or coalesce(c.temperature >= ${FEVER}, false)) as "isUnwell"
     from staff_check_in c join staff st on st.id = c.staff_id and st.active
     where coalesce(c.asked_at, c.answered_at) > $1::timestamptz order by st.name, st.id, c.day desc`,
    toIso(since),
  );
}
