/** `/cover @staff`: I stand in for that colleague in the shift that runs, or in their next one. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { findShiftOf, setCover } from '../../store/covers.ts';
import { type Colleague, listColleagues } from '../../store/desk.ts';
import { listPlannedTeams } from '../../store/shift-plans.ts';
import { listComingShifts } from '../../store/shifts.ts';
import { colleagueNamed } from './parse-plan.ts';
import type { ShiftDeps } from './shift-words.ts';
import { auditCover, tell, textOf } from './tell-cover.ts';
import { undoCover } from './undo-cover.ts';

const UNDO = /^(?:off|undo|取消|撤销|撤銷)\s*/iu;

/** By name; without one, everybody of the coming shifts as buttons; `off` undoes. */
export async function cover(turn: Turn, deps: ShiftDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'shift.cover');
  if (!words) return chooseWho(turn);
  if (UNDO.test(words)) return undoCover(turn, deps, words.replace(UNDO, ''));
  await coverFor(turn, deps, colleagueNamed(await listColleagues(turn.tx), words));
}

/** The button with a colleague's name on it. */
export async function coverById(turn: Turn, deps: ShiftDeps, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'shift.cover');
  const colleague = (await listColleagues(turn.tx)).find((one) => one.id === id);
  if (!colleague) throw new UserError('staff:error.old-button');
  await coverFor(turn, deps, colleague);
}

/** Everybody who works in the shift that runs or in the next, of every team, and has no cover. */
export async function chooseWho(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'shift.cover');
  const choices = new Map<string, Choice>();
  for (const team of await listPlannedTeams(turn.tx)) {
    for (const shift of await listComingShifts(turn.tx, team.id, turn.now, 2)) {
      for (const { staffId, name, coverId } of shift.members) {
        if (coverId || staffId === turn.actor.id) continue;
        choices.set(staffId, { id: `cover:${staffId}`, label: name });
      }
    }
  }
  if (choices.size === 0) throw new UserError('staff-shifts:usage.cover');
  const all = [...choices.values()].slice(0, 40);
  const rows = Array.from({ length: Math.ceil(all.length / 2) }, (_row, at) => all.slice(at * 2, at * 2 + 2));
  await turn.reply({ text: turn.t(turn.locale, 'staff-shifts:cover.whom'), choices: rows });
}

async function coverFor(turn: Turn, deps: ShiftDeps, colleague: Colleague): Promise<void> {
  const { t, locale, actor, tx, now } = turn;
  if (colleague.id === actor.id) throw new UserError('staff-shifts:error.cover-self');
  const shift = await findShiftOf(tx, colleague.id, now);
  const member = shift?.members.find((one) => one.staffId === colleague.id);
  if (!shift || !member) throw new UserError('staff-shifts:error.no-shift', { name: colleague.name });
  const span = await textOf(turn, deps, shift);
  if (member.coverId === actor.id)
    throw new UserError('staff-shifts:error.cover-yours', { name: colleague.name, shift: span });
  // Two places cannot be filled by one person: nobody would come for one of them.
  const busy = shift.members.some((one) => (one.coverId ?? one.staffId) === actor.id);
  if (busy) throw new UserError('staff-shifts:error.cover-busy', { name: colleague.name, shift: span });
  const place = { shiftId: shift.id, staffId: colleague.id };
  if (member.coverId || !(await setCover(tx, place, null, actor.id)))
    throw await coveredAlready(turn, deps, colleague);
  auditCover(turn, 'shift.cover', { shiftId: shift.id, staffId: colleague.id }, null, actor.id);
  const params = { name: colleague.name, cover: turn.staff?.name, shift: span };
  const undo = { id: `uncover:${shift.id}`, label: t(locale, 'staff-shifts:button.undo') };
  await turn.reply({ text: t(locale, 'staff-shifts:cover.done', params), choices: [[undo]] });
  await tell(turn, deps, colleague.id, 'staff-shifts:cover.told', shift, params);
}

async function coveredAlready(turn: Turn, deps: ShiftDeps, colleague: Colleague): Promise<UserError> {
  const shift = await findShiftOf(turn.tx, colleague.id, turn.now);
  const now = shift?.members.find((one) => one.staffId === colleague.id);
  if (!shift || !now?.coverId) return new UserError('staff:error.old-button');
  const span = await textOf(turn, deps, shift);
  return new UserError('staff-shifts:error.covered', {
    name: colleague.name,
    cover: now.coverName,
    shift: span,
  });
}
