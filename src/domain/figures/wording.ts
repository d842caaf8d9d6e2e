/** How figures are written in a language. */
import { DEFINITIONS, type Unit } from './definitions.ts';
import type { FigureName } from './question.ts';

/** Stands where nothing is known. */
export const UNKNOWN = '–';

/** A figure as it is read: `120`, `2 hr, 5 min`, `92%`, `4.3`, or a dash. */
export function writeFigure(name: FigureName, value: number | null, locale: string): string {
  return value === null ? UNKNOWN : WRITE[unitOf(name)](value, locale);
}

/** How far a figure is from what it was before, with its sign; undefined when it is the same or not known. */
export function writeDifference(
  name: FigureName,
  value: number | null,
  before: number | null,
  locale: string,
): { readonly text: string; readonly isShare: boolean } | undefined {
  if (value === null || before === null) return undefined;
  const unit = unitOf(name);
  const by = unit === 'share' ? (value - before) * 100 : value - before;
  const written = unit === 'share' ? write(Math.abs(by), locale, 0) : WRITE[unit](Math.abs(by), locale);
  if (written === (unit === 'share' ? write(0, locale, 0) : WRITE[unit](0, locale))) return undefined;
  return { text: `${by > 0 ? '+' : '−'}${written}`, isShare: unit === 'share' };
}

const unitOf = (name: FigureName): Unit => DEFINITIONS.find((one) => one.name === name)?.unit ?? 'count';

const write = (value: number, locale: string, digits: number): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);

const WRITE: Record<Unit, (value: number, locale: string) => string> = {
  count: (value, locale) => write(value, locale, 0),
  stars: (value, locale) => write(value, locale, 1),
  share: (value, locale) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value),
  seconds: writeSpan,
};

/** The two largest parts of a length of time: seconds below a minute, days from two on. */
function writeSpan(seconds: number, locale: string): string {
  const total = Math.round(seconds);
  const minutes = Math.round(total / 60);
  const parts =
    total < 60
      ? { seconds: total }
      : minutes < 48 * 60
        ? { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
        : { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60) };
  return new Intl.DurationFormat(locale, {
    style: 'short',
    ...(total === 0 ? { secondsDisplay: 'always' } : {}),
  }).format(parts);
}
