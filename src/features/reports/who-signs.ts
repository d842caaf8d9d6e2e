/** Who answers for a report: the lead of its team, and whoever oversees all of them. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { can } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { findStaffName, listTeams } from '../../store/desk.ts';
import { leadOnDuty } from '../../store/duty.ts';
import { leadsFor } from '../../store/oversight.ts';
import { type ReportRecord, wasSentTo } from '../../store/reports.ts';
import { candidatesFor } from '../../store/routing.ts';
import { defaultTeam } from '../../store/sites.ts';

/** Somebody in some place, as far as it matters for what they may read and sign there. */
export type Asking = Work &
  Pick<Turn, 'actor' | 'locale'> & { readonly chat: Pick<Turn['chat'], 'kind' | 'teamId'> };

/** The team whose lead signs for a site, or for all (null): the one that takes its needs, whoever is there now. */
export async function teamOf(work: Work, siteId: string | null): Promise<string | null> {
  if (siteId === null) return (await defaultTeam(work.tx))?.id ?? null;
  const facts = { siteId, jurisdiction: null, need: 'other' } as const;
  const [first] = await candidatesFor(work.tx, facts, work.now);
  return first?.team.id ?? null;
}

/** Teams whose lead the actor is now. */
export async function teamsLed(turn: Asking): Promise<string[]> {
  const led: string[] = [];
  for (const { id } of await listTeams(turn.tx)) {
    if ((await leadOnDuty(turn.tx, id, turn.now)) === turn.actor.id) led.push(id);
  }
  return led;
}

/** Whether the actor may draft, correct and sign reports of this team. */
export async function maySign(turn: Asking, teamId: string | null): Promise<boolean> {
  if (can(turn.actor, 'report.edit')) return true;
  if (!teamId || !can(turn.actor, 'report.sign')) return false;
  return (await leadOnDuty(turn.tx, teamId, turn.now)) === turn.actor.id;
}

/** Throws the UserError that says whose it is instead. */
export async function assertMaySign(turn: Asking, teamId: string | null): Promise<void> {
  if (await maySign(turn, teamId)) return;
  const names = await Promise.all(
    (await leadsFor(turn.tx, teamId, turn.now)).map((id) => findStaffName(turn.tx, id)),
  );
  throw new UserError('staff-reports:error.not-yours', {
    names: names.join(', ') || turn.t(turn.locale, 'common:role.supervisor'),
  });
}

/** Under which names reports may have been sent to where the actor is. */
export function recipientsHere(turn: Asking): string[] {
  const { teamId } = turn.chat;
  return [`staff:${turn.actor.id}`, ...(teamId ? [`team:${teamId}`] : [])];
}

/** Whether the actor may read it here: those who sign it, and those it was sent to. */
export async function mayRead(turn: Asking, report: ReportRecord): Promise<boolean> {
  return (await maySign(turn, report.teamId)) || wasSentTo(turn.tx, report.id, recipientsHere(turn));
}
