/** Time that counts: all of it around the clock, or a team's working hours. */

/** A team's working hours; without one, every hour counts. */
export interface WorkingHours {
  /** IANA name, for example `Asia/Shanghai`. */
  readonly zone: string;
  /** By ISO weekday (1 Monday to 7 Sunday): local times `HH:MM`, an end of `24:00` being midnight. */
  readonly days: Readonly<Record<string, readonly (readonly [start: string, end: string])[]>>;
  /** ISO dates on which nobody works. */
  readonly holidays?: readonly string[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Further than this no deadline reaches: a calendar with next to no hours must not be searched for ever. */
const LONGEST_DAYS = 1100;

/** The moment so many milliseconds of working time after `from`, or before it when negative. */
export function addWorking(from: Temporal.Instant, ms: number, hours?: WorkingHours): Temporal.Instant {
  if (!hours || !hasHours(hours)) return from.add({ milliseconds: ms });
  const forward = ms >= 0;
  const origin = from.epochMilliseconds;
  let left = Math.abs(ms);
  let day = dayOf(from, hours);
  for (let count = 0; count < LONGEST_DAYS; count += 1) {
    const spans = spansOn(day, hours);
    for (const span of forward ? spans : spans.toReversed()) {
      const start = forward ? Math.max(span.start, origin) : span.start;
      const end = forward ? span.end : Math.min(span.end, origin);
      if (end <= start) continue;
      if (left <= end - start) return instant(forward ? start + left : end - left);
      left -= end - start;
    }
    day = forward ? day.add({ days: 1 }) : day.subtract({ days: 1 });
  }
  return from.add({ milliseconds: ms });
}

/** Milliseconds of working time from one moment to another; negative when `to` is earlier. */
export function workingBetween(from: Temporal.Instant, to: Temporal.Instant, hours?: WorkingHours): number {
  const [a, b] = [from.epochMilliseconds, to.epochMilliseconds];
  if (b < a) return -workingBetween(to, from, hours);
  if (!hours || !hasHours(hours)) return b - a;
  const last = dayOf(to, hours);
  let total = 0;
  for (let day = dayOf(from, hours); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    for (const { start, end } of spansOn(day, hours))
      total += Math.max(0, Math.min(end, b) - Math.max(start, a));
  }
  return total;
}

const hasHours = ({ days }: WorkingHours): boolean => Object.values(days).some((spans) => spans.length > 0);

const instant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms);

const dayOf = (at: Temporal.Instant, { zone }: WorkingHours): Temporal.PlainDate =>
  at.toZonedDateTimeISO(zone).toPlainDate();

/** A day's working hours as moments, earliest first; on the days when clocks change they are longer or shorter. */
function spansOn(day: Temporal.PlainDate, { zone, days, holidays }: WorkingHours): Span[] {
  if (holidays?.includes(day.toString())) return [];
  const at = (time: string): number => {
    const midnight = time === '24:00';
    const local = (midnight ? day.add({ days: 1 }) : day).toPlainDateTime(midnight ? '00:00' : time);
    return local.toZonedDateTime(zone).epochMilliseconds;
  };
  return (days[day.dayOfWeek] ?? [])
    .map(([start, end]) => ({ start: at(start), end: at(end) }))
    .sort((left, right) => left.start - right.start);
}
