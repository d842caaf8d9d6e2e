/** Shifts, and who works in them. */
import { randomUUIDv7 } from 'node:crypto';
import { forgetDuty } from './duty.ts';
import { toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

/** Somebody who works in a shift, or in whose place a colleague does. */
export interface ShiftMember {
  readonly staffId: string;
  readonly name: string;
  /** The colleague who stands in for them. */
  readonly coverId: string | null;
  readonly coverName: string | null;
  /** Whether whoever is to come, the cover or they themselves, still works here. */
  readonly active: boolean;
}

/** One shift with its people, by name. */
export interface ShiftRecord {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly leadId: string | null;
  readonly members: readonly ShiftMember[];
}

/** A shift to be written down. */
export interface NewShift {
  readonly teamId: string;
  readonly name: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly leadId: string | null;
  /** Staff ids, the lead's among them. */
  readonly members: readonly string[];
}

/** Whoever comes for the lead: their cover, or the lead; undefined without a lead, or when that one has left. */
export function leadOf(shift: ShiftRecord): { readonly staffId: string; readonly name: string } | undefined {
  const lead = shift.members.find((one) => one.staffId === shift.leadId);
  return lead?.active ? comes(lead) : undefined;
}

/** Who works in a shift in the end: the cover where there is one. */
export const comes = (member: ShiftMember): { readonly staffId: string; readonly name: string } =>
  member.coverId
    ? { staffId: member.coverId, name: member.coverName ?? '?' }
    : { staffId: member.staffId, name: member.name };

/** Writes shifts down; one that begins when another of the team does is left out. Returns how many were written. */
export async function addShifts(tx: Tx, shifts: readonly NewShift[]): Promise<number> {
  if (shifts.length === 0) return 0;
  const client = await sql(tx);
  const rows = shifts.map((shift) => ({
    id: randomUUIDv7(),
    team_id: shift.teamId,
    name: shift.name,
    starts_at: shift.startsAt.toString(),
    ends_at: shift.endsAt.toString(),
    lead_id: shift.leadId,
    members: shift.members,
  }));
  const added = await client.$queryRawUnsafe<{ id: string }[]>(
    `insert into shift (id, team_id, name, starts_at, ends_at, lead_id)
     select id, team_id, name, starts_at, ends_at, lead_id from jsonb_populate_recordset(null::shift, $1::jsonb)
     on conflict (team_id, starts_at) do nothing returning id::text`,
    JSON.stringify(rows),
  );
  const ids = new Set(added.map(({ id }) => id));
  const members = rows
    .filter(({ id }) => ids.has(id))
    .flatMap((row) => row.members.map((staffId) => ({ shift_id: row.id, staff_id: staffId })));
  await client.$executeRawUnsafe(
    `insert into shift_member (shift_id, staff_id)
     select shift_id, staff_id from jsonb_populate_recordset(null::shift_member, $1::jsonb) on conflict do nothing`,
    JSON.stringify(members),
  );
  forgetDuty(tx);
  return ids.size;
}

/** Takes out every shift of a team that has not begun yet. */
export async function removeShifts(tx: Tx, teamId: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    delete from shift_member where shift_id in (
      select id from shift where team_id = ${teamId}::uuid and starts_at > ${now.toString()}::timestamptz)`;
  await client.$executeRaw`
    delete from shift where team_id = ${teamId}::uuid and starts_at > ${now.toString()}::timestamptz`;
  forgetDuty(tx);
}

/** Ends the shift that runs now, so that another plan takes over from it; false when none runs. */
export async function endRunningShift(tx: Tx, teamId: string, now: Temporal.Instant): Promise<boolean> {
  const client = await sql(tx);
  const ended = await client.$executeRaw`
    update shift set ends_at = ${now.toString()}::timestamptz
    where team_id = ${teamId}::uuid and starts_at < ${now.toString()}::timestamptz
      and ends_at > ${now.toString()}::timestamptz`;
  forgetDuty(tx);
  return ended > 0;
}

const SELECT = `
  select to_jsonb(s) || jsonb_build_object('members', coalesce((
    select jsonb_agg(jsonb_build_object('staffId', m.staff_id, 'name', st.name, 'coverId', m.cover_id,
      'coverName', c.name, 'active', coalesce(c.active, st.active)) order by m.staff_id <> s.lead_id, st.name)
    from shift_member m join staff st on st.id = m.staff_id left join staff c on c.id = m.cover_id
    where m.shift_id = s.id), '[]'::jsonb)) as row
  from shift s`;

/** Shifts with their people; `where` is ours, never a user's. */
export async function selectShifts(tx: Tx, where: string, ...params: unknown[]): Promise<ShiftRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `${SELECT} ${where}`,
    ...params,
  );
  return rows.map(({ row }) => toRecord<ShiftRecord>(row));
}

/** A team's shifts that have not ended at `from`, in order. */
export const listComingShifts = (
  tx: Tx,
  teamId: string,
  from: Temporal.Instant,
  limit: number,
): Promise<ShiftRecord[]> =>
  selectShifts(
    tx,
    `where s.team_id = $1::uuid and s.ends_at > $2::timestamptz order by s.starts_at limit $3`,
    teamId,
    from.toString(),
    limit,
  );

/** The shift with this id. */
export async function findShift(tx: Tx, id: string): Promise<ShiftRecord | undefined> {
  const [shift] = await selectShifts(tx, `where s.id = $1::uuid`, id);
  return shift;
}

/** Takes out a team's shifts that have not begun and overlap one of these. */
export async function removeOverlapping(
  tx: Tx,
  teamId: string,
  spans: readonly Pick<NewShift, 'startsAt' | 'endsAt'>[],
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  const params = [
    teamId,
    now.toString(),
    JSON.stringify(
      spans.map((span) => ({ starts_at: span.startsAt.toString(), ends_at: span.endsAt.toString() })),
    ),
  ];
  const where = `s.team_id = $1::uuid and s.starts_at > $2::timestamptz and exists (
    select 1 from jsonb_populate_recordset(null::shift, $3::jsonb) n
    where n.starts_at < s.ends_at and n.ends_at > s.starts_at)`;
  await client.$executeRawUnsafe(
    `delete from shift_member where shift_id in (select s.id from shift s where ${where})`,
    ...params,
  );
  await client.$executeRawUnsafe(`delete from shift s where ${where}`, ...params);
  forgetDuty(tx);
}
