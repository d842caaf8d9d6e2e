/** Times as staff read them. */

import type { Translate } from './locale.ts';

/** A moment as staff write it: `02:14`, or `2026-11-22 02:14` when that day is over. */
export function shortTime(at: Temporal.Instant, now: Temporal.Instant, zone: string): string {
  const there = at.toZonedDateTimeISO(zone);
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  return there.toPlainDate().equals(today) ? time : `${there.toPlainDate()} ${time}`;
}

/** How long ago, in minutes, then hours, then days. */
export function age(
  since: Temporal.Instant,
  { t, locale, now }: { t: Translate; locale: string; now: Temporal.Instant },
): string {
  const minutes = Math.max(0, Math.floor((now.epochMilliseconds - since.epochMilliseconds) / 60_000));
  if (minutes < 60) return t(locale, 'staff:age.minutes', { count: minutes });
  if (minutes < 48 * 60) return t(locale, 'staff:age.hours', { count: Math.floor(minutes / 60) });
  return t(locale, 'staff:age.days', { count: Math.floor(minutes / (24 * 60)) });
}
