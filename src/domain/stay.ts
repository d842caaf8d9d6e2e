/**
 * When somebody may leave, and why (F25).
 *
 * - **Start event** what the days are counted from; its day is **day 0**, by the calendar of the site.
 * - **Release** the day of leaving the site: day 14 of a 14-day rule. **Home days** come after it.
 * - **Rule** data with a version (stay/rule.ts); which of several holds is in stay/rule-book.ts.
 * - **Change** an extension or a shortening; it counts once it is approved, in the order decided.
 * - **Obstacle** what keeps somebody although the days are over: a test, a result, a positive.
 *
 * Days are calendar days: fourteen of them are fourteen dates, also where clocks change or a date is left out. A date
 * that is not known is never guessed: the plan has none and names what is missing.
 */
import { type Count, countRelease, type Release, type Unknown } from './stay/count-release.ts';
import { type Day, dateOf, dayInZone } from './stay/days.ts';
import { explain, type Step } from './stay/explain.ts';
import { type DayFacts, type StayFacts, toDays } from './stay/facts.ts';
import type { Rule, StartEvent } from './stay/rule.ts';
import { type RuleBook, rulesFor } from './stay/rule-book.ts';
import { obstacles, type TestState, testsDue } from './stay/tests-due.ts';

/** A test that is due, with its date. */
export interface PlannedTest {
  /** Counted from the start, day 0. */
  readonly number: number;
  readonly date: Temporal.PlainDate;
  /** After the release: it keeps nobody at the site. */
  readonly isAtHome: boolean;
  readonly state: TestState;
  /** When the test was taken that counts for it. */
  readonly taken: Temporal.PlainDate | null;
}

/** What keeps somebody from leaving: a test not taken, a result that is out, a positive that no negative followed. */
export type Obstacle =
  | { readonly kind: 'test'; readonly number: number; readonly date: Temporal.PlainDate }
  | { readonly kind: 'result' | 'positive'; readonly date: Temporal.PlainDate };

/** Everything that can be said of a stay on one day. */
export interface StayPlan {
  /** The day of the site that it was made on. */
  readonly today: Temporal.PlainDate;
  /** The version that decides; null while something is unknown. */
  readonly rule: Rule | null;
  /** All versions that were used, for the stay to keep. */
  readonly ruleVersions: readonly number[];
  readonly start: { readonly date: Temporal.PlainDate; readonly event: StartEvent } | null;
  /** When they may leave the site, if nothing stands in the way. */
  readonly release: Temporal.PlainDate | null;
  /** The last of the days at home; null where there are none. */
  readonly homeUntil: Temporal.PlainDate | null;
  readonly tests: readonly PlannedTest[];
  readonly obstacles: readonly Obstacle[];
  /** What has to be found out before a date can be said. */
  readonly unknown: Unknown | null;
  /** The days are over and nothing stands in the way. */
  readonly mayLeave: boolean;
  /** How it came about, in order. */
  readonly steps: readonly Step[];
}

/** The plan of a stay as things are at this moment. */
export function planStay(facts: StayFacts, book: RuleBook, now: Temporal.Instant): StayPlan {
  const today = dayInZone(now.epochMilliseconds, facts.zone);
  const days = toDays(facts);
  const release = countRelease(days, book, today);
  const used = rulesFor(days, book, today);
  const rules = used === 'unknown-version' ? [] : used;
  const { count, homeUntil } = release;
  return {
    today: dateOf(today),
    rule: count?.rule ?? null,
    ruleVersions: used === 'unknown-version' ? facts.ruleVersions : rules.map(({ rule }) => rule.version),
    start: count && { date: dateOf(count.start), event: count.event },
    release: count && dateOf(count.release),
    homeUntil: count && homeUntil !== null && homeUntil > count.release ? dateOf(homeUntil) : null,
    ...hindrances(release, days, today),
    unknown: release.unknown,
    steps: explain(release, rules, days),
  };
}

/** Tests and obstacles; a positive or a pending result is one even while no date can be said. */
function hindrances(
  { count, homeUntil, settlesPositive }: Release,
  facts: DayFacts,
  today: Day,
): Pick<StayPlan, 'tests' | 'obstacles' | 'mayLeave'> {
  const due = count ? testsDue(count, homeUntil ?? count.release, facts, today) : [];
  const found = obstacles(due, facts, settlesPositive);
  return {
    tests: due.map(({ number, due: day, isAtHome, state, taken }) => ({
      number,
      date: dateOf(day),
      isAtHome,
      state,
      taken: taken === null ? null : dateOf(taken),
    })),
    obstacles: found.map(({ day, ...obstacle }) => ({ ...obstacle, date: dateOf(day) })),
    mayLeave: isOver(count, today) && found.length === 0,
  };
}

const isOver = (count: Count | null, today: Day): boolean => count !== null && today >= count.release;
