/** The routing table, and where a need would go now. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { type Candidate, candidatesFor, chosenOf, listRoutes } from '../../store/routing.ts';
import { defaultTeam } from '../../store/sites.ts';
import { describeRoute } from './describe-route.ts';
import { readFree } from './parse-route.ts';

/** Rows that have a delete button: more would bury the list. */
const BUTTONS = 20;

/** Lists every row by number; administrators can take one out by button. */
export async function showRoutes(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'route.read');
  const { t, locale } = turn;
  const routes = await listRoutes(turn.tx);
  const lines: string[] = [];
  for (const [index, route] of routes.entries()) {
    const { condition, team } = await describeRoute(turn, locale, route);
    lines.push(t(locale, 'staff-routing:row', { number: index + 1, condition, team }));
  }
  const rest = await defaultTeam(turn.tx);
  const head = t(locale, routes.length > 0 ? 'staff-routing:head' : 'staff-routing:none');
  const restKey = routes.length > 0 ? 'staff-routing:row.rest' : 'staff-routing:row.only';
  if (rest) lines.push(t(locale, restKey, { team: rest.name }));
  const mayEdit = can(turn.actor, 'route.edit');
  if (mayEdit) lines.push('', t(locale, 'staff-routing:usage.route'));
  const buttons = mayEdit
    ? routes.slice(0, BUTTONS).map((route, index) => removal(turn, route.id, index))
    : [];
  const choices = Array.from({ length: Math.ceil(buttons.length / 4) }, (_row, at) =>
    buttons.slice(at * 4, at * 4 + 4),
  );
  await turn.reply({ text: [head, ...lines].join('\n'), choices, card: true });
}

const removal = (turn: Turn, id: string, index: number): Choice => ({
  id: `routedel:${id}`,
  label: turn.t(turn.locale, 'staff-routing:button.delete', { number: index + 1 }),
});

/** `/route? …`: names each team in the order it is asked, why, whether anybody is there, and who gets it. */
export async function testRoute(turn: Turn, words: string): Promise<void> {
  assertCan(turn.actor, 'route.read');
  const { t, locale, now } = turn;
  const read = await readFree(turn, words);
  const need = read.need ?? 'other';
  const jurisdiction = read.jurisdiction ?? (read.rest || null);
  const candidates = await candidatesFor(
    turn.tx,
    { siteId: read.site?.id ?? null, jurisdiction, need, care: read.care ? [read.care] : [] },
    now,
  );
  const chosen = chosenOf(candidates);
  const facts = t(locale, 'staff-routing:test.head', {
    need: t(locale, `common:need.${need}`),
    site: read.site?.name ?? t(locale, 'staff-routing:test.unknown'),
    home: jurisdiction ?? t(locale, 'staff-routing:test.unknown'),
  });
  const lines: string[] = [];
  for (const [index, one] of candidates.entries()) {
    lines.push(`${index + 1}. ${await explain(turn, one)}${one === chosen ? ' ✔' : ''}`);
  }
  const key = chosen ? (chosen.staffed ? 'gets' : 'gets-anyway') : 'no-team';
  const last = t(locale, `staff-routing:test.${key}`, { team: chosen?.team.name });
  await turn.reply({ text: [facts, ...lines, last].join('\n') });
}

async function explain(turn: Turn, { team, route, staffed }: Candidate): Promise<string> {
  const { t, locale } = turn;
  const rows = await listRoutes(turn.tx);
  const why = route
    ? t(locale, 'staff-routing:test.row', {
        number: rows.findIndex((row) => row.id === route.id) + 1,
        condition: (await describeRoute(turn, locale, route)).condition,
      })
    : t(locale, 'staff-routing:test.rest');
  const there = t(locale, staffed ? 'staff-routing:test.staffed' : 'staff-routing:test.unstaffed');
  return t(locale, 'staff-routing:test.team', { team: team.name, why, there });
}
