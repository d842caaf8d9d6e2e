/** What is said and recorded of covers. */
import type { Turn } from '../../conversation/feature.ts';
import { addAudit } from '../../store/audit.ts';
import { listPlannedTeams } from '../../store/shift-plans.ts';
import type { ShiftRecord } from '../../store/shifts.ts';
import { type ShiftDeps, spanText, zoneHere } from './shift-words.ts';

/** The shift in words, in its team's zone. */
export async function textOf(
  turn: Turn,
  deps: ShiftDeps,
  shift: ShiftRecord,
  locale = turn.locale,
): Promise<string> {
  const team = (await listPlannedTeams(turn.tx)).find((one) => one.id === shift.teamId);
  return spanText(turn, locale, shift, await zoneHere(turn, deps, team?.shiftPlan));
}

/** Tells a colleague in private, in their own language; they may have no chat with the bot. */
export async function tell(
  turn: Turn,
  deps: ShiftDeps,
  staffId: string,
  text: string,
  shift: ShiftRecord,
  params: Record<string, unknown>,
): Promise<void> {
  const reach = await deps.desk.reachStaff(turn, staffId, '');
  if (!reach) return;
  const span = await textOf(turn, deps, shift, reach.locale);
  const key = `cover:${turn.inboundId}:${staffId}`;
  await turn.say(reach.target, { text: turn.t(reach.locale, text, { ...params, shift: span }) }, { key });
}

/** Who stands in for whom is on the record. */
export function auditCover(
  turn: Turn,
  action: string,
  place: { readonly shiftId: string; readonly staffId: string },
  before: string | null,
  after: string | null,
): void {
  addAudit(turn.tx, {
    actor: turn.actor,
    action,
    now: turn.now,
    channel: turn.inbound.account,
    before: { ...place, coverId: before },
    after: { ...place, coverId: after },
  });
}
