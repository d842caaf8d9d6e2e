/** Calendar days as numbers, so that a hundred thousand stays can be counted in a moment. */

/** Days since 1 January 1970; always a date on a calendar, never a moment. */
export type Day = number;

/** A date as written down, or the moment when something happened. */
export type When = Temporal.PlainDate | Temporal.Instant;

const DAY_MS = 86_400_000;
const EPOCH = new Temporal.PlainDate(1970, 1, 1);

/** The number of a date. */
export const dayOf = (date: Temporal.PlainDate): Day => EPOCH.until(date.withCalendar('iso8601')).days;

/** Dates are said again and again, of a few months at a time; so many are remembered, at most. */
const MOST_DATES = 5000;
const dates = new Map<Day, Temporal.PlainDate>();

/** The date of a number. */
export function dateOf(day: Day): Temporal.PlainDate {
  const known = dates.get(day);
  if (known) return known;
  if (dates.size >= MOST_DATES) dates.clear();
  const date = EPOCH.add({ days: day });
  dates.set(day, date);
  return date;
}

/** A date is itself wherever it is read; a moment is the day that a calendar on the site's wall shows. */
export const dayOfWhen = (when: When, zone: string): Day =>
  when instanceof Temporal.Instant ? dayInZone(when.epochMilliseconds, zone) : dayOf(when);

/** Between two changes of its clocks a zone is a fixed number of milliseconds ahead of UTC. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly ahead: number;
}

const stretches = new Map<string, Stretch[]>();

/**
 * The day at a moment (milliseconds since 1970) in a zone. Asks Temporal once for each stretch between two changes of
 * clocks. Throws a RangeError for a zone that does not exist.
 */
export function dayInZone(moment: number, zone: string): Day {
  const known = stretches.get(zone);
  if (known) {
    for (const { from, to, ahead } of known) {
      if (moment >= from && moment < to) return Math.floor((moment + ahead) / DAY_MS);
    }
  }
  const found = stretchAt(moment, zone);
  if (known) known.push(found);
  else stretches.set(zone, [found]);
  return Math.floor((moment + found.ahead) / DAY_MS);
}

function stretchAt(moment: number, zone: string): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  // "previous" leaves out the very moment it is asked at.
  const from = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const to = at.getTimeZoneTransition('next');
  return {
    from: from?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: to?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    ahead: at.offsetNanoseconds / 1_000_000,
  };
}

/** Whether two days are the same, or both unknown. */
export const sameDay = (a: Temporal.PlainDate | null, b: Temporal.PlainDate | null): boolean =>
  a === null || b === null ? a === b : a.equals(b);
