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
const LONGEST_DAYS = 5000;

/**
 * The moment so many milliseconds of working time after `from`, or before it when negative. No time at all leaves the
 * moment as it is, also outside working hours.
 */
export function addWorking(from: Temporal.Instant, ms: number, hours?: WorkingHours): Temporal.Instant {
  if (ms === 0 || !hours || !hasHours(hours)) return from.add({ milliseconds: ms });
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

/**
 * A day's working hours as moments, earliest first and apart from each other; on the days when clocks change they are
 * longer or shorter.
 */
function spansOn(day: Temporal.PlainDate, { zone, days, holidays }: WorkingHours): Span[] {
  const written = days[day.dayOfWeek] ?? [];
  if (written.length === 0 || holidays?.includes(day.toString())) return [];
  const first = day.toZonedDateTime(zone).epochMilliseconds;
  const last = day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  const at = (time: string): number => {
    if (time === '24:00') return last;
    return day.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone).epochMilliseconds;
  };
  // A time that the clock leaves out is read as a later one, which may reach into what follows, or into tomorrow.
  const within = (time: string): number => Math.min(last, Math.max(first, at(time)));
  const spans = written
    .map(([start, end]) => ({ start: within(start), end: within(end) }))
    .sort((left, right) => left.start - right.start);
  // What overlaps counts once: whatever an earlier span covers already is cut off.
  let covered = first;
  return spans.flatMap(({ start, end }) => {
    const from = Math.max(start, covered);
    covered = Math.max(covered, end);
    return from < end ? [{ start: from, end }] : [];
  });
}
