/**
 * How the days are counted, in day numbers.
 *
 * Day 0 is the day of the start event; somebody with so many days leaves on the day of that number. Decisions are
 * applied one after the other: an extension adds its days, a shortening takes days away, never below the minimum. Where
 * several rules hold (somebody who entered met somebody infected), the one that keeps the person longest decides.
 */
import type { Day } from './days.ts';
import type { DateChange, DayFacts } from './facts.ts';
import type { Rule, StartEvent } from './rule.ts';
import { type BoundRule, type RuleBook, rulesFor } from './rule-book.ts';

/** Why a date cannot be said: nobody knows this day, there is no rule, or the version it keeps is lost. */
export type Unknown = 'entry' | 'arrival' | 'rule' | 'rule-version';

/** One rule applied to one stay. */
export interface Count {
  readonly rule: Rule;
  readonly start: Day;
  /** What happened on that day; `positive` where a positive test made it the new day 0. */
  readonly event: StartEvent;
  /** Whether that was so although the rule begins with something else. */
  readonly isRestart: boolean;
  readonly release: Day;
  /** The last of the days at home; the day of release where there are none. */
  readonly homeUntil: Day;
}

/** What all rules together make of a stay. */
export interface Release {
  readonly unknown: Unknown | null;
  /** The count that decides; null while something is unknown. */
  readonly count: Count | null;
  /** The last day at home by any of the rules. */
  readonly homeUntil: Day | null;
  /** A rule says what follows a positive test, so that none is left open. */
  readonly settlesPositive: boolean;
}

const unknown = (what: Unknown): Release => ({
  unknown: what,
  count: null,
  homeUntil: null,
  settlesPositive: false,
});

/** When a stay ends; `today` matters only where a start is unknown. */
export function countRelease(facts: DayFacts, book: RuleBook, today: Day): Release {
  const rules = rulesFor(facts, book, today);
  if (rules === 'unknown-version') return unknown('rule-version');
  return combine(rules, facts);
}

/** When a stay ends by these rules. */
export function combine(rules: readonly BoundRule[], facts: DayFacts): Release {
  let longest: Count | null = null;
  let homeUntil = Number.NEGATIVE_INFINITY;
  let settlesPositive = false;
  for (const { rule, group } of rules) {
    const count = countBy(rule, facts);
    // Rules of the other groups concern only those who have the day.
    if (count === null) return unknown(rule.start === 'arrival' ? 'arrival' : 'entry');
    if (longest === null || count.release > longest.release) longest = count;
    if (count.homeUntil > homeUntil) homeUntil = count.homeUntil;
    if (group === 'positive' || rule.onPositive === 'restart') settlesPositive = true;
  }
  return longest ? { unknown: null, count: longest, homeUntil, settlesPositive } : unknown('rule');
}

/** One rule's count; null while the day it begins with is unknown. */
export function countBy(rule: Rule, facts: DayFacts): Count | null {
  const first = facts[rule.start];
  if (first === null) return null;
  const { positive } = facts;
  const isRestart = rule.onPositive === 'restart' && positive !== null && positive > first;
  const start = isRestart ? positive : first;
  let days = rule.days;
  for (const change of facts.changes) {
    if (change.approval === 'approved') days = changed(days, change, rule.minimum);
  }
  const release = start + days;
  return {
    rule,
    start,
    event: isRestart ? 'positive' : rule.start,
    isRestart,
    release,
    homeUntil: release + rule.homeDays,
  };
}

/** The days after an approved decision. */
export const changed = (days: number, { kind, days: by }: DateChange, minimum: number): number =>
  kind === 'extension' ? days + by : Math.max(minimum, days - by);
