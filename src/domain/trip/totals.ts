/** How many trips, people and kilometres there were; long ways counted again by themselves. */
import { TRIP_RULES } from '../trip.ts';

/** One trip that departed, as it is counted. */
export interface CountedTrip {
  /** The day it departed. */
  readonly day: string;
  readonly people: number;
  /** To a tenth; null where nobody said. */
  readonly kilometres: number | null;
}

/** Some trips together. */
export interface Tally {
  readonly trips: number;
  readonly people: number;
  readonly kilometres: number;
}

/** Trips of a day, or of all days. */
export interface TripTotals {
  readonly all: Tally;
  /** Those of them that are long. */
  readonly long: Tally;
  /** Trips whose kilometres nobody said; they count none. */
  readonly withoutKilometres: number;
}

/** Whether a trip is a long-distance one. */
export const isLong = (kilometres: number | null): boolean =>
  kilometres !== null && kilometres > TRIP_RULES.longKilometres;

function tally(trips: readonly CountedTrip[]): Tally {
  // In tenths: sums of fractions would not add up.
  const tenths = trips.reduce((sum, { kilometres }) => sum + Math.round((kilometres ?? 0) * 10), 0);
  const people = trips.reduce((sum, trip) => sum + trip.people, 0);
  return { trips: trips.length, people, kilometres: tenths / 10 };
}

/** Everything about these trips. */
export const totalsOf = (trips: readonly CountedTrip[]): TripTotals => ({
  all: tally(trips),
  long: tally(trips.filter(({ kilometres }) => isLong(kilometres))),
  withoutKilometres: trips.filter(({ kilometres }) => kilometres === null).length,
});

/** The same for each day, earliest first; days without a trip are left out. */
export function totalsByDay(
  trips: readonly CountedTrip[],
): readonly { readonly day: string; readonly totals: TripTotals }[] {
  const days = [...Map.groupBy(trips, ({ day }) => day)];
  return days
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, those]) => ({ day, totals: totalsOf(those) }));
}
