/** Which days are asked for, as somebody types them, and the days before that they are compared with. */
import { UserError } from '../../errors.ts';

/** Days of one calendar, from the start of the first to the end of the last. */
export interface Period {
  readonly first: Temporal.PlainDate;
  readonly last: Temporal.PlainDate;
  readonly days: number;
  readonly zone: string;
  readonly from: Temporal.Instant;
  /** The end of the last day: while that runs, it is still to come. */
  readonly to: Temporal.Instant;
  /** As many days before; of a period that still runs, as much of them as there is of it. */
  readonly before: { readonly from: Temporal.Instant; readonly to: Temporal.Instant };
  readonly isRunning: boolean;
}

/** The longest period, in days. */
export const MOST_DAYS = 366;

/** Single days that have a name in a language of staff: so many days ago. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['今天', 0],
  ['今日', 0],
  ['yesterday', 1],
  ['昨天', 1],
  ['昨日', 1],
]);
const LAST = /^(\d{1,4})(?:d|days?|天|日)$/u;
const RANGE = /^(\d{4}-\d{2}-\d{2})(?:(?:\.\.|…|~|～|至|到)(\d{4}-\d{2}-\d{2}))?$/u;

/** Whether a word is meant as a period, right or wrong. */
export const looksLikePeriod = (word: string): boolean =>
  WORDS.has(word) || /^\d/u.test(word) || word.includes('..');

/** The days that a word means: `today`, `7d` (today and the six days before), `2026-05-01..2026-05-07` (both counted). */
export function readPeriod(word: string, zone: string, now: Temporal.Instant): Period {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const ago = WORDS.get(word);
  if (ago !== undefined) return periodOf(today.subtract({ days: ago }), 1, zone, now);
  const last = LAST.exec(word)?.[1];
  if (last !== undefined) {
    assertLength(Number(last));
    return periodOf(today.subtract({ days: Number(last) - 1 }), Number(last), zone, now);
  }
  const [, first, end = first] = RANGE.exec(word) ?? [];
  if (!first || !end) throw new UserError('staff-figures:error.period', { words: word });
  const dates = [dateOf(first), dateOf(end)] as const;
  const length = dates[0].until(dates[1]).total('days') + 1;
  if (length < 1) throw new UserError('staff-figures:error.backwards', { first, last: end });
  if (Temporal.PlainDate.compare(dates[0], today) > 0)
    throw new UserError('staff-figures:error.to-come', { first, today: today.toString() });
  assertLength(length);
  return periodOf(dates[0], length, zone, now);
}

/** So many days from the first on, by the calendar of the zone: a day of 23 or 25 hours is one day. */
export function periodOf(
  first: Temporal.PlainDate,
  days: number,
  zone: string,
  now: Temporal.Instant,
): Period {
  const from = startOf(first, zone);
  const to = startOf(first.add({ days }), zone);
  const isRunning = Temporal.Instant.compare(to, now) > 0;
  const end = isRunning ? now.toZonedDateTimeISO(zone) : to.toZonedDateTimeISO(zone);
  const before = { from: startOf(first.subtract({ days }), zone), to: end.subtract({ days }).toInstant() };
  return { first, last: first.add({ days: days - 1 }), days, zone, from, to, before, isRunning };
}

/** Where one step of a period ends and the next begins, its start first and its end last: hours of one day, else days. */
export function stepsOf({ first, days, zone, from, to }: Period): Temporal.Instant[] {
  if (days > 1)
    return Array.from({ length: days + 1 }, (_day, index) => startOf(first.add({ days: index }), zone));
  const steps: Temporal.Instant[] = [];
  for (let at = from; Temporal.Instant.compare(at, to) < 0; at = at.add({ hours: 1 })) steps.push(at);
  return [...steps, to];
}

const startOf = (day: Temporal.PlainDate, zone: string): Temporal.Instant =>
  day.toZonedDateTime({ timeZone: zone }).toInstant();

function dateOf(words: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(words, { overflow: 'reject' });
  } catch (cause) {
    throw new UserError('staff-figures:error.date', { date: words }, { cause });
  }
}

function assertLength(days: number): void {
  if (days < 1 || days > MOST_DAYS)
    throw new UserError('staff-figures:error.length', { days, most: MOST_DAYS });
}
