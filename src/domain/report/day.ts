/** Which day a report is of, and when it is due: days are those of the site, by its own clock. */

/** Whose days they are. */
export interface Place {
  /** Null for people at no site. */
  readonly siteId: string | null;
  readonly zone: string;
}

/** One day at one place, as far as it is counted. */
export interface Window extends Place {
  readonly day: Temporal.PlainDate;
  readonly from: Temporal.Instant;
  /** Not included. */
  readonly until: Temporal.Instant;
  /** Nothing of the day is still to come. */
  readonly isWhole: boolean;
}

/** A day from its first moment, which is not midnight everywhere, to its end or to now. */
export function windowOf({ siteId, zone }: Place, day: Temporal.PlainDate, now: Temporal.Instant): Window {
  const from = startOf(day, zone);
  const end = startOf(day.add({ days: 1 }), zone);
  const isWhole = Temporal.Instant.compare(now, end) >= 0;
  const until = isWhole ? end : later(now, from);
  return { siteId, zone, day, from, until, isWhole };
}

const startOf = (day: Temporal.PlainDate, zone: string): Temporal.Instant =>
  day.toZonedDateTime(zone).toInstant();

const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(a, b) > 0 ? a : b;

const NOON = Temporal.PlainTime.from('12:00');

/** A report asked for before noon is of the day before, which is over by then; else of the day itself. */
export const isOfDayBefore = (at: Temporal.PlainTime): boolean => Temporal.PlainTime.compare(at, NOON) < 0;

/** When the report of a day is due; an hour that clocks leave out is the first one after it. */
export function dueAt(day: Temporal.PlainDate, at: Temporal.PlainTime, zone: string): Temporal.Instant {
  const on = isOfDayBefore(at) ? day.add({ days: 1 }) : day;
  return on.toZonedDateTime({ timeZone: zone, plainTime: at }).toInstant();
}

/** The first day whose report is due after now. */
export function nextDay(at: Temporal.PlainTime, zone: string, now: Temporal.Instant): Temporal.PlainDate {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const first = isOfDayBefore(at) ? today.subtract({ days: 1 }) : today;
  return Temporal.Instant.compare(dueAt(first, at, zone), now) > 0 ? first : first.add({ days: 1 });
}

/** Minutes after which whoever is to sign is reminded first; each time twice as many, at most a day. */
const FIRST = 30;
const LONGEST = 24 * 60;

/** When somebody is reminded next, and how often that has been due by now: the second time supervisors are as well. */
export function nextReminder(
  since: Temporal.Instant,
  now: Temporal.Instant,
): { readonly times: number; readonly at: Temporal.Instant } {
  const minutes = now.since(since).total('minutes');
  let [times, after, step] = [0, FIRST, FIRST];
  while (after <= minutes) {
    times += 1;
    after += step;
    step = Math.min(step * 2, LONGEST);
  }
  return { times, at: since.add({ minutes: after }) };
}
