/** Who met somebody who turned out positive, and whose dates that changes. */
import { planStay, type StayPlan } from '../stay.ts';
import { dateOf, dayOfWhen, type When } from './days.ts';
import type { StayFacts } from './facts.ts';
import type { RuleBook } from './rule-book.ts';

/** The person with the positive test. */
export interface Infected {
  /** When the test was taken. */
  readonly positive: When;
  /** When they entered, for those who sat on the same flight; null while unknown. */
  readonly entry: When | null;
}

/** Somebody who travelled with them. */
export interface Mate {
  readonly id: string;
  readonly link: 'party' | 'flight';
  readonly facts: StayFacts;
  /** When they last met, where that is known better than the link tells. */
  readonly lastMet?: When;
}

/** What the positive test means for one of them. */
export interface Contact {
  readonly id: string;
  readonly link: Mate['link'];
  /** When they last met; null while unknown. */
  readonly met: Temporal.PlainDate | null;
  /** The facts to keep from now on: the last contact is this one, unless a later one was known. */
  readonly facts: StayFacts;
  readonly before: StayPlan;
  readonly after: StayPlan;
  /** Whether a date, a test or the rule is another than before. */
  readonly changes: boolean;
}

/** How far back a positive test reaches. */
export interface Reach {
  /** Whole days before it; who last met the person earlier is no contact. Without it everybody is. */
  readonly days?: number;
}

/**
 * Everybody who met the infected person, with the plan before and after. A party is together until the day of the test,
 * a flight until the day of entry; `lastMet` overrules both. Where no day is known the plan stays as it is.
 */
export function contactsOf(
  infected: Infected,
  mates: readonly Mate[],
  book: RuleBook,
  now: Temporal.Instant,
  reach: Reach = {},
): Contact[] {
  return mates.flatMap((mate) => {
    const contact = contactOf(infected, mate, book, now, reach);
    return contact ? [contact] : [];
  });
}

function contactOf(
  infected: Infected,
  { id, link, facts, lastMet }: Mate,
  book: RuleBook,
  now: Temporal.Instant,
  { days = Number.POSITIVE_INFINITY }: Reach,
): Contact | undefined {
  const before = planStay(facts, book, now);
  const when = lastMet ?? (link === 'party' ? infected.positive : (infected.entry ?? facts.entry));
  if (when === null) return { id, link, met: null, facts, before, after: before, changes: false };
  const met = dayOfWhen(when, facts.zone);
  if (dayOfWhen(infected.positive, facts.zone) - met > days) return undefined;
  const isLatest = facts.contact === null || dayOfWhen(facts.contact, facts.zone) < met;
  const known = isLatest ? { ...facts, contact: dateOf(met) } : facts;
  const after = isLatest ? planStay(known, book, now) : before;
  return { id, link, met: dateOf(met), facts: known, before, after, changes: isOther(before, after) };
}

/** What a traveller was told of a plan; the reasons staff see besides may change without telling them. */
const told = ({ rule, start, release, homeUntil, tests, unknown }: StayPlan): string =>
  JSON.stringify([
    rule?.version,
    start,
    release,
    homeUntil,
    unknown,
    tests.map(({ number, date, state }) => [number, date, state]),
  ]);

const isOther = (before: StayPlan, after: StayPlan): boolean => told(before) !== told(after);
