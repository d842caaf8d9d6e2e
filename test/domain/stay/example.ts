import type { When } from '../../../src/domain/stay/days.ts';
import type { DateChange, StayFacts, TestResult, TestTaken } from '../../../src/domain/stay/facts.ts';
import { parseRules } from '../../../src/domain/stay/rule.ts';
import { type RuleBook, ruleBook } from '../../../src/domain/stay/rule-book.ts';
import { planStay, type StayPlan } from '../../../src/domain/stay.ts';

/** `2026-05-03` is a date, `2026-05-03T23:50+08:00` a moment. */
export const when = (text: string): When =>
  text.includes('T') ? Temporal.Instant.from(text) : Temporal.PlainDate.from(text);

/** `negative 2026-05-04` and the like. */
export const tests = (...words: string[]): TestTaken[] =>
  words.map((word) => {
    const [result = '', on = ''] = word.split(' ');
    return { result: result as TestResult, on: when(on) };
  });

/** An approved change. */
export const change = (kind: DateChange['kind'], days: number, reason = 'late result'): DateChange => ({
  kind,
  days,
  reason,
  approval: 'approved',
});
export const extended = (days: number, reason?: string): DateChange => change('extension', days, reason);
export const shortened = (days: number, reason?: string): DateChange => change('shortening', days, reason);

const NOTHING: StayFacts = {
  zone: 'Asia/Shanghai',
  siteId: 'sun',
  jurisdiction: 'Hubei',
  entry: null,
  arrival: null,
  contact: null,
  positive: null,
  tests: [],
  changes: [],
  ruleVersions: [],
};

/** A stay of which nothing else is known; somebody who entered on 3 May 2026 unless `entry` is named. */
export const stay = (known: Partial<StayFacts> = {}): StayFacts => ({
  ...NOTHING,
  entry: when('2026-05-03'),
  ...known,
});

/** Rules as an administrator gives them; versions by their order. */
export const book = (...rules: object[]): RuleBook =>
  ruleBook(parseRules(rules.map((rule, index) => ({ version: index + 1, ...rule }))));

/** The plan on a day at noon by UTC, 5 May 2026 unless another is named. */
export const plan = (facts: StayFacts, rules: RuleBook, today = '2026-05-05T12:00Z'): StayPlan =>
  planStay(facts, rules, Temporal.Instant.from(today));

/** `entry 2026-05-03 > 2026-05-17 > 2026-05-24 by 1`: start, release, last day at home if any, version. */
export function brief({ start, release, homeUntil, rule, unknown }: StayPlan): string {
  if (unknown) return `unknown ${unknown}`;
  const dates = [`${start?.event} ${start?.date}`, release, homeUntil].filter((each) => each !== null);
  return `${dates.join(' > ')} by ${rule?.version}`;
}

/** `1 done, 4 overdue, 7+ not-yet`: the tests by number, `+` where they are at home. */
export const testBrief = ({ tests: due }: StayPlan): string =>
  due.map(({ number, isAtHome, state }) => `${number}${isAtHome ? '+' : ''} ${state}`).join(', ');

/** `test 4 2026-05-07, result 2026-05-09`. */
export const obstacleBrief = ({ obstacles }: StayPlan): string =>
  obstacles
    .map((one) => (one.kind === 'test' ? `test ${one.number} ${one.date}` : `${one.kind} ${one.date}`))
    .join(', ');
