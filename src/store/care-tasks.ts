/** What must be done for somebody with special care by a day: everything due and not done. */
import { toIso } from '../clock.ts';
import type { CareKind } from '../domain/roster.ts';
import { sql, type Tx } from './transaction.ts';

/** A day of somebody that the team must prepare. */
export interface DueCare {
  readonly personId: string;
  readonly kind: CareKind;
  readonly date: Temporal.PlainDate;
  readonly note: string | null;
  /** The day is over already: nobody was told in time. */
  readonly isPast: boolean;
  /** The day has begun. */
  readonly isToday: boolean;
}

/** How long before the day, and at which hour of the site. */
export interface Lead {
  readonly kind: CareKind;
  readonly days: number;
  /** `18:00`. */
  readonly at: string;
}

/** A day that was missed is still asked after for so long. */
const DAYS_AFTER = 2;

/**
 * Days whose moment has come, taken on by this transaction: nobody gets them twice. Of people whose stay lasts, or who
 * have none on record.
 */
export async function takeDueCare(
  tx: Tx,
  leads: readonly Lead[],
  { now, zone }: { readonly now: Temporal.Instant; readonly zone: string },
  limit: number,
): Promise<DueCare[]> {
  const client = await sql(tx);
  const most = Math.max(...leads.map(({ days }) => days));
  const rows = await client.$queryRawUnsafe<(Omit<DueCare, 'date'> & { date: string })[]>(
    `with due as (
       select f.person_id, f.kind, f.date, f.note, d.today,
         ((f.date - l.days)::timestamp + l.at::time) at time zone coalesce(si.time_zone, $3) as due_at
       from care_flag f join jsonb_to_recordset($1::jsonb) as l(kind text, days int, at text) on l.kind = f.kind
       join person p on p.id = f.person_id left join site si on si.id = p.site_id
       cross join lateral (select ($2::timestamptz at time zone coalesce(si.time_zone, $3))::date as today) d
       where f.date between $2::date - ${DAYS_AFTER + 1} and $2::date + ${most + 1}
         and f.date >= d.today - ${DAYS_AFTER}
         and not exists (select 1 from care_task c where c.key = 'care:' || f.person_id || ':' || f.kind || ':' || f.date)
         and (exists (select 1 from stay s where s.person_id = p.id and s.ended_at is null)
           or not exists (select 1 from stay s where s.person_id = p.id))
     ), taken as (
       insert into care_task (key, person_id, kind, day, due_at, state, done_at)
       select 'care:' || person_id || ':' || kind || ':' || date, person_id, kind, date, due_at, 'opened', $2::timestamptz
       from due where due_at <= $2::timestamptz order by date, person_id limit $4::int
       on conflict do nothing returning person_id, kind, day
     )
     select t.person_id::text as "personId", t.kind, t.day::text as date, d.note, t.day < d.today as "isPast",
       t.day = d.today as "isToday"
     from taken t join due d using (person_id, kind) order by t.day, t.person_id`,
    JSON.stringify(leads),
    toIso(now),
    zone,
    limit,
  );
  return rows.map((row) => ({ ...row, date: Temporal.PlainDate.from(row.date) }));
}
