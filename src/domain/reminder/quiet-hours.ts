/** Nights, in which nobody is written to but for an emergency. */

/** By the clock of the site. */
const QUIET_FROM = 22;
const QUIET_UNTIL = 7;

/** This moment, or the next morning when it is at night. */
export function afterQuiet(moment: Temporal.Instant, zone: string): Temporal.Instant {
  const there = moment.toZonedDateTimeISO(zone);
  if (there.hour >= QUIET_UNTIL && there.hour < QUIET_FROM) return moment;
  const day = there.hour >= QUIET_FROM ? there.toPlainDate().add({ days: 1 }) : there.toPlainDate();
  return day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(QUIET_UNTIL) }).toInstant();
}

/** A time on a day of the site; what clocks leave out comes as much later. Never at night. */
export const at = (day: Temporal.PlainDate, plainTime: Temporal.PlainTime, zone: string): Temporal.Instant =>
  afterQuiet(day.toZonedDateTime({ timeZone: zone, plainTime }).toInstant(), zone);
