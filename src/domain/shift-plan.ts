/**
 * How a team shares out its days: slots that follow each other around the clock, and crews that take them in turn.
 *
 * Times are local: a slot that begins at 08:00 does so on every day, and on the days when clocks change the one that
 * contains the change is shorter or longer.
 */
import type { Translate } from './locale.ts';

/** One part of the day. */
export interface Slot {
  /** A key of `staff-shifts:slot.*`. */
  readonly name: string;
  /** Local time, `HH:MM`. */
  readonly starts: string;
  readonly hours: number;
}

/** Those who work together: a lead, and staff ids of everybody, the lead included. */
export interface Crew {
  readonly lead: string;
  readonly members: readonly string[];
}

/** A plan that repeats. */
export interface Rota {
  readonly kind: 'rota';
  readonly zone: string;
  /** ISO date of the cycle's first day. */
  readonly from: string;
  readonly slots: readonly Slot[];
  /** For each day of the cycle, the crew (from 0) that works each slot. */
  readonly cycle: readonly (readonly number[])[];
  readonly crews: readonly Crew[];
}

/** Shifts that were written down one by one. */
export interface WrittenPlan {
  readonly kind: 'written';
  readonly zone: string;
}

/** What `team.shift_plan` holds. */
export type ShiftPlan = Rota | WrittenPlan;

/** One shift that a rota makes. */
export interface PlannedShift {
  readonly name: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly crew: Crew;
}

/** A rota without its people. */
export interface Preset {
  readonly names: readonly string[];
  /** Hours after the first slot's start at which each slot starts; the last ends a day after the first. */
  readonly slots: readonly { readonly name: string; readonly after: number }[];
  readonly cycle: Rota['cycle'];
}

/** The presets by name; the first of `names` is what the bot calls them. */
export const PRESETS: readonly Preset[] = [
  {
    // Each crew works a day, then a night, then rests.
    names: ['three-two', '三班两运转', '三班兩運轉', '3-2'],
    slots: [
      { name: 'day', after: 0 },
      { name: 'night', after: 12 },
    ],
    cycle: [
      [0, 2],
      [1, 0],
      [2, 1],
    ],
  },
  {
    names: ['three-shifts', '三班', '三班制', '三班倒', 'three'],
    slots: [
      { name: 'day', after: 0 },
      { name: 'evening', after: 8 },
      { name: 'night', after: 16 },
    ],
    cycle: [[0, 1, 2]],
  },
  {
    names: ['two-shifts', '两班', '兩班', '两班倒', '兩班倒', '两班制', '兩班制', 'two'],
    slots: [
      { name: 'day', after: 0 },
      { name: 'night', after: 12 },
    ],
    cycle: [[0, 1]],
  },
];

const NAMES = new Set(PRESETS.flatMap(({ slots }) => slots.map(({ name }) => name)));

/** What a shift is called: a preset's slot in the reader's language, else as it was written. */
export const slotName = (t: Translate, locale: string, name: string): string =>
  NAMES.has(name) ? t(locale, `staff-shifts:slot.${name}`) : name;

/** How many crews a preset needs. */
export const crewsOf = ({ cycle }: Preset): number => Math.max(...cycle.flat()) + 1;

/** A preset with its people; `starts` is when the first slot begins, `HH:MM`. */
export function rotaOf(
  preset: Preset,
  { zone, from, starts, crews }: Pick<Rota, 'zone' | 'from' | 'crews'> & { starts: string },
): Rota {
  const first = Temporal.PlainTime.from(starts);
  const slots = preset.slots.map(({ name, after }, index) => ({
    name,
    starts: first.add({ hours: after }).toString({ smallestUnit: 'minute' }),
    hours: (preset.slots[index + 1]?.after ?? 24) - after,
  }));
  return { kind: 'rota', zone, from, slots, cycle: preset.cycle, crews };
}

/** Every shift of a rota that ends after `from` and starts before `to`, in order; they touch and never overlap. */
export function shiftsBetween(rota: Rota, from: Temporal.Instant, to: Temporal.Instant): PlannedShift[] {
  const first = Temporal.PlainDate.from(rota.from);
  // A slot may have begun two dates ago where a day has 25 hours.
  let date = from.toZonedDateTimeISO(rota.zone).toPlainDate().subtract({ days: 2 });
  const last = to.toZonedDateTimeISO(rota.zone).toPlainDate().add({ days: 1 });
  const shifts: PlannedShift[] = [];
  while (Temporal.PlainDate.compare(date, last) <= 0) {
    if (Temporal.PlainDate.compare(date, first) >= 0) shifts.push(...shiftsOn(rota, date, first));
    date = date.add({ days: 1 });
  }
  return shifts.filter(({ startsAt, endsAt }) => isBefore(from, endsAt) && isBefore(startsAt, to));
}

/** The slots that begin with one day of the cycle: those past midnight belong to the evening before. */
function shiftsOn(rota: Rota, date: Temporal.PlainDate, first: Temporal.PlainDate): PlannedShift[] {
  const days = first.until(date, { largestUnit: 'days' }).days;
  const crews = rota.cycle[days % rota.cycle.length] ?? [];
  const shifts: PlannedShift[] = [];
  let starts = date.toPlainDateTime(Temporal.PlainTime.from(rota.slots[0]?.starts ?? '00:00'));
  for (const [index, { name, hours }] of rota.slots.entries()) {
    const ends = starts.add({ hours });
    const crew = rota.crews[crews[index] ?? 0];
    const startsAt = starts.toZonedDateTime(rota.zone).toInstant();
    const endsAt = ends.toZonedDateTime(rota.zone).toInstant();
    // A slot that the clocks leave out altogether does not take place.
    if (crew && isBefore(startsAt, endsAt)) shifts.push({ name, startsAt, endsAt, crew });
    starts = ends;
  }
  return shifts;
}

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;
