/** Whom a transfer is meant for: a colleague or a team, by name. */

import type { Turn } from '../../conversation/feature.ts';
import { called } from '../../domain/called.ts';
import { UserError } from '../../errors.ts';
import { type Colleague, listColleagues, listTeams } from '../../store/desk.ts';
import type { TeamRecord } from '../../store/records.ts';

/** Who is asked to take a ticket. */
export type TransferTarget =
  | { readonly kind: 'staff'; readonly staff: Colleague }
  | { readonly kind: 'team'; readonly team: TeamRecord };

/** Finds `@username`, a colleague's name or a team's, whole or by a beginning that only one of them has. */
export async function findTarget(turn: Turn, words: string): Promise<TransferTarget> {
  const all = (await listTargets(turn)).map((target) => ({
    target,
    name: nameOf(target),
    usernames: target.kind === 'staff' ? target.staff.usernames : [],
  }));
  const found = called(all, words);
  if (found.length > 1) {
    throw new UserError('staff:error.several', {
      names: found.map(({ name }) => name).join(', '),
      target: words,
    });
  }
  if (!found[0]) throw new UserError('staff:error.no-colleague', { target: words });
  return found[0].target;
}

/** The colleague or team behind a button; one who has left since is refused. */
export async function targetById(
  turn: Turn,
  kind: string | undefined,
  id: string | undefined,
): Promise<TransferTarget> {
  const all = await listTargets(turn);
  const found = all.find((target) =>
    target.kind === 'staff' ? kind === 's' && target.staff.id === id : kind === 't' && target.team.id === id,
  );
  if (!found) throw new UserError('staff:error.old-button');
  return found;
}

/** Every active colleague and every team. */
export async function listTargets(turn: Turn): Promise<TransferTarget[]> {
  const colleagues = await listColleagues(turn.tx);
  const teams = await listTeams(turn.tx);
  return [
    ...colleagues.map((staff): TransferTarget => ({ kind: 'staff', staff })),
    ...teams.map((team): TransferTarget => ({ kind: 'team', team })),
  ];
}

/** What a colleague or a team is called. */
export const nameOf = (target: TransferTarget): string =>
  target.kind === 'staff' ? target.staff.name : target.team.name;
