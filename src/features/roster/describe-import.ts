/** An import in words: how many people, and what somebody should look at, in the order of the rows. */
import { isolate } from '../../domain/isolate.ts';
import type { Translate } from '../../domain/locale.ts';
import { describeMatch, describeProblem } from '../../domain/roster/problem-text.ts';
import type { RosterProblem } from '../../domain/roster.ts';
import { FATES, type NotedMatch } from '../../domain/roster-import.ts';
import { type ImportReport, peopleIn } from './import-roster.ts';

/** One thing to look at. */
export interface ReportLine {
  readonly row: number;
  readonly column: RosterProblem['column'];
  readonly text: string;
}

/** How many people there are and what becomes of them, a line for each kind that there is. */
export function describeCounts({ counts, state }: ImportReport, locale: string, t: Translate): string {
  const { wrong } = counts;
  const tense = state === 'dry' ? 'would' : 'has';
  const lines = FATES.filter((fate) => counts[fate] > 0).map((fate) =>
    t(locale, `staff-import:${tense}.${fate}`, { count: counts[fate] }),
  );
  if (wrong > 0) lines.push(t(locale, 'staff-import:wrong', { count: wrong }));
  const people = t(locale, 'staff-import:people', { count: peopleIn(counts) });
  return [people, ...lines.map((line) => `• ${line}`)].join('\n');
}

/** Everything to look at. */
export function listReport({ problems, matches }: ImportReport, locale: string, t: Translate): ReportLine[] {
  return [
    ...problems.map((problem) => ({
      row: problem.row,
      column: problem.column,
      text: describeProblem(problem, locale, t),
    })),
    ...matches.map((noted) => ({
      row: noted.match.row,
      column: null,
      text: matchText(noted, locale, t),
    })),
  ].sort((one, two) => one.row - two.row);
}

/** With what was done about it: certain ones need no explanation. */
function matchText({ match, name, isTaken }: NotedMatch, locale: string, t: Translate): string {
  if (match.reasons.length === 0)
    return t(locale, 'staff-import:same-words', { row: match.row, name: isolate(name) });
  const text = describeMatch(match, locale, t, name);
  const key = isTaken ? 'staff-import:taken' : 'staff-import:not-taken';
  return t(locale, key, { text });
}
