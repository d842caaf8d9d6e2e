/** The routing table, and the team that takes a new need. */
import type { Need } from '../domain/need.ts';
import { matchingRoutes, type Route, type RouteFacts } from '../domain/routing.ts';
import { isStaffed } from './duty.ts';
import type { TeamRecord } from './records.ts';
import { once, type Tx } from './transaction.ts';

/** Every row of the routing table. */
export function listRoutes(tx: Tx): Promise<Route[]> {
  return once(tx, 'routes', async (client) => {
    const rows = await client.route.findMany({ orderBy: { createdAt: 'asc' } });
    return rows.map(({ id, siteId, jurisdiction, need, teamId }) => ({
      id,
      siteId,
      jurisdiction,
      need: need as Need | null,
      teamId,
    }));
  });
}

const teams = (tx: Tx): Promise<TeamRecord[]> =>
  once(tx, 'teams', (client) => client.team.findMany({ orderBy: { name: 'asc' } }));

/** One team a need could go to, and why. */
export interface Candidate {
  readonly team: TeamRecord;
  /** The row that names it; undefined for the default team. */
  readonly route: Route | undefined;
  /** Whether somebody is there now. */
  readonly staffed: boolean;
}

/** The teams in the order they are asked: matching rows, most specific first, then the default team. */
export async function candidatesFor(tx: Tx, facts: RouteFacts, now: Temporal.Instant): Promise<Candidate[]> {
  const all = await teams(tx);
  const routes: (Route | undefined)[] = matchingRoutes(await listRoutes(tx), facts);
  const candidates: Candidate[] = [];
  for (const route of [...routes, undefined]) {
    const team = all.find((one) => (route ? one.id === route.teamId : one.isDefault));
    if (!team || candidates.some((one) => one.team.id === team.id)) continue;
    candidates.push({ team, route, staffed: await isStaffed(tx, team.id, now) });
  }
  return candidates;
}

/** The first team with somebody there; when nobody is anywhere, the default team, for somebody has to be told. */
export async function teamFor(
  tx: Tx,
  facts: RouteFacts,
  now: Temporal.Instant,
): Promise<TeamRecord | undefined> {
  const candidates = await candidatesFor(tx, facts, now);
  return (candidates.find((one) => one.staffed) ?? candidates.at(-1))?.team;
}
