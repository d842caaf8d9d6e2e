/** Whom of the roster somebody may be who says a name and a room: a guess for colleagues, never a proof. */
import { toSimplified } from '../triage/han-variants.ts';

/** What somebody said of themselves. */
export interface Said {
  readonly name: string | null;
  readonly room: string | null;
  readonly siteId: string | null;
}

/** Somebody on the roster who may be meant. */
export interface Rostered extends Said {
  readonly personId: string;
  /** What they wrote was the number of this person's document, or phone. */
  readonly number?: 'document' | 'phone' | undefined;
}

/** Why somebody may be meant, as keys of `staff-onboarding:why.*`. */
export type Reason = 'document' | 'phone' | 'name' | 'name-like' | 'room' | 'site';

/** Somebody who may be meant, with what speaks for it. */
export interface Candidate {
  readonly personId: string;
  readonly why: readonly Reason[];
}

/** Names from this likeness on are the same but for spelling. */
export const SAME_NAME = 0.82;
/** Names below this likeness are of two people. */
const LIKE_NAME = 0.5;
/** More are not worth reading in a message. */
const MOST = 3;

/** Those who may be meant, the likeliest first; the same room with another name is a neighbour and not among them. */
export function likelyPeople(said: Said, rostered: readonly Rostered[]): Candidate[] {
  return rostered
    .map((one) => ({ one, ...weigh(said, one) }))
    .filter(({ isLikely }) => isLikely)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST)
    .map(({ one, why }) => ({ personId: one.personId, why }));
}

function weigh(said: Said, one: Rostered): { why: Reason[]; weight: number; isLikely: boolean } {
  const likeness = nameLikeness(said.name ?? '', one.name ?? '');
  const isSameRoom =
    isSame(said.room, one.room) && (!said.siteId || !one.siteId || said.siteId === one.siteId);
  const isSameSite = said.siteId !== null && said.siteId === one.siteId;
  const why: Reason[] = [];
  if (one.number) why.push(one.number);
  if (likeness >= SAME_NAME) why.push('name');
  else if (likeness >= LIKE_NAME) why.push('name-like');
  if (isSameRoom) why.push('room');
  else if (isSameSite) why.push('site');
  const byNumber = one.number === 'document' ? 4 : one.number ? 2 : 0;
  const weight = byNumber + likeness * 2 + (isSameRoom ? 1 : 0) + (isSameSite ? 0.25 : 0);
  const isLikely = byNumber > 0 || likeness >= SAME_NAME || (isSameRoom && likeness >= LIKE_NAME);
  return { why, weight, isLikely };
}

const isSame = (one: string | null, two: string | null): boolean =>
  one !== null && two !== null && roomKey(one) === roomKey(two);

const roomKey = (room: string): string =>
  room
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * How much two names are one, 0 to 1: family names first or last, without accents, one misspelled, a middle name left
 * out. Chinese names are compared sign by sign, in either script. Two scripts have nothing in common.
 */
export function nameLikeness(one: string, two: string): number {
  const [a, b] = [wordsOf(one), wordsOf(two)];
  if (a.length === 0 || b.length === 0) return 0;
  if (a.toSorted().join('') === b.toSorted().join('')) return 1;
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  const shared = few.reduce(
    (sum, word) => sum + Math.max(...many.map((other) => wordLikeness(word, other))),
    0,
  );
  // One word of two may be half the town's family name; two of three is somebody who left their middle name out.
  const full = few.length >= 2 ? (few.length + many.length) / 2 : many.length;
  return Math.min(1, shared / full);
}

function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
  const words = plain.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
  return words.flatMap((word) => (/\p{Script=Han}/u.test(word) ? Array.from(word, toSimplified) : [word]));
}

/** 1 for the same word, less for each letter that would have to change, 0 from a third of them on. */
function wordLikeness(one: string, two: string): number {
  if (one === two) return 1;
  const length = Math.max(one.length, two.length);
  if (length < 4) return 0;
  const likeness = 1 - distance(one, two) / length;
  return likeness > 2 / 3 ? likeness : 0;
}

/** Letters to add, leave out or change. */
function distance(one: string, two: string): number {
  let row = Array.from({ length: two.length + 1 }, (_cell, at) => at);
  for (const [i, letter] of Array.from(one).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(two).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
