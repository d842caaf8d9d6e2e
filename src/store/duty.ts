/** Who is on duty, and who is responsible for a team right now. */
import { once, type Tx } from './transaction.ts';

/** Somebody working in a shift that runs now; a cover stands in the place of the colleague who is covered. */
export interface OnDuty {
  readonly teamId: string;
  readonly shiftId: string;
  readonly staffId: string;
  readonly isLead: boolean;
}

interface Duty {
  /** Teams that work in shifts. */
  readonly planned: ReadonlySet<string>;
  readonly working: readonly OnDuty[];
  /** Leads whose handover nobody has accepted yet, by team: they are still responsible. */
  readonly holding: ReadonlyMap<string, string>;
}

function dutyAt(tx: Tx, now: Temporal.Instant): Promise<Duty> {
  return once(tx, `duty ${now.epochMilliseconds}`, async (client) => {
    const rows = await client.$queryRawUnsafe<
      {
        team_id: string;
        shift_id: string | null;
        staff_id: string | null;
        is_lead: boolean;
        holder: string | null;
      }[]
    >(
      `select t.id::text as team_id, s.id::text as shift_id, coalesce(m.cover_id, m.staff_id)::text as staff_id,
         coalesce(m.staff_id = s.lead_id, false) as is_lead,
         (select h.from_lead_id::text from handover h where h.team_id = t.id and h.accepted_at is null
           and h.from_lead_id is not null order by h.posted_at limit 1) as holder
       from team t
       left join shift s on s.team_id = t.id and s.starts_at <= $1::timestamptz and s.ends_at > $1::timestamptz
       left join shift_member m on m.shift_id = s.id
       where t.shift_plan is not null`,
      now.toString(),
    );
    return {
      planned: new Set(rows.map((row) => row.team_id)),
      working: rows.flatMap((row) =>
        row.shift_id && row.staff_id
          ? [{ teamId: row.team_id, shiftId: row.shift_id, staffId: row.staff_id, isLead: row.is_lead }]
          : [],
      ),
      holding: new Map(rows.flatMap((row) => (row.holder ? [[row.team_id, row.holder] as const] : []))),
    };
  });
}

/** Who works for this team now; undefined for a team without shifts, which is always there. */
export async function onDuty(
  tx: Tx,
  teamId: string,
  now: Temporal.Instant,
): Promise<readonly OnDuty[] | undefined> {
  const duty = await dutyAt(tx, now);
  if (!duty.planned.has(teamId)) return undefined;
  return duty.working.filter((one) => one.teamId === teamId);
}

/** Whether a need may be given to this team now. */
export async function isStaffed(tx: Tx, teamId: string, now: Temporal.Instant): Promise<boolean> {
  return (await onDuty(tx, teamId, now))?.length !== 0;
}

/** The lead who answers for this team now: the last one until the next has accepted the handover. */
export async function leadOnDuty(tx: Tx, teamId: string, now: Temporal.Instant): Promise<string | undefined> {
  const duty = await dutyAt(tx, now);
  const here = duty.working.filter((one) => one.teamId === teamId);
  return duty.holding.get(teamId) ?? here.find((one) => one.isLead)?.staffId;
}
