/** `/missing [flight|site|jurisdiction, or one of them by name]`: everybody on the list, accounted for. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { fold } from '../../domain/called.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import {
  CHECKS,
  type Check,
  lacking,
  listed,
  PLACES,
  type Reckoning,
  sumOf,
} from '../../domain/reconciliation.ts';
import { UserError } from '../../errors.ts';
import { daysInForce, listRounds } from '../../store/check-in-days.ts';
import {
  type Grouping,
  listLacking,
  reckon,
  type Scope,
  scopeOf,
  type Today,
} from '../../store/reconciliation.ts';

/** What an installation decides. */
export interface MissingDeps {
  /** Time zone of sites that name none. */
  readonly zone: string;
}

const GROUPINGS: Record<string, Grouping> = {
  flight: 'flight',
  flights: 'flight',
  航班: 'flight',
  site: 'site',
  sites: 'site',
  场所: 'site',
  場所: 'site',
  酒店: 'site',
  jurisdiction: 'jurisdiction',
  home: 'jurisdiction',
  属地: 'jurisdiction',
  屬地: 'jurisdiction',
};
/** The kinds of lists behind the counts. */
const LISTS = ['unaccounted', ...CHECKS] as const;
const MOST_GROUPS = 15;
const PAGE = 30;

/** Counts, the sum first, and buttons for those who lack something. */
export async function showMissing(turn: Turn, deps: MissingDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'count.read');
  const scope = await readScope(turn, words);
  const all = await reckon(turn.tx, scope, await today(turn, deps));
  if (all.length === 0) return turn.reply({ text: say(turn, 'nobody') });
  const sum = sumOf(all, scope.name ?? null);
  const head = scope.name ? isolate(scope.name) : say(turn, 'everybody');
  const lines = [head, ...wholeLines(turn, sum)];
  if (!scope.name && all.length > 1)
    lines.push('', ...all.slice(0, MOST_GROUPS).map((one) => line(turn, scope, one)));
  if (all.length > MOST_GROUPS)
    lines.push(say(turn, 'more', { count: all.length - MOST_GROUPS, by: scope.by }));
  turn.remember({ missing: scope });
  await turn.reply({ text: lines.join('\n'), choices: buttons(turn, sum) });
}

/** The names behind a count, page by page. */
export async function showLacking(turn: Turn, deps: MissingDeps, args: readonly string[]): Promise<void> {
  assertCan(turn.actor, 'count.read');
  const what = LISTS.find((list) => list === args[0]);
  const offset = Number(args[1] ?? 0);
  const scope = turn.session.missing as Scope | undefined;
  if (!what || !scope || !Number.isSafeInteger(offset) || offset < 0)
    throw new UserError('common:error.old-choice');
  const found = await listLacking(turn.tx, scope, what, await today(turn, deps), { limit: PAGE + 1, offset });
  const title = say(turn, `list.${what}`);
  const lines = found.slice(0, PAGE).map(({ name, room, site, flight }) => {
    const where = [site, room, flight].filter((part) => part !== null).map(isolate);
    return `· ${[isolate(name ?? '?'), ...where].join(' · ')}`;
  });
  const next: Choice[][] =
    found.length > PAGE
      ? [[{ id: `lacking:${what}:${offset + PAGE}`, label: say(turn, 'button.next') }]]
      : [];
  await turn.reply({
    text: [title, ...(lines.length > 0 ? lines : [say(turn, 'list.none')])].join('\n'),
    choices: next,
  });
}

async function readScope(turn: Turn, words: string): Promise<Scope> {
  if (!words) return { by: 'site' };
  const by = GROUPINGS[fold(words)] ?? GROUPINGS[words];
  if (by) return { by };
  const scope = await scopeOf(turn.tx, words);
  if (!scope) throw new UserError('staff-missing:error.unknown', { words });
  return scope;
}

async function today(turn: Turn, { zone }: MissingDeps): Promise<Today> {
  const days = daysInForce(await listRounds(turn, zone), turn.now);
  return { now: turn.now, zone, days };
}

/** What adds up to what, in full. */
function wholeLines(turn: Turn, sum: Reckoning): string[] {
  const parts = PLACES.filter((place) => sum.places[place] > 0 || place === 'unaccounted').map((place) =>
    say(turn, `place.${place}`, { count: sum.places[place] }),
  );
  const total = say(turn, 'listed', { count: listed(sum), parts: parts.join(' + ') });
  const { here } = sum.places;
  if (here === 0) return [total];
  const checks = CHECKS.map((check) =>
    say(turn, `check.${check}`, { passed: sum.passed[check], lacking: lacking(sum, check) }),
  );
  return [total, say(turn, 'here', { count: here }), ...checks.map((check) => `· ${check}`)];
}

/** One flight, site or jurisdiction, in a line. */
function line(turn: Turn, { by }: Scope, one: Reckoning): string {
  const name = one.name === null ? say(turn, `none.${by}`) : isolate(one.name);
  const short = (check: Check): string => `${one.passed[check]}/${one.places.here}`;
  const mark = one.places.unaccounted > 0 ? '⚠️ ' : '';
  return `${mark}${say(turn, 'line', {
    name,
    listed: listed(one),
    unaccounted: one.places.unaccounted,
    registered: short('registered'),
    contacted: short('contacted'),
    heard: short('heard'),
    tested: short('tested'),
  })}`;
}

function buttons(turn: Turn, sum: Reckoning): Choice[][] {
  const count = (list: (typeof LISTS)[number]): number =>
    list === 'unaccounted' ? sum.places.unaccounted : lacking(sum, list);
  return LISTS.filter((list) => count(list) > 0).map((list) => [
    { id: `lacking:${list}:0`, label: say(turn, `button.${list}`, { count: count(list) }) },
  ]);
}

const say = (turn: Turn, key: string, params: Record<string, unknown> = {}): string =>
  turn.t(turn.locale, `staff-missing:${key}`, params);
