/** The routing table, and the team that takes a new need. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { Need } from '../domain/need.ts';
import type { CareKind } from '../domain/roster.ts';
import { matchingRoutes, type Route, type RouteFacts, sameCondition } from '../domain/routing.ts';
import { listTeams } from './desk.ts';
import { isStaffed } from './duty.ts';
import type { PersonRecord, TeamRecord, TicketRecord } from './records.ts';
import { once, sql, type Tx } from './transaction.ts';

const ROUTES = 'routes';

/** Every row of the routing table, oldest first: that is how rows are numbered for people. */
export function listRoutes(tx: Tx): Promise<Route[]> {
  return once(tx, ROUTES, async (client) => {
    const rows = await client.route.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    return rows.map(({ id, siteId, jurisdiction, need, care, teamId }) => ({
      id,
      siteId,
      jurisdiction,
      need: need as Need | null,
      care: care as CareKind | null,
      teamId,
    }));
  });
}

/** Holds off everybody else who would edit the table, until the end of this transaction, and reads it afresh. */
async function lockRoutes(tx: Tx): Promise<Route[]> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('routes', 0))`;
  tx.memo.delete(ROUTES);
  return listRoutes(tx);
}

/** Adds a row, or gives the one for the same needs to another team; `before` is what it was. */
export async function saveRoute(
  tx: Tx,
  row: Omit<Route, 'id'>,
  now: Temporal.Instant,
): Promise<{ route: Route; before: Route | undefined }> {
  const before = (await lockRoutes(tx)).find((one) => sameCondition(one, row));
  const route = { ...row, id: before?.id ?? randomUUIDv7() };
  const client = await sql(tx);
  const { id: _id, ...data } = route;
  if (before) await client.route.update({ where: { id: before.id }, data });
  else await client.route.create({ data: { ...route, createdAt: toDate(now) } });
  tx.memo.delete(ROUTES);
  return { route, before };
}

/** Takes a row out; undefined when somebody was first. */
export async function removeRoute(tx: Tx, id: string): Promise<Route | undefined> {
  const route = (await lockRoutes(tx)).find((one) => one.id === id);
  if (!route) return undefined;
  const client = await sql(tx);
  await client.route.delete({ where: { id } });
  tx.memo.delete(ROUTES);
  return route;
}

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
  const all = await listTeams(tx);
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
export const chosenOf = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.find((one) => one.staffed) ?? candidates.find((one) => one.team.isDefault) ?? candidates.at(-1);

/** The team that takes this need now; undefined before any team is named. */
export async function teamFor(
  tx: Tx,
  facts: RouteFacts,
  now: Temporal.Instant,
): Promise<TeamRecord | undefined> {
  return chosenOf(await candidatesFor(tx, facts, now))?.team;
}

/** The teams a ticket that is opened now should have gone to, had anybody of theirs been there; mostly none. */
export async function passedOver(
  tx: Tx,
  ticket: Pick<TicketRecord, 'siteId' | 'need' | 'teamId'>,
  person: Pick<PersonRecord, 'jurisdiction' | 'care'> | undefined,
  now: Temporal.Instant,
): Promise<TeamRecord[]> {
  const { jurisdiction = null, care = [] } = person ?? {};
  const candidates = await candidatesFor(tx, { ...ticket, jurisdiction, care }, now);
  const chosen = chosenOf(candidates);
  if (!chosen || chosen.team.id !== ticket.teamId) return [];
  const passed = chosen.staffed ? candidates.slice(0, candidates.indexOf(chosen)) : candidates;
  return passed.filter((one) => !one.staffed).map((one) => one.team);
}
