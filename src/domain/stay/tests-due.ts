/**
 * Which tests are due, which are done, and what keeps somebody from leaving.
 *
 * Tests are due on the days of the rule, counted from the start, whatever was extended. A stay that was shortened has
 * the tests it has no days left for on its last day. A negative test counts for one due test: for the last one due up
 * to its day that has none yet, so that a late test makes up for a missed one. Tests before the start count for nothing.
 */
import type { Count } from './count-release.ts';
import type { Day } from './days.ts';
import type { DayFacts, DayTest } from './facts.ts';

/**
 * `done`: negative · `pending`: taken, the result is not there · `missing`: its day is today · `overdue`: its day is
 * past · `not-yet`: its day is to come.
 */
export type TestState = 'done' | 'pending' | 'missing' | 'overdue' | 'not-yet';

/** A test that is due. */
export interface DueDay {
  /** Counted from the start, day 0. */
  readonly number: number;
  readonly due: Day;
  /** After the release: it keeps nobody at the site. */
  readonly isAtHome: boolean;
  readonly state: TestState;
  /** When the test was taken that counts for it. */
  readonly taken: Day | null;
}

/** What keeps somebody from leaving: a test not taken, a result that is out, a positive that no negative followed. */
export type Obstacle =
  | { readonly kind: 'test'; readonly number: number; readonly day: Day }
  | { readonly kind: 'result'; readonly day: Day }
  | { readonly kind: 'positive'; readonly day: Day };

/** The tests of a count, earliest first. */
export function testsDue(count: Count, homeUntil: Day, facts: DayFacts, today: Day): DueDay[] {
  const days = dueDays(count, homeUntil);
  const taken = facts.tests.filter(({ day }) => day >= count.start);
  const byDue = match(days, taken, count.rule.testsEarly);
  return days.map((due) => {
    const test = byDue.get(due);
    return {
      number: due - count.start,
      due,
      isAtHome: due > count.release,
      state: stateOf(due, test, today),
      taken: test?.day ?? null,
    };
  });
}

/** Each day once; after a positive test nobody is tested again on day 0. */
function dueDays({ rule, start, event, release }: Count, homeUntil: Day): Day[] {
  const days: Day[] = [];
  for (const number of rule.tests) {
    if (number === 0 && event === 'positive') continue;
    const due = Math.min(start + number, number <= rule.days ? release : homeUntil);
    if (days.at(-1) !== due) days.push(due);
  }
  return days;
}

/** Negative tests first: what is still out makes up only for what they leave. */
function match(days: readonly Day[], taken: readonly DayTest[], early: number): Map<Day, DayTest> {
  const matched = new Map<Day, DayTest>();
  for (const result of ['negative', 'pending'] as const) {
    for (const test of taken) {
      if (test.result !== result) continue;
      const due =
        days.findLast((day) => day <= test.day && !matched.has(day)) ??
        days.find((day) => day > test.day && day <= test.day + early && !matched.has(day));
      if (due !== undefined) matched.set(due, test);
    }
  }
  return matched;
}

function stateOf(due: Day, test: DayTest | undefined, today: Day): TestState {
  if (test) return test.result === 'negative' ? 'done' : 'pending';
  if (due > today) return 'not-yet';
  return due < today ? 'overdue' : 'missing';
}

/** What keeps them from leaving as things are; empty when only days do. */
export function obstacles(tests: readonly DueDay[], facts: DayFacts, settlesPositive: boolean): Obstacle[] {
  const found: Obstacle[] = [];
  for (const { state, isAtHome, number, due } of tests) {
    if (!isAtHome && (state === 'missing' || state === 'overdue'))
      found.push({ kind: 'test', number, day: due });
  }
  for (const { result, day } of facts.tests) {
    if (result === 'pending') found.push({ kind: 'result', day });
  }
  const { positive } = facts;
  if (positive !== null && !settlesPositive) {
    const isOver = facts.tests.some(({ day, result }) => result === 'negative' && day > positive);
    if (!isOver) found.push({ kind: 'positive', day: positive });
  }
  return found;
}
