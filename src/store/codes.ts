/** One-time codes: easy to read aloud, stored only as hashes. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** Without 0, 1, I and O, which are mistaken for each other. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * A random code of this many groups of four, such as `7K4P-XWQ2`; 20 bits a group. Never of words alone, for which whoever
 * types one would be taken to ask for something: one group at least has a letter and a digit.
 */
export function newCode(groups: number): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  for (;;) {
    const made = Array.from({ length: groups }, group);
    if (made.some((one) => /\d/.test(one) && /[A-Z]/.test(one))) return made.join('-');
  }
}

/** What is stored of a code; letter case, spaces and dashes do not count. */
export function hashCode(code: string): string {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_]/gu, '');
  return createHash('sha256').update(plain).digest('hex');
}

/** Compares two hashes in a time that tells nothing about where they differ. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
