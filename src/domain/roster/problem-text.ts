/** Says in a line what is the matter and how to mend it. */
import { isolate } from '../isolate.ts';
import type { Translate } from '../locale.ts';
import type { RosterProblem } from '../roster.ts';
import type { RosterMatch } from './match.ts';
import { columnName } from './template.ts';

/** `Row 12, birth date: “03/04/1990” is no date …`. */
export function describeProblem(problem: RosterProblem, locale: string, t: Translate): string {
  const { row, column, kind, value = '' } = problem;
  const what = t(locale, `staff-roster:problem.${kind}`, { value: isolate(value) });
  if (row === 0) return what;
  return column
    ? t(locale, 'staff-roster:in-column', { row, column: columnName(column, locale, t), what })
    : t(locale, 'staff-roster:in-row', { row, what });
}

/** `Row 7 is likely the same person as row 3: same phone`; `name` is what a known person is called. */
export function describeMatch(match: RosterMatch, locale: string, t: Translate, name = ''): string {
  const reasons = match.reasons
    .map((reason) => t(locale, `staff-roster:reason.${reason}`))
    .join(t(locale, 'staff-roster:and'));
  const certainty = t(locale, `staff-roster:certainty.${match.certainty}`);
  return 'row' in match.other
    ? t(locale, 'staff-roster:match-row', { row: match.row, other: match.other.row, certainty, reasons })
    : t(locale, 'staff-roster:match-known', { row: match.row, name: isolate(name), certainty, reasons });
}
