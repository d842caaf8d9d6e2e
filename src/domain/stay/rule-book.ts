/** Which rules hold for a stay. */
import { fold } from '../called.ts';
import { type Day, dayOf } from './days.ts';
import type { DayFacts } from './facts.ts';
import type { Rule, StartEvent } from './rule.ts';

/**
 * Rules that speak of the same thing, so that only one of them holds: how people are kept who come from elsewhere,
 * who met somebody infected, and who were infected themselves. A stay may have one rule of each.
 */
const GROUPS = ['coming', 'contact', 'positive'] as const;

/** One of those groups. */
export type Group = (typeof GROUPS)[number];

/** A rule with its validity in day numbers. */
export interface BoundRule {
  readonly rule: Rule;
  readonly group: Group;
  readonly from: Day;
  readonly to: Day;
}

/** Rules of each group, best first. */
type Ranked = Readonly<Record<Group, readonly BoundRule[]>>;

/** All versions of all rules, made ready for choosing; make it once and use it for many stays. */
export interface RuleBook {
  readonly byVersion: ReadonlyMap<number, BoundRule>;
  /** The rules for a site and a home jurisdiction, whenever they are valid. */
  at(siteId: string | null, jurisdiction: string | null): Ranked;
}

/** Home jurisdictions are written by hand: so many spellings are remembered, at most, per site. */
const MOST_SPELLINGS = 2000;

/** The book of these rules. */
export function ruleBook(rules: readonly Rule[]): RuleBook {
  const bound = rules.map(bind);
  const places = new Map<string | null, Map<string | null, Ranked>>();
  return {
    byVersion: new Map(bound.map((one) => [one.rule.version, one])),
    at(siteId, jurisdiction) {
      const homes = places.get(siteId) ?? new Map<string | null, Ranked>();
      const known = homes.get(jurisdiction);
      if (known) return known;
      if (homes.size >= MOST_SPELLINGS) homes.clear();
      const ranked = rank(bound, siteId, jurisdiction);
      places.set(siteId, homes.set(jurisdiction, ranked));
      return ranked;
    },
  };
}

const groupOf = (event: StartEvent): Group => (event === 'entry' || event === 'arrival' ? 'coming' : event);

function bind(rule: Rule): BoundRule {
  const day = (iso: string | null, open: Day): Day =>
    iso === null ? open : dayOf(Temporal.PlainDate.from(iso));
  return {
    rule,
    group: groupOf(rule.start),
    from: day(rule.validFrom, Number.NEGATIVE_INFINITY),
    to: day(rule.validTo, Number.POSITIVE_INFINITY),
  };
}

/** For site and home wins over for the site, that over for the home, that over for all; then the later version. */
const specificity = ({ rule }: BoundRule): number =>
  (rule.siteId === null ? 0 : 2) + (rule.jurisdiction === null ? 0 : 1);

function rank(bound: readonly BoundRule[], siteId: string | null, jurisdiction: string | null): Ranked {
  const home = jurisdiction === null ? null : fold(jurisdiction);
  const fitting = bound
    .filter(({ rule }) => rule.siteId === null || rule.siteId === siteId)
    .filter(({ rule }) => rule.jurisdiction === null || fold(rule.jurisdiction) === home)
    .sort((a, b) => specificity(b) - specificity(a) || b.rule.version - a.rule.version);
  const of = (group: Group): BoundRule[] => fitting.filter((one) => one.group === group);
  return { coming: of('coming'), contact: of('contact'), positive: of('positive') };
}

/** What stands between a stay and a rule: a version it keeps is not in the book. */
export type NoRule = 'unknown-version';

/**
 * The rules of a stay, at most one of each group. A version that the stay keeps holds; else the most specific rule that
 * is valid on the day the count begins, or today while that day is unknown. Rules about contacts and positives concern
 * only those who have such a day. `unknown-version` when a version it keeps is not in the book: no other may stand in.
 */
export function rulesFor(facts: DayFacts, book: RuleBook, today: Day): readonly BoundRule[] | NoRule {
  for (const version of facts.ruleVersions) {
    if (!book.byVersion.has(version)) return 'unknown-version';
  }
  const ranked = book.at(facts.siteId, facts.jurisdiction);
  const chosen: BoundRule[] = [];
  for (const group of GROUPS) {
    const one = kept(facts, book, group) ?? valid(facts, ranked[group], today);
    if (one && concerns(one, facts)) chosen.push(one);
  }
  return chosen;
}

function kept(facts: DayFacts, book: RuleBook, group: Group): BoundRule | undefined {
  for (const version of facts.ruleVersions) {
    const one = book.byVersion.get(version);
    if (one?.group === group) return one;
  }
  return undefined;
}

function valid(facts: DayFacts, ranked: readonly BoundRule[], today: Day): BoundRule | undefined {
  for (const one of ranked) {
    const start = facts[one.rule.start] ?? today;
    if (start >= one.from && start <= one.to && concerns(one, facts)) return one;
  }
  return undefined;
}

/** Everybody comes from somewhere, if only it were known when; the rest happened to some. */
function concerns({ rule, group }: BoundRule, facts: DayFacts): boolean {
  if (group !== 'coming') return facts[rule.start] !== null;
  return !(facts.neverEntered && rule.start === 'entry');
}
