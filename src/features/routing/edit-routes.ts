/** An administrator sets rows of the routing table and takes them out. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import type { Route } from '../../domain/routing.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listTeams } from '../../store/desk.ts';
import type { TeamRecord } from '../../store/records.ts';
import { listRoutes, removeRoute, saveRoute } from '../../store/routing.ts';
import { describeRoute } from './describe-route.ts';
import { type RouteWords, readFacts, readFree } from './parse-route.ts';

/** `site=… home=… need=… TEAM`, or `Sun Hotel medical → TEAM`: these needs go to that team from now on. */
export async function setRoute(turn: Turn, words: string): Promise<void> {
  assertCan(turn.actor, 'route.edit');
  const { facts, team } = await readRow(turn, words);
  const row = {
    siteId: facts.site?.id ?? null,
    jurisdiction: facts.jurisdiction ?? null,
    need: facts.need ?? null,
    care: facts.care ?? null,
    teamId: team.id,
  };
  if (row.siteId === null && row.jurisdiction === null && row.need === null && row.care === null) {
    throw new UserError('staff-routing:error.no-facts', { team: team.name });
  }
  await save(turn, row);
}

async function save(turn: Turn, row: Omit<Route, 'id'>): Promise<void> {
  const { route, before } = await saveRoute(turn.tx, row, turn.now);
  audit(turn, 'route.set', before, route);
  const { condition, team } = await describeRoute(turn, turn.locale, route);
  const was = before && (await describeRoute(turn, turn.locale, before)).team;
  const key = was && was !== team ? 'changed' : 'set';
  await turn.reply({ text: turn.t(turn.locale, `staff-routing:${key}`, { condition, team, was }) });
}

async function readRow(turn: Turn, words: string): Promise<{ facts: RouteWords; team: TeamRecord }> {
  const [left = '', right, ...more] = words.split(/\s*(?:→|->|=>|＞)\s*/u);
  if (more.length > 0) throw new UserError('staff-routing:usage.route');
  const facts = right === undefined ? await readFacts(turn, left) : await readFree(turn, left);
  // Words that name neither a site nor a need could be a home, or a name mistyped: better asked than guessed.
  if (right !== undefined && facts.rest)
    throw new UserError('staff-routing:error.words', { words: facts.rest });
  return { facts, team: await teamNamed(turn, right ?? facts.rest) };
}

async function teamNamed(turn: Turn, name: string): Promise<TeamRecord> {
  const all = await listTeams(turn.tx);
  if (!name.trim()) throw new UserError('staff-routing:usage.route');
  const found = called(all, name);
  if (found[0] && found.length === 1) return found[0];
  const names = (found.length > 1 ? found : all).map((one) => one.name).join(', ');
  throw new UserError('staff-routing:error.team', { name, names });
}

/** `/route delete 2`: takes out the row with this number. */
export async function deleteNumbered(turn: Turn, number: string): Promise<void> {
  assertCan(turn.actor, 'route.edit');
  const route = (await listRoutes(turn.tx))[Number(number.normalize('NFKC')) - 1];
  if (!route) throw new UserError('staff-routing:error.no-row', { number });
  await deleteRoute(turn, route.id);
}

/** Takes a row out; the answer says what it was, and a button puts it back. */
export async function deleteRoute(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'route.edit');
  const route = id ? await removeRoute(turn.tx, id) : undefined;
  if (!route) throw new UserError('staff-routing:error.gone');
  audit(turn, 'route.delete', route, undefined);
  const key = String(turn.inboundId);
  turn.remember({ routeTaken: { key, route } });
  const { condition, team } = await describeRoute(turn, turn.locale, route);
  const choice = { id: `routeback:${key}`, label: turn.t(turn.locale, 'staff-routing:button.back') };
  await turn.reply({
    text: turn.t(turn.locale, 'staff-routing:deleted', { condition, team }),
    choices: [[choice]],
  });
}

/** The button below that answer: only whoever took the row out, and once. */
export async function putBack(turn: Turn, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'route.edit');
  const taken = turn.session.routeTaken as { key: string; route: Route } | undefined;
  if (!taken || taken.key !== key) throw new UserError('staff:error.old-button');
  turn.remember({ routeTaken: undefined });
  const { id: _id, ...row } = taken.route;
  await save(turn, row);
}

function audit(turn: Turn, action: string, before: Route | undefined, after: Route | undefined): void {
  const change = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  addAudit(turn.tx, { actor: turn.actor, action, now: turn.now, channel: turn.inbound.account, ...change });
}
