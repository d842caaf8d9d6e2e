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
  /** Who answers for a team instead of the running shift's lead, by team. */
  readonly instead: ReadonlyMap<string, string>;
}

const DUTY = 'duty ';

/**
 * Whoever was switched off works no more. `holder` has handed over to nobody yet; `taker` took over where the shift has
 * no lead, as a supervisor when the lead did not come, or last before a time in which nobody is planned.
 */
const SELECT = `
  select t.id::text as team_id, s.id::text as shift_id, st.id::text as staff_id,
    coalesce(m.staff_id = s.lead_id, false) as is_lead,
    (select h.from_lead_id::text from handover h join staff f on f.id = h.from_lead_id and f.active
      where h.team_id = t.id and h.accepted_at is null order by h.posted_at limit 1) as holder,
    (select h.accepted_by::text from handover h join staff a on a.id = h.accepted_by and a.active
      where h.team_id = t.id and h.accepted_at is not null and (s.id is null
        or (h.to_shift_id = s.id and (s.lead_id is null or a.role in ('supervisor', 'admin'))))
      order by h.posted_at desc limit 1) as taker
  from team t
  left join shift s on s.team_id = t.id and s.starts_at <= $1::timestamptz and s.ends_at > $1::timestamptz
  left join shift_member m on m.shift_id = s.id
  left join staff st on st.id = coalesce(m.cover_id, m.staff_id) and st.active
  where t.shift_plan is not null`;

interface DutyRow {
  readonly team_id: string;
  readonly shift_id: string | null;
  readonly staff_id: string | null;
  readonly is_lead: boolean;
  readonly holder: string | null;
  readonly taker: string | null;
}

function dutyAt(tx: Tx, now: Temporal.Instant): Promise<Duty> {
  return once(tx, `${DUTY}${now.epochMilliseconds}`, async (client) => {
    const rows = await client.$queryRawUnsafe<DutyRow[]>(SELECT, now.toString());
    const instead = rows.map((row) => [row.team_id, row.holder ?? row.taker] as const);
    return {
      planned: new Set(rows.map((row) => row.team_id)),
      working: rows.flatMap((row) =>
        row.shift_id && row.staff_id
          ? [{ teamId: row.team_id, shiftId: row.shift_id, staffId: row.staff_id, isLead: row.is_lead }]
          : [],
      ),
      instead: new Map(instead.flatMap(([team, staff]) => (staff ? [[team, staff] as const] : []))),
    };
  });
}

/** Forgets who is on duty: shifts, covers or handovers were changed in this transaction. */
export function forgetDuty(tx: Tx): void {
  for (const name of tx.memo.keys()) if (name.startsWith(DUTY)) tx.memo.delete(name);
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
  return duty.instead.get(teamId) ?? here.find((one) => one.isLead)?.staffId;
}

/** Everybody who answers for a team's emergencies now: those on duty, and the lead; undefined without shifts. */
export async function answering(
  tx: Tx,
  teamId: string,
  now: Temporal.Instant,
): Promise<ReadonlySet<string> | undefined> {
  const working = await onDuty(tx, teamId, now);
  if (!working) return undefined;
  const lead = await leadOnDuty(tx, teamId, now);
  return new Set([...working.map(({ staffId }) => staffId), ...(lead ? [lead] : [])]);
}
