/**
 * Reconciliation (F29): everybody on the list is somewhere, and each count is a part of the one before it.
 *
 *     listed = to come + here + in hospital + at home + released + left + unaccounted
 *     here = registered + not registered = contacted + not contacted = heard from + not heard from = …
 */

/** Where somebody on the list is; nobody is in two places. */
export const PLACES = ['to-come', 'here', 'hospital', 'home', 'released', 'left', 'unaccounted'] as const;

/** One of `PLACES`. `unaccounted`: their day of entry is over and nobody saw them arrive, or a vehicle lacks them. */
export type Place = (typeof PLACES)[number];

/** What must be so of everybody who is here; whoever lacks one is on its list. */
export const CHECKS = ['registered', 'contacted', 'heard', 'tested'] as const;

/**
 * One of `CHECKS`. `registered`: an account of theirs, or of who speaks for them · `contacted`: they and we have
 * exchanged a word · `heard`: checked in, as `/unheard` counts · `tested`: no test is overdue.
 */
export type Check = (typeof CHECKS)[number];

/** The people of one flight, site or jurisdiction, counted. */
export interface Reckoning {
  /** Null for those of whom it is not known. */
  readonly name: string | null;
  readonly places: Readonly<Record<Place, number>>;
  /** How many of those here pass each check. */
  readonly passed: Readonly<Record<Check, number>>;
}

/** Everybody on the list. */
export const listed = ({ places }: Reckoning): number =>
  PLACES.reduce((sum, place) => sum + places[place], 0);

/** How many of those here lack a check. */
export const lacking = (one: Reckoning, check: Check): number => one.places.here - one.passed[check];

/** The sum of several, under another name. */
export function sumOf(all: readonly Reckoning[], name: string | null): Reckoning {
  const sum = <K extends string>(keys: readonly K[], of: (one: Reckoning) => Readonly<Record<K, number>>) =>
    Object.fromEntries(
      keys.map((key) => [key, all.reduce((total, one) => total + of(one)[key], 0)]),
    ) as Record<K, number>;
  return { name, places: sum(PLACES, (one) => one.places), passed: sum(CHECKS, (one) => one.passed) };
}
