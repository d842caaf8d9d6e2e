/** A cover is taken back: whoever was to be covered comes after all. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { listCoveredShifts, setCover } from '../../store/covers.ts';
import { listColleagues } from '../../store/desk.ts';
import type { ShiftMember, ShiftRecord } from '../../store/shifts.ts';
import { colleagueNamed } from './parse-plan.ts';
import type { ShiftDeps } from './shift-words.ts';
import { auditCover, tell, textOf } from './tell-cover.ts';

/** `/cover off [NAME]`: by whoever stands in, or by the colleague who can come after all. */
export async function undoCover(turn: Turn, deps: ShiftDeps, name: string): Promise<void> {
  const { actor, tx, now } = turn;
  const about = name ? colleagueNamed(await listColleagues(tx), name) : undefined;
  const shifts = await listCoveredShifts(tx, about?.id ?? actor.id, now);
  const mine = shifts.flatMap((shift) =>
    shift.members.filter((one) => mayUndo(turn, one, about?.id)).map((member) => ({ shift, member })),
  );
  const [first] = mine;
  if (!first) throw new UserError('staff-shifts:error.no-cover');
  await uncover(turn, deps, first.shift, first.member);
}

/** The undo button. */
export async function undoCoverById(turn: Turn, deps: ShiftDeps, shiftId: string | undefined): Promise<void> {
  assertCan(turn.actor, 'shift.cover');
  const shifts = await listCoveredShifts(turn.tx, turn.actor.id, turn.now);
  const shift = shifts.find((one) => one.id === shiftId);
  const member = shift?.members.find((one) => one.coverId === turn.actor.id);
  if (!shift || !member) throw new UserError('staff-shifts:error.no-cover');
  await uncover(turn, deps, shift, member);
}

/** One's own cover and one's own place always; others' by whoever makes the plans. */
function mayUndo(turn: Turn, member: ShiftMember, about: string | undefined): boolean {
  if (!member.coverId) return false;
  const sides = [member.coverId, member.staffId];
  if (about && !sides.includes(about)) return false;
  return sides.includes(turn.actor.id) || (about !== undefined && can(turn.actor, 'shift.edit'));
}

async function uncover(turn: Turn, deps: ShiftDeps, shift: ShiftRecord, member: ShiftMember): Promise<void> {
  const { t, locale, actor, tx } = turn;
  const place = { shiftId: shift.id, staffId: member.staffId };
  if (!(await setCover(tx, place, member.coverId, null))) throw new UserError('staff:error.old-button');
  auditCover(turn, 'shift.uncover', place, member.coverId, null);
  const span = await textOf(turn, deps, shift);
  const params = { name: member.name, cover: member.coverName, shift: span };
  await turn.reply({ text: t(locale, 'staff-shifts:cover.undone', params) });
  for (const side of [member.staffId, member.coverId]) {
    if (side && side !== actor.id) await tell(turn, deps, side, 'staff-shifts:cover.undone', shift, params);
  }
}
