/**
 * Moving people: one journey of one vehicle, and everybody on it.
 *
 * - **Manifest** the people of a trip; a **seat** is one of them. They are *listed*, then *boarded*, then *arrived*; or
 *   *off*, with a reason; or *missing*, while an emergency looks for them.
 * - **Unaccounted** whoever is listed, boarded or missing: somebody still has to see them.
 *
 *    planned ──▶ boarding ──▶ under-way ──▶ arrived ──▶ closed
 *       └───────────┴──▶ cancelled
 *
 * Nobody is left behind without a word: a trip departs when nobody is merely listed, and is closed when nobody is
 * unaccounted for.
 */
import { UserError } from '../errors.ts';

/** Where a trip stands. */
export type TripState = 'planned' | 'boarding' | 'under-way' | 'arrived' | 'closed' | 'cancelled';

/** Which states may follow which. */
export const TRIP_TRANSITIONS = {
  planned: ['boarding', 'under-way', 'cancelled'],
  boarding: ['under-way', 'cancelled'],
  'under-way': ['arrived'],
  arrived: ['closed'],
  closed: [],
  cancelled: [],
} as const satisfies Record<TripState, readonly TripState[]>;

/** States in which something still happens. */
export const OPEN_TRIPS: readonly TripState[] = ['planned', 'boarding', 'under-way', 'arrived'];

/** Where one of the manifest stands. */
export type SeatState = 'listed' | 'boarded' | 'arrived' | 'off' | 'missing';

/** Somebody still has to see them. */
export const UNACCOUNTED: readonly SeatState[] = ['listed', 'boarded', 'missing'];

/** Why people are moved, which decides what becomes of their stays. */
export const PURPOSES = ['transfer', 'arrival', 'hospital', 'release'] as const;

/** One of `PURPOSES`. */
export type Purpose = (typeof PURPOSES)[number];

/** What can be done with one of the manifest. */
export type Tick = 'board' | 'arrive' | 'missing' | 'off' | 'undo';

interface TickRule {
  readonly trip: readonly TripState[];
  readonly from: readonly SeatState[];
  readonly to: SeatState;
}

/** Where a trip and a seat must stand for a tick; found on the bus or at its end, a missing person is ticked like others. */
export const TICKS = {
  board: { trip: ['planned', 'boarding', 'under-way'], from: ['listed', 'missing'], to: 'boarded' },
  arrive: { trip: ['under-way', 'arrived'], from: ['boarded', 'missing'], to: 'arrived' },
  missing: { trip: OPEN_TRIPS, from: ['listed', 'boarded'], to: 'missing' },
  off: { trip: OPEN_TRIPS, from: ['listed', 'boarded', 'missing'], to: 'off' },
  undo: { trip: ['planned', 'boarding'], from: ['boarded', 'missing'], to: 'listed' },
} as const satisfies Record<Tick, TickRule>;

/** Whom "all" means: those a colleague can see before them, and never the missing. */
export const ALL_MEANS = { board: 'listed', arrive: 'boarded' } as const satisfies Partial<
  Record<Tick, SeatState>
>;

/** States of a trip in which people are added to it; under way, somebody was found to be on it. */
export const ADDING: readonly TripState[] = ['planned', 'boarding', 'under-way'];

/** What an installation may decide. */
export const TRIP_RULES = {
  /** A trip of more kilometres is a long-distance one. */
  longKilometres: 100,
  /** How long after its arrival was expected the team hears of a trip. */
  graceMinutes: 30,
  /** How long a trip takes where nobody said so. */
  kilometresPerHour: 40,
  leastMinutes: 60,
  unknownMinutes: 120,
  /** On one manifest. */
  mostPeople: 300,
} as const;

/** The times of a trip. */
export interface TripTimes {
  readonly plannedFor: Temporal.Instant | null;
  readonly plannedArrivalAt: Temporal.Instant | null;
  readonly departedAt: Temporal.Instant | null;
  readonly kilometres: number | null;
}

/** Throws the UserError that explains why a trip cannot go from one state to another. */
export function assertTripTransition(from: TripState, to: TripState, number: number): void {
  const allowed: readonly TripState[] = TRIP_TRANSITIONS[from];
  if (!allowed.includes(to))
    throw new UserError('staff-trips:error.state', { number, state: stateKey(from) });
}

/** The text of a state. */
export const stateKey = (state: TripState): string => `staff-trips:state.${state}`;

/** Minutes that the way takes, as planned or by its length. */
function minutesOf({ plannedFor, plannedArrivalAt, kilometres }: TripTimes): number {
  if (plannedFor && plannedArrivalAt) {
    const planned = (plannedArrivalAt.epochMilliseconds - plannedFor.epochMilliseconds) / 60_000;
    if (planned > 0) return planned;
  }
  const { kilometresPerHour, leastMinutes, unknownMinutes } = TRIP_RULES;
  if (kilometres === null) return unknownMinutes;
  return Math.max(leastMinutes, Math.ceil((kilometres / kilometresPerHour) * 60));
}

/** When a trip is there: as planned, later by as much as it departed later; null while no time is known. */
export function expectedArrival(trip: TripTimes): Temporal.Instant | null {
  const { plannedFor, plannedArrivalAt, departedAt } = trip;
  const start = departedAt ?? plannedFor;
  const isOnlyArrival = plannedArrivalAt !== null && plannedFor === null;
  if (isOnlyArrival && (!start || Temporal.Instant.compare(plannedArrivalAt, start) > 0))
    return plannedArrivalAt;
  return start?.add({ seconds: Math.round(minutesOf(trip) * 60) }) ?? null;
}

/** When the team hears of a trip that has not arrived. */
export const lookAtOf = (trip: TripTimes): Temporal.Instant | null =>
  expectedArrival(trip)?.add({ minutes: TRIP_RULES.graceMinutes }) ?? null;

/** Whether somebody cannot be on both: they overlap, or it is not known when one of them is. */
export function isSameTime(one: TripTimes, other: TripTimes): boolean {
  const [start, begins] = [one.departedAt ?? one.plannedFor, other.departedAt ?? other.plannedFor];
  const [end, ends] = [expectedArrival(one), expectedArrival(other)];
  if (!start || !begins || !end || !ends) return true;
  return Temporal.Instant.compare(start, ends) < 0 && Temporal.Instant.compare(begins, end) < 0;
}
