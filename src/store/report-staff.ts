/** How colleagues were on one day, for a daily report: those who worked for a team then, or everybody. */
import { FEVER } from '../domain/check-in/thresholds.ts';
import type { Window } from '../domain/report/day.ts';
import { type Reader, sql } from './transaction.ts';

/** Counts of colleagues; silence is no report. */
export interface StaffCounts {
  readonly asked: number;
  readonly answered: number;
  readonly unwell: number;
}

/** Counts colleagues; with a team that works in shifts only those whose shift with it began on that day. */
export async function countStaff(db: Reader, window: Window, teamId: string | null): Promise<StaffCounts> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<StaffCounts[]>(
    `select count(*)::int as asked, count(c.answered_at)::int as answered,
       count(*) filter (where c.answered_at is not null
         and (cardinality(c.symptoms) > 0 or c.temperature >= ${FEVER}))::int as unwell
     from staff_check_in c join staff st on st.id = c.staff_id and st.active
     where c.day = $1::date and ($2::uuid is null
       or not exists (select 1 from team t where t.id = $2::uuid and t.shift_plan is not null)
       or exists (select 1 from shift s join shift_member m on m.shift_id = s.id
         where s.team_id = $2::uuid and coalesce(m.cover_id, m.staff_id) = c.staff_id
           and s.starts_at >= $3::timestamptz and s.starts_at < $4::timestamptz))`,
    window.day.toString(),
    teamId,
    window.from.toString(),
    window.until.toString(),
  );
  return row ?? { asked: 0, answered: 0, unwell: 0 };
}
