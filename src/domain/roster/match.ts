/**
 * Finds people who are in a roster twice, or are known already. Every person is looked up by a few keys, so that the
 * work grows with the number of rows and not with its square.
 */
import type { RosterRow } from '../roster.ts';
import { toSimplified } from '../triage/han-variants.ts';

/** What is compared of a person. */
export type Comparable = Pick<
  RosterRow,
  'name' | 'birthDate' | 'documentNumber' | 'phone' | 'flight' | 'entryDate'
>;

/** Somebody who is in the books already. */
export interface KnownPerson extends Comparable {
  readonly id: string;
}

/** What two people have in common. */
export const MATCH_REASONS = ['document', 'phone', 'name-birth', 'name-flight'] as const;
/** One of them. */
export type MatchReason = (typeof MATCH_REASONS)[number];

/** certain: the same person · likely: unless two share it · possible: somebody should look. */
export type Certainty = 'certain' | 'likely' | 'possible';

/** A row that may be somebody whom an earlier row, or the books, have already. */
export interface RosterMatch {
  readonly row: number;
  readonly other: { readonly row: number } | { readonly id: string };
  readonly reasons: readonly MatchReason[];
  readonly certainty: Certainty;
}

/**
 * How many people with one key are looked at. A hotel's phone number may stand in a thousand rows: comparing each with
 * each would take a million steps and tell nobody anything.
 */
const MOST_PER_KEY = 4;

/** What a person is looked up by, as `reason:value`. */
interface Key {
  readonly reason: MatchReason;
  readonly key: string;
}

/** The keys of one person; two people with a key in common are worth comparing. */
export function rosterKeys(person: Comparable): Key[] {
  const { birthDate } = person;
  const [document, phone] = [documentKey(person.documentNumber), phoneKey(person.phone)];
  const [name, flight] = [nameKey(person.name), flightKey(person.flight)];
  const keys: Key[] = [];
  if (document) keys.push({ reason: 'document', key: `document:${document}` });
  if (phone) keys.push({ reason: 'phone', key: `phone:${phone}` });
  if (name && birthDate) keys.push({ reason: 'name-birth', key: `name-birth:${name}:${birthDate}` });
  if (name && flight) keys.push({ reason: 'name-flight', key: `name-flight:${name}:${flight}` });
  return keys;
}

interface Candidate {
  readonly person: Comparable;
  readonly other: RosterMatch['other'];
}

type Holders = Map<string, Candidate[]>;

/** Those rows that resemble an earlier row or a known person; a row and another are named once, with every reason. */
export function matchRoster(rows: Iterable<RosterRow>, known: Iterable<KnownPerson>): RosterMatch[] {
  const holders: Holders = new Map();
  for (const person of known) hold(holders, rosterKeys(person), { person, other: { id: person.id } });
  const matches: RosterMatch[] = [];
  for (const row of rows) {
    const keys = rosterKeys(row);
    let sharesPhone = false;
    for (const [candidate, reasons] of alike(holders, keys)) {
      const certainty = howSure(row, candidate.person, reasons);
      const isPhoneAlone = certainty === 'possible' && reasons.length === 1 && reasons[0] === 'phone';
      // A family of five with one phone is worth a line for each of them, not for each pair.
      if (!certainty || (isPhoneAlone && sharesPhone)) continue;
      sharesPhone ||= isPhoneAlone;
      matches.push({ row: row.row, other: candidate.other, reasons, certainty });
    }
    hold(holders, keys, { person: row, other: { row: row.row } });
  }
  return matches;
}

function hold(holders: Holders, keys: readonly Key[], candidate: Candidate): void {
  for (const { key } of keys) {
    const same = holders.get(key);
    if (!same) holders.set(key, [candidate]);
    else if (same.length < MOST_PER_KEY) same.push(candidate);
  }
}

function alike(holders: Holders, keys: readonly Key[]): Map<Candidate, MatchReason[]> {
  const found = new Map<Candidate, MatchReason[]>();
  for (const { reason, key } of keys) {
    for (const candidate of holders.get(key) ?? []) {
      const reasons = found.get(candidate);
      if (reasons) reasons.push(reason);
      else found.set(candidate, [reason]);
    }
  }
  return found;
}

/** undefined: they share something and are plainly two people. */
function howSure(one: Comparable, two: Comparable, reasons: readonly MatchReason[]): Certainty | undefined {
  const isSameName = nameKey(one.name) === nameKey(two.name);
  const otherBirth = !!one.birthDate && !!two.birthDate && !one.birthDate.equals(two.birthDate);
  const otherDocument =
    !!one.documentNumber &&
    !!two.documentNumber &&
    documentKey(one.documentNumber) !== documentKey(two.documentNumber);
  if (reasons.includes('document')) return !isSameName && otherBirth ? 'likely' : 'certain';
  if (reasons.includes('name-birth')) {
    // A passport and an identity card of one person have two numbers; a namesake born on the same day is rare.
    if (reasons.length > 1) return otherDocument ? 'likely' : 'certain';
    return otherDocument ? 'possible' : 'likely';
  }
  // Namesakes on one flight, born on different days; the same flight number on another day.
  if (reasons.includes('name-flight') && !otherBirth && !isOtherDay(one, two)) {
    if (reasons.includes('phone')) return otherDocument ? 'likely' : 'certain';
    return otherDocument ? 'possible' : 'likely';
  }
  // Families and tour groups share a phone.
  if (!reasons.includes('phone')) return undefined;
  return isSameName && !otherBirth && !otherDocument ? 'likely' : 'possible';
}

/** A flight that lands after midnight is written down under either day. */
function isOtherDay(one: Comparable, two: Comparable): boolean {
  if (!one.entryDate || !two.entryDate) return false;
  return Math.abs(one.entryDate.until(two.entryDate, { largestUnit: 'days' }).days) > 1;
}

/** A document number as numbers are compared: letter case, width and signs do not count. */
export const documentKey = (number: string | null): string =>
  number
    ?.normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '') ?? '';

/** The digits without the code of mainland China or leading zeros: one phone is written with and without them. */
export function phoneKey(phone: string | null): string {
  const digits = phone?.replace(/\D/g, '') ?? '';
  return digits.startsWith('86') && digits.length === 13 ? digits.slice(2) : digits.replace(/^0+/, '');
}

/** A name as names are compared: words in any order; spaces within Chinese names and its script do not count. */
export function nameKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.every((word) => /^[a-z0-9]+$/.test(word))) return words.sort().join(' ');
  return Array.from(words.join(''), toSimplified).join('');
}

/** A flight number as they are compared: CA0981 is CA981. */
export const flightKey = (flight: string | null): string =>
  flight
    ?.toUpperCase()
    .replace(/\s/g, '')
    .replace(/^([A-Z]{2,3}|[A-Z]\d|\d[A-Z])0+(?=\d)/, '$1') ?? '';
