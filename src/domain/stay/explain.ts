/** How a plan came about, step by step, as data: staff read it line by line, travellers as one sentence. */
import { type Count, changed, countBy, type Release, type Unknown } from './count-release.ts';
import { dateOf } from './days.ts';
import type { DateChange, DayFacts } from './facts.ts';
import type { Rule, StartEvent } from './rule.ts';
import type { BoundRule } from './rule-book.ts';

type PlainDate = Temporal.PlainDate;

/** One step; `date` is the day of release after it. */
export type Step =
  /** This version decides; kept from earlier, or chosen now. */
  | { readonly step: 'rule'; readonly version: number; readonly name: string; readonly isKept: boolean }
  /** The day the count begins with. */
  | { readonly step: 'start'; readonly event: StartEvent; readonly on: PlainDate }
  /** A positive test made its day the new day 0. */
  | { readonly step: 'restart'; readonly on: PlainDate }
  | { readonly step: 'days'; readonly days: number; readonly date: PlainDate }
  /** An approved change; `counted` is what it came to, less than `days` where the minimum is reached. */
  | ChangeStep
  /** A change that is not approved, or was refused. */
  | { readonly step: 'not-counted'; readonly change: DateChange }
  /** Days at home after the release, by whichever rule has most. */
  | { readonly step: 'home'; readonly days: number; readonly until: PlainDate }
  /** Another rule that holds too, and lets them go no later. */
  | { readonly step: 'also'; readonly version: number; readonly name: string; readonly date: PlainDate }
  /** Nothing can be said for want of this. */
  | { readonly step: 'unknown'; readonly what: Unknown };

/** An approved change and what it did. */
export interface ChangeStep {
  readonly step: 'extended' | 'shortened';
  readonly days: number;
  readonly counted: number;
  readonly reason: string;
  readonly date: PlainDate;
}

/** The steps of a release that was counted by these rules. */
export function explain(release: Release, rules: readonly BoundRule[], facts: DayFacts): Step[] {
  const { count, unknown, homeUntil } = release;
  if (unknown !== null || count === null) {
    return [...rules.map(({ rule }) => ruleStep(rule, facts)), { step: 'unknown', what: unknown ?? 'rule' }];
  }
  const home = (homeUntil ?? count.release) - count.release;
  return [
    ruleStep(count.rule, facts),
    ...startSteps(count, facts),
    { step: 'days', days: count.rule.days, date: dateOf(count.start + count.rule.days) },
    ...changeSteps(count, facts),
    ...(home > 0 ? [{ step: 'home', days: home, until: dateOf(count.release + home) } as const] : []),
    ...alsoSteps(count, rules, facts),
  ];
}

const ruleStep = ({ version, name }: Rule, { ruleVersions }: DayFacts): Step => ({
  step: 'rule',
  version,
  name,
  isKept: ruleVersions.includes(version),
});

function startSteps({ rule, start, isRestart }: Count, facts: DayFacts): Step[] {
  const first = facts[rule.start] ?? start;
  const begin: Step = { step: 'start', event: rule.start, on: dateOf(first) };
  return isRestart ? [begin, { step: 'restart', on: dateOf(start) }] : [begin];
}

function changeSteps({ rule, start }: Count, { changes }: DayFacts): Step[] {
  let days = rule.days;
  return changes.map((change): Step => {
    if (change.approval !== 'approved') return { step: 'not-counted', change };
    const before = days;
    days = changed(days, change, rule.minimum);
    return {
      step: change.kind === 'extension' ? 'extended' : 'shortened',
      days: change.days,
      counted: Math.abs(days - before),
      reason: change.reason,
      date: dateOf(start + days),
    };
  });
}

const alsoSteps = (count: Count, rules: readonly BoundRule[], facts: DayFacts): Step[] =>
  rules.flatMap(({ rule }) => {
    const other = rule === count.rule ? null : countBy(rule, facts);
    return other
      ? [{ step: 'also', version: rule.version, name: rule.name, date: dateOf(other.release) } as const]
      : [];
  });
