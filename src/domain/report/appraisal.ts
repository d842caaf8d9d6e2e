/** The monthly appraisal of sites and teams (F37) as data, as text and as a table. */
import { DEFINITIONS, type Unit } from '../figures/definitions.ts';
import type { FigureName, Figures } from '../figures/question.ts';
import { isolate } from '../isolate.ts';
import type { Speech } from './view.ts';
import type { Sheet, SheetCell } from './written.ts';

/** How many of those that should have been so were. */
export interface Part {
  readonly of: number;
  readonly done: number;
}

/** What is measured of a site besides its tickets; a team has none of it. */
export const DUTIES = ['heard', 'tests', 'releases'] as const;

/** One of `DUTIES`. */
export type Duty = (typeof DUTIES)[number];

/** All of them. */
export type Duties = Readonly<Record<Duty, Part>>;

/** One site, team or colleague. */
export interface AppraisedRow {
  readonly name: string;
  readonly figures: Figures;
  readonly duties?: Duties;
}

/** A month. */
export interface Appraisal {
  /** `2026-11`. */
  readonly month: string;
  /** The month is not over. */
  readonly isRunning: boolean;
  readonly sites: readonly AppraisedRow[];
  readonly teams: readonly AppraisedRow[];
  /** Only for those who may see figures of colleagues. */
  readonly staff: readonly AppraisedRow[];
}

/** The figures of a sheet, in this order. */
const SHOWN: readonly FigureName[] = [
  'opened',
  'resolved',
  'reopened',
  'responseMedian',
  'resolutionMedian',
  'responseKept',
  'resolutionKept',
  'rating',
  'ratings',
  'thanks',
  'complaints',
];

/** `2026-11`, `2026/11` or `2026年11月`; undefined when it is no month. */
export function readMonth(words: string): Temporal.PlainYearMonth | undefined {
  const [, year = '', month = ''] =
    /^(\d{4})[-/.年](\d{1,2})月?$/u.exec(words.normalize('NFKC').trim()) ?? [];
  if (!year || Number(month) < 1 || Number(month) > 12) return undefined;
  return new Temporal.PlainYearMonth(Number(year), Number(month));
}

/** A share with how many it is of: whoever reads 100 % sees whether that is of one or of a thousand. */
export const partText = ({ of, done }: Part): string =>
  of === 0 ? '—' : `${Math.round((100 * done) / of)} % (${done}/${of})`;

const UNITS = new Map<FigureName, Unit>(DEFINITIONS.map(({ name, unit }) => [name, unit]));

/** One figure as it is written. */
function figureText(figures: Figures, name: FigureName, { t, locale }: Speech): string {
  const value = figures[name];
  if (value === null) return '—';
  switch (UNITS.get(name)) {
    case 'seconds':
      return t(locale, 'staff-reports:minutes', { count: Math.round(value / 60) });
    case 'share':
      return `${Math.round(100 * value)} %`;
    case 'stars':
      return value.toFixed(1);
    default:
      return String(value);
  }
}

/** The whole sheet, a block for each site, team and colleague. */
export function appraisalText(sheet: Appraisal, speech: Speech): string {
  const { t, locale } = speech;
  const label = (name: FigureName): string => t(locale, `staff-figures:figure.${name}`);
  const block = ({ name, figures, duties }: AppraisedRow): string => {
    const lines = SHOWN.map((one) => `${label(one)} ${figureText(figures, one, speech)}`);
    if (duties)
      lines.push(
        ...DUTIES.map((duty) => `${t(locale, `staff-reports:duty.${duty}`)} ${partText(duties[duty])}`),
      );
    return `${isolate(name)}\n${lines.join(' · ')}`;
  };
  const part = (key: string, rows: readonly AppraisedRow[]): string[] =>
    rows.length > 0
      ? [`${t(locale, `staff-reports:appraisal.${key}`)}\n\n${rows.map(block).join('\n\n')}`]
      : [];
  return [
    headOf(sheet, speech),
    ...part('sites', sheet.sites),
    ...part('teams', sheet.teams),
    ...part('staff', sheet.staff),
  ].join('\n\n');
}

/** The first line: which month, and that it is not over. */
export const headOf = ({ month, isRunning }: Appraisal, { t, locale }: Speech): string =>
  t(locale, `staff-reports:appraisal.head${isRunning ? '.running' : ''}`, { month });

/** The same as sheets, with what each figure means. Spans are in minutes, shares in per cent. */
export function appraisalSheets(sheet: Appraisal, speech: Speech): Sheet[] {
  const { t, locale } = speech;
  const names = SHOWN.map((name) => headName(name, speech));
  const duties = DUTIES.flatMap((duty) => {
    const name = t(locale, `staff-reports:duty.${duty}`);
    return [`${name} (%)`, `${name} (${t(locale, 'staff-reports:column.of')})`];
  });
  const rows = (all: readonly AppraisedRow[]): SheetCell[][] =>
    all.map(({ name, figures, duties: measured }) => [
      name,
      ...SHOWN.map((one) => cellOf(figures, one)),
      ...(measured ? DUTIES.flatMap((duty) => [shareOf(measured[duty]), measured[duty].of]) : []),
    ]);
  const title = (key: string): string => t(locale, `staff-reports:appraisal.${key}`);
  const meanings = SHOWN.map((name): SheetCell[] => [
    t(locale, `staff-figures:figure.${name}`),
    t(locale, `staff-figures:meaning.${name}`),
  ]);
  const duty = DUTIES.map((one): SheetCell[] => [
    t(locale, `staff-reports:duty.${one}`),
    t(locale, `staff-reports:meaning.${one}`),
  ]);
  return [
    { name: title('sites'), rows: [[headOf(sheet, speech), ...names, ...duties], ...rows(sheet.sites)] },
    { name: title('teams'), rows: [[headOf(sheet, speech), ...names], ...rows(sheet.teams)] },
    ...(sheet.staff.length > 0
      ? [{ name: title('staff'), rows: [[headOf(sheet, speech), ...names], ...rows(sheet.staff)] }]
      : []),
    { name: title('meanings'), rows: [[headOf(sheet, speech), null], ...meanings, ...duty] },
  ];
}

/** The name of a column, with its unit. */
function headName(name: FigureName, { t, locale }: Speech): string {
  const label = t(locale, `staff-figures:figure.${name}`);
  const unit = UNITS.get(name);
  if (unit === 'seconds') return `${label} (${t(locale, 'staff-reports:column.minutes')})`;
  return unit === 'share' ? `${label} (%)` : label;
}

function cellOf(figures: Figures, name: FigureName): SheetCell {
  const value = figures[name];
  if (value === null) return null;
  const unit = UNITS.get(name);
  if (unit === 'seconds') return Math.round(value / 6) / 10;
  if (unit === 'share') return Math.round(1000 * value) / 10;
  return unit === 'stars' ? Math.round(100 * value) / 100 : value;
}

const shareOf = ({ of, done }: Part): SheetCell => (of === 0 ? null : Math.round((1000 * done) / of) / 10);
