/** Whom a transfer is meant for: a colleague or a team, by name. */

import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { type Colleague, listColleagues, listTeams } from '../../store/desk.ts';
import type { TeamRecord } from '../../store/records.ts';

/** Who is asked to take a ticket. */
export type TransferTarget =
  | { readonly kind: 'staff'; readonly staff: Colleague }
  | { readonly kind: 'team'; readonly team: TeamRecord };

/** Finds `@username`, a colleague's name or a team's, whole or by a beginning that only one of them has. */
export async function findTarget(turn: Turn, words: string): Promise<TransferTarget> {
  const wanted = fold(words);
  const all = await listTargets(turn);
  const username = /^[@＠](.+)$/u.exec(wanted)?.[1];
  const found = username ? byUsername(all, username) : byName(all, wanted);
  if (found.length > 1) {
    throw new UserError('staff:error.several', { names: found.map(nameOf).join(', '), target: words });
  }
  if (!found[0]) throw new UserError('staff:error.no-colleague', { target: words });
  return found[0];
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

const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

const byUsername = (all: readonly TransferTarget[], username: string): TransferTarget[] => {
  const known = all.filter(
    (target) => target.kind === 'staff' && target.staff.usernames.some((one) => fold(one) === username),
  );
  return known.length > 0 ? known : byName(all, username);
};

function byName(all: readonly TransferTarget[], wanted: string): TransferTarget[] {
  if (!wanted) return [];
  const exact = all.filter((target) => fold(nameOf(target)) === wanted);
  return exact.length > 0 ? exact : all.filter((target) => fold(nameOf(target)).startsWith(wanted));
}
