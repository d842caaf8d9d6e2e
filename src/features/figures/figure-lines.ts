/** Figures in words. */
import type { Turn } from '../../conversation/feature.ts';
import type { Period } from '../../domain/figures/period.ts';
import {
  CONFIDENTIAL,
  type FigureName,
  type Figures,
  type FiguresRow,
  type Group,
} from '../../domain/figures/question.ts';
import { writeDifference, writeFigure } from '../../domain/figures/wording.ts';
import { isolate } from '../../domain/isolate.ts';
import { languageName } from '../../domain/language-name.ts';
import type { Asked } from './show-figures.ts';

/** What stands in one line. */
const LINES: readonly (readonly FigureName[])[] = [
  ['opened', 'resolved', 'reopened'],
  ['open', 'overdue'],
  ['responseMedian', 'responseP90', 'responseKept'],
  ['resolutionMedian', 'resolutionP90', 'resolutionKept'],
  ['rating', 'ratings'],
];
const OF_HOUSE: readonly (readonly FigureName[])[] = [
  ['thanks', 'complaints'],
  ['inQuarantine', 'heardFrom', 'released'],
];
const MOST_ROWS = 15;

/** The days, every figure with what it was before, and which days those were. */
export function figureLines(turn: Turn, { period, isOwn }: Asked, now: Figures, before: Figures): string[] {
  const { locale, t } = turn;
  const piece = (name: FigureName): string => {
    const difference = writeDifference(name, now[name], before[name], locale);
    const by = difference?.isShare
      ? t(locale, 'staff-figures:points', { value: difference.text })
      : difference?.text;
    const value = writeFigure(name, now[name], locale);
    return `${t(locale, `staff-figures:figure.${name}`)} ${value}${by ? ` (${by})` : ''}`;
  };
  // Whoever is complained about is told by those who look after it.
  const lines = isOwn ? LINES : [...LINES, ...OF_HOUSE];
  return [
    `📊 ${t(locale, isOwn ? 'staff-figures:title.own' : 'staff-figures:title.all', { days: daysOf(period) })}`,
    ...lines.map((names) => names.map(piece).join(' · ')),
    t(locale, period.isRunning ? 'staff-figures:compared.running' : 'staff-figures:compared.whole', {
      days: daysOf({
        first: period.first.subtract({ days: period.days }),
        last: period.first.subtract({ days: 1 }),
      }),
      zone: period.zone,
    }),
  ];
}

/** `2026-05-01`, or `2026-05-01 – 2026-05-07`. */
export const daysOf = ({ first, last }: Pick<Period, 'first' | 'last'>): string =>
  first.equals(last) ? `${first}` : `${first} – ${last}`;

/** One line for each site, need, colleague and so on. */
export function groupLines(turn: Turn, by: Group, rows: readonly FiguresRow[]): string[] {
  const { locale, t } = turn;
  const line = (row: FiguresRow): string => {
    const value = (name: FigureName): string => writeFigure(name, row[name], locale);
    return `· ${t(locale, 'staff-figures:row', {
      name: isolate(rowName(turn, by, row)),
      opened: value('opened'),
      resolved: value('resolved'),
      open: value('open'),
      response: value('responseMedian'),
      kept: value('responseKept'),
    })}`;
  };
  const more = rows.length - MOST_ROWS;
  return [
    '',
    t(locale, `staff-figures:by.${by}`),
    ...(rows.length > 0 ? rows.slice(0, MOST_ROWS).map(line) : [t(locale, 'staff-figures:nothing')]),
    ...(more > 0 ? [t(locale, 'staff-figures:more', { count: more })] : []),
  ];
}

/** What a row is called in the reader's language. */
export function rowName(
  { locale, t }: Pick<Turn, 'locale' | 't'>,
  by: Group,
  { key, name }: FiguresRow,
): string {
  if (key === null) return t(locale, `staff-figures:none.${by}`);
  if (key === CONFIDENTIAL) return t(locale, 'staff-figures:confidential');
  if (by === 'need') return t(locale, `common:need.${key}`);
  return by === 'language' ? languageName(key, locale) : (name ?? key);
}
