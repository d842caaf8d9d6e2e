/** The dates that are understood: 1990-04-03, 1990/4/3 and 1990年4月3日. Anything else could mean two days. */
import type { ProblemKind } from '../roster.ts';
import { plain } from './cell.ts';

/** `1990-04-03`, also with a midnight behind it, which spreadsheets and databases write for a bare date. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$/;
const SLASHES = /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: 0?0:00(?::00)?)?$/;
const CHINESE = /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日$/;
const NUMBER = /^\d+(?:\.\d+)?$/;
const [FIRST_YEAR, LAST_YEAR] = [1900, 2099];

/** A date as written, or why it is none. */
export function readDate(text: string): Temporal.PlainDate | ProblemKind {
  const written = plain(text).trim();
  const [, year, month, day] = ISO.exec(written) ?? SLASHES.exec(written) ?? CHINESE.exec(written) ?? [];
  if (!day) return NUMBER.test(written) && written.length <= 8 ? 'date-number' : 'date';
  return dateOf(Number(year), Number(month), Number(day));
}

/** The day, or why there is none such. */
export function dateOf(year: number, month: number, day: number): Temporal.PlainDate | ProblemKind {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return 'date-impossible';
  if (year < FIRST_YEAR || year > LAST_YEAR) return 'date-range';
  return new Temporal.PlainDate(year, month, day);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
