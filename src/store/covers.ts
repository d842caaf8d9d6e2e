/** Who stands in for whom. */
import { forgetDuty } from './duty.ts';
import { type ShiftRecord, selectShifts } from './shifts.ts';
import { sql, type Tx } from './transaction.ts';

/** The shift of a colleague that runs now, or their next one. */
export async function findShiftOf(
  tx: Tx,
  staffId: string,
  now: Temporal.Instant,
): Promise<ShiftRecord | undefined> {
  const [shift] = await selectShifts(
    tx,
    `where s.ends_at > $2::timestamptz and exists (
       select 1 from shift_member m where m.shift_id = s.id and m.staff_id = $1::uuid)
     order by s.starts_at limit 1`,
    staffId,
    now.toString(),
  );
  return shift;
}

/** The shifts that have not ended in which somebody stands in for a colleague, or has a colleague standing in. */
export const listCoveredShifts = (tx: Tx, staffId: string, now: Temporal.Instant): Promise<ShiftRecord[]> =>
  selectShifts(
    tx,
    `where s.ends_at > $2::timestamptz and exists (
       select 1 from shift_member m where m.shift_id = s.id and m.cover_id is not null
         and $1::uuid in (m.cover_id, m.staff_id))
     order by s.starts_at`,
    staffId,
    now.toString(),
  );

/** Sets who stands in for a colleague, if it is still as `from` says; false when somebody was first. */
export async function setCover(
  tx: Tx,
  member: { readonly shiftId: string; readonly staffId: string },
  from: string | null,
  to: string | null,
): Promise<boolean> {
  const client = await sql(tx);
  const changed = await client.$executeRaw`
    update shift_member set cover_id = ${to}::uuid
    where shift_id = ${member.shiftId}::uuid and staff_id = ${member.staffId}::uuid
      and cover_id is not distinct from ${from}::uuid`;
  forgetDuty(tx);
  return changed > 0;
}
