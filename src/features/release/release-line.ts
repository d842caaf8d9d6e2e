/** Somebody who is to leave, in one line: a group reads no names, and not why a result is not there. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { heldBy } from '../../domain/reminder/release-check.ts';
import type { Standing } from './standing.ts';

/** How a line is written. */
export interface LineOptions {
  /** The day on which they are to leave. */
  readonly on: Temporal.PlainDate;
  readonly withName: boolean;
  readonly withSite: boolean;
}

/** "Room 1203 · Sun Hotel · test missing · since 2026-05-03". */
export function releaseLine(
  { t }: Work,
  locale: string,
  { stay, plan, facts }: Standing,
  { on, withName, withSite }: LineOptions,
): string {
  const held = heldBy({ state: stay.state, plan }, on);
  const isLate = plan.release !== null && Temporal.PlainDate.compare(plan.release, plan.today) < 0;
  return [
    facts.room ? t(locale, 'staff:card.room', { room: facts.room }) : t(locale, 'staff:card.room-unknown'),
    withSite && facts.site ? isolate(facts.site) : null,
    withName && facts.name ? isolate(facts.name) : null,
    ...held.map((why) => t(locale, `staff-reminders:held.${why}`)),
    isLate ? t(locale, 'staff-reminders:since', { date: plan.release?.toString() }) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
