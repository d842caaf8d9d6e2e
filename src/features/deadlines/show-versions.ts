/** `/deadlines versions`: which rules held when, who changed them, and what that changed. */
import { isDeepStrictEqual } from 'node:util';
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { allowanceFor, type DeadlineRules } from '../../domain/deadlines.ts';
import { NEEDS, URGENCIES } from '../../domain/need.ts';
import { shortTime } from '../../domain/short-time.ts';
import { type DatedRules, listRules } from '../../store/deadlines.ts';
import { listTeams } from '../../store/desk.ts';
import type { DeadlinesDeps } from './index.ts';
import { allowanceText, hoursText, ruleName } from './show-rules.ts';

/** Versions in one answer. */
const SHOWN = 10;

/** Answers with the latest versions, each against the one before. */
export async function showVersions(turn: Turn, { zone }: DeadlinesDeps): Promise<void> {
  assertCan(turn.actor, 'deadlines.read');
  const { tx, t, locale, now } = turn;
  const say = (key: string, params?: Record<string, unknown>): string =>
    t(locale, `staff-deadlines:version.${key}`, params);
  const versions = await listRules(tx, SHOWN + 1);
  const teams = new Map((await listTeams(tx)).map(({ id, name }) => [id, name]));
  const lines = versions.slice(0, SHOWN).flatMap(({ version, rules, at, by }, place) => {
    const before: DatedRules | undefined = versions[place + 1];
    const name = by ?? say('program');
    return [
      say('row', { version, time: shortTime(at, now, zone), name }),
      ...(before ? changes(turn, before.rules, rules, teams) : []),
    ];
  });
  await turn.reply({ text: [say('head'), ...lines].join('\n') });
}

/** One line for each rule that is another than before. */
function changes(
  turn: Turn,
  before: DeadlineRules,
  after: DeadlineRules,
  teams: ReadonlyMap<string, string>,
): string[] {
  const line = (name: string, [was, is]: readonly string[]): string =>
    turn.t(turn.locale, 'staff-deadlines:version.change', { name, was, is });
  const both = [before, after];
  const allowances = URGENCIES.toReversed().flatMap((urgency) =>
    [undefined, ...NEEDS].flatMap((need) => {
      const [was, is] = both.map((rules) =>
        need ? rules.need[`${need} ${urgency}`] : rules.urgency[urgency],
      );
      if (isDeepStrictEqual(was, is)) return [];
      const texts = both.map((rules) => allowanceText(turn, allowanceFor(rules, need ?? 'other', urgency)));
      return [line(ruleName(turn, { need, urgency }), texts)];
    }),
  );
  const changed = [...new Set(both.flatMap(({ hours }) => Object.keys(hours)))].filter(
    (id) => !isDeepStrictEqual(before.hours[id], after.hours[id]),
  );
  const hours = changed.map((id) =>
    line(
      teams.get(id) ?? '—',
      both.map((rules) => hoursText(turn, rules.hours[id])),
    ),
  );
  return [...allowances, ...hours];
}
