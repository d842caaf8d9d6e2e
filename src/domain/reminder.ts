/**
 * What travellers are reminded of, and when (F26).
 *
 * - **Due** the moment to say it, by the clock of the site, never at night.
 * - **Moment** until when it is worth saying (`expiresAt`): the reminder of three days before until the next one is due,
 *   that one until the day's own, the day's own until the hour of leaving, a test's until its day begins.
 * - **Key** stay, day and kind: what was said once of a day is not said again, also when that day went away and came back.
 */
import { afterQuiet, at } from './reminder/quiet-hours.ts';
import type { StayState } from './roster-import.ts';
import type { StayPlan } from './stay.ts';

/** Three days before the release, the day before, the day itself, or the evening before a test of that number. */
export type ReminderKind = 'release-3' | 'release-1' | 'release-0' | `test-${number}`;

/** A stay as reminders are planned for it. */
export interface RemindedStay {
  readonly id: string;
  readonly state: StayState;
  /** Of the site, an IANA name. */
  readonly zone: string;
  /** When people leave the site on their day. */
  readonly leavesAt: Temporal.PlainTime;
  readonly plan: Pick<StayPlan, 'release' | 'tests'>;
}

/** Something to be said once. */
export interface WantedReminder {
  readonly key: string;
  readonly stayId: string;
  readonly kind: ReminderKind;
  /** The day it is about. */
  readonly day: Temporal.PlainDate;
  readonly dueAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  /** `dropped`: its moment had passed when it was planned. */
  readonly state: 'planned' | 'dropped';
  /** Only to be kept where it was planned before; for a new plan it says nothing any more. */
  readonly onlyIfKnown: boolean;
}

/** What becomes of a reminder that is due: said now, given up, or said at this moment. */
export type Fate = 'send' | 'drop' | Temporal.Instant;

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text);
const BEFORE = time('10:00');
const ON_THE_DAY = time('08:00');
/** Who leaves earlier than this hears of it the evening before. */
const EARLY = time('10:00');
const EVENING_BEFORE_LEAVING = time('20:00');
const EVENING_BEFORE_TEST = time('19:00');
/** People leave at this hour where the site's note names none. */
const NOON = time('12:00');
/** What has been over for longer is history: nobody is called about it any more. */
const RECENT_HOURS = 48;

/** In which states of a stay its release is still to come. */
const COMING: readonly StayState[] = ['expected', 'here'];

/** Everything to be said of this stay as it is planned; whatever else was planned for it is to be withdrawn. */
export function planReminders(stay: RemindedStay, now: Temporal.Instant): WantedReminder[] {
  const wanted = [...releaseReminders(stay), ...testReminders(stay)];
  return wanted
    .filter(({ dueAt, expiresAt }) => Temporal.Instant.compare(dueAt, expiresAt) < 0)
    .map((one) => ({
      ...one,
      stayId: stay.id,
      key: `release:${stay.id}:${one.day}:${one.kind}`,
      state: isPast(one.expiresAt, now) ? 'dropped' : 'planned',
      onlyIfKnown: isStale(one, now),
    }));
}

type Timed = Pick<WantedReminder, 'kind' | 'day' | 'dueAt' | 'expiresAt'>;

/** Each is worth something until the next is due. */
function releaseReminders({ state, zone, leavesAt, plan: { release: day } }: RemindedStay): Timed[] {
  if (day === null || !COMING.includes(state)) return [];
  const isEarly = Temporal.PlainTime.compare(leavesAt, EARLY) < 0;
  const dayOf = isEarly
    ? at(day.subtract({ days: 1 }), EVENING_BEFORE_LEAVING, zone)
    : at(day, ON_THE_DAY, zone);
  const dayBefore = at(day.subtract({ days: 1 }), BEFORE, zone);
  const threeDays = at(day.subtract({ days: 3 }), BEFORE, zone);
  const leaves = day.toZonedDateTime({ timeZone: zone, plainTime: leavesAt }).toInstant();
  return [
    { kind: 'release-3', day, dueAt: threeDays, expiresAt: dayBefore },
    { kind: 'release-1', day, dueAt: dayBefore, expiresAt: dayOf },
    { kind: 'release-0', day, dueAt: dayOf, expiresAt: leaves },
  ];
}

/** Of tests that are to be taken; of those at home only once they are at home or on their way there. */
function testReminders({ state, zone, plan: { tests } }: RemindedStay): Timed[] {
  if (!COMING.includes(state) && state !== 'home') return [];
  return tests
    .filter((test) => test.state !== 'done' && test.state !== 'pending')
    .filter(({ isAtHome }) => isAtHome || state !== 'home')
    .map(({ number, date }) => ({
      kind: `test-${number}` as const,
      day: date,
      dueAt: at(date.subtract({ days: 1 }), EVENING_BEFORE_TEST, zone),
      expiresAt: date.toZonedDateTime(zone).toInstant(),
    }));
}

/**
 * The news of a new date says what a reminder of three days before would, and the day's own reminder what that of the
 * day before would.
 */
function isStale({ kind, dueAt, expiresAt }: Timed, now: Temporal.Instant): boolean {
  if (kind === 'release-3' && isPast(dueAt, now)) return true;
  if (kind === 'release-1' && isPast(expiresAt, now)) return true;
  return isPast(expiresAt.add({ hours: RECENT_HOURS }), now);
}

const isPast = (moment: Temporal.Instant, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(moment, now) <= 0;

/** What becomes of a due reminder now: at night it waits for the morning, unless its moment passes until then. */
export function fateOf(
  { expiresAt }: Pick<WantedReminder, 'expiresAt'>,
  zone: string,
  now: Temporal.Instant,
): Fate {
  if (isPast(expiresAt, now)) return 'drop';
  const next = afterQuiet(now, zone);
  if (Temporal.Instant.compare(next, now) === 0) return 'send';
  return isPast(expiresAt, next) ? 'drop' : next;
}

/** A time of day as people write it: `10:30`, `9：05`, `2:30 pm`. */
const CLOCK = /(?<![\d:])(\d{1,2}):([0-5]\d)(?![\d:])(?:\s*([ap])\.?m\b)?/iu;

/** When people leave: the first time of day in the site's note on releases. */
export function leavingTime(note: string | null | undefined): Temporal.PlainTime {
  const [, hours, minutes, half] = CLOCK.exec((note ?? '').normalize('NFKC')) ?? [];
  if (hours === undefined) return NOON;
  const isAfternoon = half?.toLowerCase() === 'p';
  const hour = half ? (Number(hours) % 12) + (isAfternoon ? 12 : 0) : Number(hours);
  return hour > 23 ? NOON : new Temporal.PlainTime(hour, Number(minutes));
}
