/** Writes down the shifts of a table that was checked and shown before. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { ImportContext, ImportedShift } from '../../domain/shift-import.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listColleagues, listTeams } from '../../store/desk.ts';
import { listPlannedTeams, lockShifts, savePlan } from '../../store/shift-plans.ts';
import { addShifts, listComingShifts, removeOverlapping } from '../../store/shifts.ts';
import { type ShiftDeps, zoneHere } from './shift-words.ts';

interface StoredShift extends Omit<ImportedShift, 'startsAt' | 'endsAt'> {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** What waits to be confirmed. */
export interface ImportDraft {
  readonly key: string;
  readonly shifts: readonly StoredShift[];
}

/** What a table is read against, as it is now. */
export async function contextOf(turn: Turn, deps: ShiftDeps): Promise<ImportContext> {
  const planned = await listPlannedTeams(turn.tx);
  const teams: ImportContext['teams'][number][] = [];
  for (const { id, name } of await listTeams(turn.tx)) {
    const zone = await zoneHere(turn, deps, planned.find((one) => one.id === id)?.shiftPlan);
    const busyUntil = await busyUntilOf(turn, id);
    teams.push({ id, name, zone, ...(busyUntil ? { busyUntil } : {}) });
  }
  return { teams, colleagues: await listColleagues(turn.tx), now: turn.now };
}

/** When the shift that runs now ends: what has begun is not rewritten. */
async function busyUntilOf(turn: Turn, teamId: string): Promise<Temporal.Instant | undefined> {
  const [running] = await listComingShifts(turn.tx, teamId, turn.now, 1);
  const isOn = running && Temporal.Instant.compare(running.startsAt, turn.now) <= 0;
  return isOn ? running.endsAt : undefined;
}

/** The question was answered with yes: what was shown is written down, unless it has become wrong meanwhile. */
export async function confirmImport(turn: Turn, deps: ShiftDeps, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'shift.edit');
  const shifts = takeDraft(turn, key);
  const teamIds = [...new Set(shifts.map((shift) => shift.teamId))].sort();
  for (const teamId of teamIds) await lockShifts(turn.tx, teamId);
  const context = await contextOf(turn, deps);
  const stale = shifts.some(({ teamId, startsAt, endsAt }) => {
    const busy = context.teams.find((one) => one.id === teamId)?.busyUntil;
    const isOver = Temporal.Instant.compare(endsAt, turn.now) <= 0;
    return isOver || (busy && Temporal.Instant.compare(startsAt, busy) < 0);
  });
  if (stale) throw new UserError('staff-shifts:error.stale-import');
  const planned = new Set((await listPlannedTeams(turn.tx)).map((one) => one.id));
  for (const teamId of teamIds) {
    const own = shifts.filter((shift) => shift.teamId === teamId);
    await removeOverlapping(turn.tx, teamId, own, turn.now);
    const zone = context.teams.find((one) => one.id === teamId)?.zone ?? deps.zone;
    if (!planned.has(teamId)) await savePlan(turn.tx, teamId, { kind: 'written', zone });
  }
  const count = await addShifts(turn.tx, shifts);
  addAudit(turn.tx, {
    actor: turn.actor,
    action: 'shift.import',
    now: turn.now,
    channel: turn.inbound.account,
    after: { teams: teamIds, shifts: count },
  });
  await turn.reply({ text: turn.t(turn.locale, 'staff-shifts:import.done', { count }) });
}

/** The question was answered with no. */
export async function dropImport(turn: Turn, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'shift.edit');
  takeDraft(turn, key);
  await turn.reply({ text: turn.t(turn.locale, 'staff-shifts:kept') });
}

function takeDraft(turn: Turn, key: string | undefined): ImportedShift[] {
  const draft = turn.session.shiftImport as ImportDraft | undefined;
  if (!draft || draft.key !== key) throw new UserError('staff:error.old-button');
  turn.remember({ shiftImport: undefined });
  return draft.shifts.map((shift) => ({
    ...shift,
    startsAt: Temporal.Instant.from(shift.startsAt),
    endsAt: Temporal.Instant.from(shift.endsAt),
  }));
}
