/**
 * Cuts texts into small pieces, each named by a number: runs of one to four letters, words, and pairs of words that
 * stand together or one apart. Nothing but numbers is made, because this runs on every message.
 */
import { toSimplified } from './han-variants.ts';

const LONGEST = 4;
const SPACE = 0x20;
const DIGIT = 0x30;
/** Starts a word, and stands for none; beyond any letter, so that a word is told from a run of the same letters. */
const WORD = 0x10000;
/** Set pairs apart from each other and from their reverse. */
const PAIR = 0x85ebca6b;
const PAIR_APART = 0xc2b2ae35;
const UNKNOWN = 0;
const DROPPED = 1;
/** Accents and Arabic vowel marks; many people type without them. */
const ACCENT = /[\u0300-\u036f\u0640\u064b-\u0655]/u;
/** What each UTF-16 unit counts as, looked up once: `UNKNOWN` until then. */
const folded = new Uint16Array(0x10000);

function fold(unit: number): number {
  const sign = String.fromCharCode(unit);
  if (ACCENT.test(sign)) return DROPPED;
  // "đ" is a letter of its own to Unicode, but "d" on most keyboards.
  if (sign === 'đ') return 'd'.charCodeAt(0);
  // Which number it is says nothing: rooms, hours and dates.
  if (/\p{N}/u.test(sign)) return DIGIT;
  return /[\p{L}\p{M}]/u.test(sign) ? toSimplified(sign).charCodeAt(0) : SPACE;
}

/** Letters without case and accents, one space for whatever stands between words and at both ends. */
function lettersOf(text: string): Uint16Array {
  const plain = text.normalize('NFKD').toLowerCase();
  const letters = new Uint16Array(plain.length + 2);
  let last = SPACE;
  let length = 1;
  letters[0] = SPACE;
  for (let at = 0; at < plain.length; at += 1) {
    const unit = plain.charCodeAt(at);
    let letter = folded[unit] ?? UNKNOWN;
    if (letter === UNKNOWN) {
      letter = fold(unit);
      folded[unit] = letter;
    }
    if (letter === DROPPED || (letter === last && (letter === SPACE || letter === DIGIT))) continue;
    letters[length] = letter;
    length += 1;
    last = letter;
  }
  if (last !== SPACE) {
    letters[length] = SPACE;
    length += 1;
  }
  return letters.subarray(0, length);
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Hands over the 32-bit number of every piece, as often as it occurs; of several million, few share a number. */
export function eachPiece(text: string, take: (piece: number) => void): void {
  const letters = lettersOf(text);
  for (let start = 0; start < letters.length; start += 1) {
    const end = Math.min(start + LONGEST, letters.length);
    let run = 0;
    for (let at = start; at < end; at += 1) {
      run = mix(run, letters[at] ?? 0);
      take(run);
    }
  }
  let word = WORD;
  let before = WORD;
  let earlier = WORD;
  for (let at = 1; at < letters.length; at += 1) {
    const letter = letters[at] ?? 0;
    if (letter !== SPACE) {
      word = mix(word, letter);
      continue;
    }
    take(word);
    take(mix(Math.imul(before, PAIR), word));
    take(mix(Math.imul(earlier, PAIR_APART), word));
    earlier = before;
    before = word;
    word = WORD;
  }
}
