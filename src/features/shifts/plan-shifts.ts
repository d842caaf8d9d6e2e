/** `/shift plan …`: a team works in shifts from now on, or no more; shown first, done when confirmed. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { type Rota, shiftsBetween } from '../../domain/shift-plan.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listColleagues, listTeams } from '../../store/desk.ts';
import { closeHandovers } from '../../store/handovers.ts';
import { listPlannedTeams, lockShifts, savePlan } from '../../store/shift-plans.ts';
import { endRunningShift, listComingShifts, removeShifts } from '../../store/shifts.ts';
import { extend } from './keep-ahead.ts';
import { parsePlan } from './parse-plan.ts';
import { type ShiftDeps, spanText, zoneHere } from './shift-words.ts';

/** Shifts shown before a plan is confirmed. */
const SHOWN = 6;

interface PlanDraft {
  readonly key: string;
  readonly teamId: string;
  readonly rota: Rota | null;
}

/** Shows what the plan makes, and asks. */
export async function proposePlan(turn: Turn, deps: ShiftDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'shift.edit');
  if (!words) throw new UserError('staff-shifts:usage.plan');
  const { t, locale } = turn;
  const { team, rota } = await parsePlan(turn, words, await zoneHere(turn, deps));
  const known = (await listPlannedTeams(turn.tx)).find((one) => one.id === team.id);
  if (!rota && !known) throw new UserError('staff-shifts:error.no-plan', { team: team.name });
  const key = String(turn.inboundId);
  const draft: PlanDraft = { key, teamId: team.id, rota };
  turn.remember({ shiftPlan: draft });
  const head = rota
    ? t(locale, 'staff-shifts:plan.head', { team: team.name, zone: rota.zone })
    : t(locale, 'staff-shifts:plan.off', { team: team.name });
  const lines = rota ? await preview(turn, rota) : [];
  const coming = await listComingShifts(turn.tx, team.id, turn.now, 1000);
  if (coming.length > 0) lines.push(t(locale, 'staff-shifts:plan.replaces', { count: coming.length }));
  const choices = [
    [{ id: `planyes:${key}`, label: t(locale, 'staff-shifts:button.yes') }],
    [{ id: `planno:${key}`, label: t(locale, 'staff-shifts:button.no') }],
  ];
  await turn.reply({ text: [head, ...lines].join('\n'), choices });
}

async function preview(turn: Turn, rota: Rota): Promise<string[]> {
  const names = new Map((await listColleagues(turn.tx)).map(({ id, name }) => [id, name]));
  const shifts = shiftsBetween(rota, turn.now, turn.now.add({ hours: 24 * SHOWN })).slice(0, SHOWN);
  return shifts.map((shift) => {
    const people = shift.crew.members.map(
      (id) => `${names.get(id) ?? '?'}${id === shift.crew.lead ? ' ★' : ''}`,
    );
    return `${spanText(turn, turn.locale, shift, rota.zone)} · ${people.join(', ')}`;
  });
}

/** The question was answered with yes, by whoever was asked, and once. */
export async function confirmPlan(turn: Turn, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'shift.edit');
  const { teamId, rota } = takeDraft(turn, key);
  await lockShifts(turn.tx, teamId);
  const before = (await listPlannedTeams(turn.tx)).find((one) => one.id === teamId);
  await removeShifts(turn.tx, teamId, turn.now);
  // Whoever is on now hands over to the new plan; without one there is nobody to hand over to.
  await endRunningShift(turn.tx, teamId, turn.now);
  await savePlan(turn.tx, teamId, rota);
  const team = (await listTeams(turn.tx)).find((one) => one.id === teamId);
  const name = team?.name ?? '?';
  addAudit(turn.tx, {
    actor: turn.actor,
    action: 'shift.plan',
    now: turn.now,
    channel: turn.inbound.account,
    before: { teamId, plan: before?.shiftPlan ?? null },
    after: { teamId, plan: rota },
  });
  if (!rota) {
    await closeHandovers(turn.tx, teamId, turn.now);
    return turn.reply({ text: turn.t(turn.locale, 'staff-shifts:plan.is-off', { team: name }) });
  }
  const planned = (await listPlannedTeams(turn.tx)).find((one) => one.id === teamId);
  const count = planned ? await extend(turn, planned) : 0;
  await turn.reply({ text: turn.t(turn.locale, 'staff-shifts:plan.set', { team: name, count }) });
}

/** The question was answered with no. */
export async function dropPlan(turn: Turn, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'shift.edit');
  takeDraft(turn, key);
  await turn.reply({ text: turn.t(turn.locale, 'staff-shifts:kept') });
}

function takeDraft(turn: Turn, key: string | undefined): PlanDraft {
  const draft = turn.session.shiftPlan as PlanDraft | undefined;
  if (!draft || draft.key !== key) throw new UserError('staff:error.old-button');
  turn.remember({ shiftPlan: undefined });
  return draft;
}
