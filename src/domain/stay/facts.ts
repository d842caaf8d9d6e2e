/** What is known of a stay; what is not known is null, and stays so. */
import { type Day, dayOfWhen, type When } from './days.ts';

/** `pending`: taken, its result is not there yet. `invalid`: nothing can be concluded from it. */
export type TestResult = 'negative' | 'positive' | 'invalid' | 'pending';

/** A test that was taken. */
export interface TestTaken {
  readonly on: When;
  readonly result: TestResult;
}

/** A decision about one person's dates. Only what is approved counts. */
export interface DateChange {
  readonly kind: 'extension' | 'shortening';
  /** Whole days, at least 1. */
  readonly days: number;
  /** As a colleague wrote it; travellers read it. */
  readonly reason: string;
  readonly approval: 'asked' | 'approved' | 'refused';
}

/** What rules are chosen and days are counted by. */
interface Basics {
  readonly siteId: string | null;
  /** The home authority they return to. */
  readonly jurisdiction: string | null;
  /** True for people who crossed no border: rules that count from entry are none of theirs. */
  readonly neverEntered?: boolean;
  /** In the order of their decision. */
  readonly changes: readonly DateChange[];
  /** Versions that this stay keeps, whatever rules came later; empty to choose anew. */
  readonly ruleVersions: readonly number[];
}

/** One person's stay as it is known. */
export interface StayFacts extends Basics {
  /** Of the site, an IANA name: its calendar decides what day it is. */
  readonly zone: string;
  readonly entry: When | null;
  readonly arrival: When | null;
  /** The last time they met somebody infected. */
  readonly contact: When | null;
  /** The last positive test that is not among `tests`, such as one taken elsewhere. */
  readonly positive: When | null;
  readonly tests: readonly TestTaken[];
}

/** A test taken on a day. */
export interface DayTest {
  readonly day: Day;
  readonly result: TestResult;
}

/** The facts with every moment and date as a day of the site; what bulk computations work on. */
export interface DayFacts extends Basics {
  readonly entry: Day | null;
  readonly arrival: Day | null;
  readonly contact: Day | null;
  /** The last positive of all, `tests` included. */
  readonly positive: Day | null;
  /** Earliest first. */
  readonly tests: readonly DayTest[];
}

/** The facts in days of the site. */
export function toDays(facts: StayFacts): DayFacts {
  const day = (when: When | null): Day | null => (when === null ? null : dayOfWhen(when, facts.zone));
  const tests = facts.tests
    .map(({ on, result }) => ({ day: dayOfWhen(on, facts.zone), result }))
    .sort((left, right) => left.day - right.day);
  const { siteId, jurisdiction, changes, ruleVersions, neverEntered = false } = facts;
  return {
    siteId,
    jurisdiction,
    neverEntered,
    changes,
    ruleVersions,
    entry: day(facts.entry),
    arrival: day(facts.arrival),
    contact: day(facts.contact),
    positive: lastPositive(day(facts.positive), tests),
    tests,
  };
}

/** The last day of a positive test; null when there is none. */
function lastPositive(elsewhere: Day | null, tests: readonly DayTest[]): Day | null {
  const here = tests.findLast(({ result }) => result === 'positive')?.day ?? null;
  if (elsewhere === null || here === null) return elsewhere ?? here;
  return Math.max(elsewhere, here);
}
