/** What a table of results would do, in words: those who are positive first, then what cannot be recorded and why. */
import { isolate } from '../../domain/isolate.ts';
import type { Translate } from '../../domain/locale.ts';
import { PROBLEM_KINDS } from '../../domain/roster.ts';
import type { Fate } from '../../domain/test-import/decide-results.ts';
import type { ResultProblem } from '../../domain/test-import/read-results.ts';
import type { ImportPlan } from './import-results.ts';

/** Lines of each kind; there is an end to what somebody reads. */
const MOST = 200;

interface Looks {
  readonly t: Translate;
  readonly locale: string;
  /** A group reads counts and rows, and nobody's result. */
  readonly isPrivate: boolean;
}

/** The counts, by what becomes of the rows and by result. */
export function describeReport({ fates, problems }: ImportPlan, { t, locale, isPrivate }: Looks): string[] {
  const say = (key: string, count: number): string => t(locale, `staff-tests:import.${key}`, { count });
  const of = (fate: Fate['fate']): number => fates.filter((one) => one.fate === fate).length;
  const written = fates.filter(({ fate }) => fate === 'new' || fate === 'corrected');
  const counts = (['new', 'corrected', 'same', 'again'] as const).flatMap((fate) =>
    of(fate) > 0 ? [say(fate, of(fate))] : [],
  );
  const left = new Set([
    ...fates.filter(({ fate }) => fate === 'refused').map(({ row }) => row.row),
    ...problems.map(({ row }) => row),
  ]).size;
  if (left > 0) counts.push(say('left-out', left));
  const results = isPrivate
    ? (['negative', 'invalid', 'pending'] as const).flatMap((result) => {
        const count = written.filter(({ row }) => row.result === result).length;
        return count > 0 ? [say(result, count)] : [];
      })
    : [];
  const head = written.length > 0 ? say('try', written.length) : say('nothing', 0);
  return [head, ...[...counts, ...results].map((text) => `• ${text}`)];
}

/** One line for each row that somebody should look at. */
export function describeRows({ fates, problems }: ImportPlan, looks: Looks): string[] {
  const { t, locale, isPrivate } = looks;
  const positive = fates.flatMap((fate) => {
    const isNew = fate.fate === 'new' || fate.fate === 'corrected';
    if (!isPrivate || !isNew || fate.row.result !== 'positive') return [];
    const { name, room, site } = fate.who;
    const who = [isolate(name ?? '?'), room, site].filter(Boolean).join(' · ');
    return [
      t(locale, 'staff-tests:import.positive', { row: fate.row.row, who, date: fate.row.on.toString() }),
    ];
  });
  const wrong = [
    ...problems.map((problem) => ({ row: problem.row, text: problemText(problem, looks) })),
    ...fates.flatMap((fate) => {
      const text = fateText(fate, looks);
      return text ? [{ row: fate.row.row, text }] : [];
    }),
  ]
    .toSorted((one, two) => one.row - two.row)
    .map(({ text }) => text);
  return [...cut(positive, looks), ...cut(wrong, looks)];
}

function cut(lines: readonly string[], { t, locale }: Looks): string[] {
  const rest = lines.length - MOST;
  return rest > 0 ? [...lines.slice(0, MOST), t(locale, 'staff-tests:more', { count: rest })] : [...lines];
}

function problemText({ row, column, kind, value }: ResultProblem, { t, locale }: Looks): string {
  const what = kind in PROBLEM_KINDS ? `staff-roster:problem.${kind}` : `staff-tests:row.${kind}`;
  const text = t(locale, what, { value: isolate(value) });
  if (row === 0) return text;
  const where = column ? t(locale, `staff-tests:column.${column}`) : '';
  return column
    ? t(locale, 'staff-tests:import.in-column', { row, column: where, what: text })
    : t(locale, 'staff-tests:import.in-row', { row, what: text });
}

function fateText(fate: Fate, { t, locale }: Looks): string | undefined {
  const { row } = fate.row;
  if (fate.fate === 'again') {
    const what = t(locale, 'staff-tests:row.again', { other: fate.other });
    return t(locale, 'staff-tests:import.in-row', { row, what });
  }
  if (fate.fate !== 'refused') return undefined;
  const what = t(locale, `staff-tests:row.${fate.why}`, {
    day: fate.row.on.toString(),
    date: fate.detail ?? '',
  });
  return t(locale, 'staff-tests:import.in-row', { row, what });
}
