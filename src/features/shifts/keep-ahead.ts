/** Writes down the shifts that a team's plan makes, two weeks ahead. */
import type { Work } from '../../conversation/feature.ts';
import { shiftsBetween } from '../../domain/shift-plan.ts';
import { listPlannedTeams, lockShifts, type PlannedTeam } from '../../store/shift-plans.ts';
import { addShifts } from '../../store/shifts.ts';

/** How far ahead, in hours. */
const AHEAD = 14 * 24;

/** Every team whose shifts do not reach so far gets those that are missing; nothing is done twice. */
export async function keepAhead(work: Work): Promise<void> {
  for (const team of await listPlannedTeams(work.tx)) {
    if (!isShort(work, team)) continue;
    await lockShifts(work.tx, team.id);
    const fresh = (await listPlannedTeams(work.tx)).find((one) => one.id === team.id);
    if (fresh) await extend(work, fresh);
  }
}

const isShort = ({ now }: Work, { shiftPlan, endsAt }: PlannedTeam): boolean =>
  shiftPlan.kind === 'rota' && (!endsAt || Temporal.Instant.compare(endsAt, now.add({ hours: AHEAD })) < 0);

/** Adds what is missing after a team's last shift; one that is under way begins where that ended. */
export async function extend(work: Work, team: PlannedTeam): Promise<number> {
  const { shiftPlan, endsAt } = team;
  if (shiftPlan.kind !== 'rota') return 0;
  const { now } = work;
  const from = endsAt && Temporal.Instant.compare(endsAt, now) > 0 ? endsAt : now;
  const made = shiftsBetween(shiftPlan, from, now.add({ hours: AHEAD }));
  return addShifts(
    work.tx,
    made.map((shift) => ({
      teamId: team.id,
      name: shift.name,
      startsAt: endsAt && Temporal.Instant.compare(shift.startsAt, endsAt) < 0 ? endsAt : shift.startsAt,
      endsAt: shift.endsAt,
      leadId: shift.crew.lead,
      members: [...new Set([shift.crew.lead, ...shift.crew.members])],
    })),
  );
}
