/** Reads the short answers people type instead of pressing a button. */
import type { Turn } from '../../conversation/feature.ts';
import { latinDigits } from '../../domain/digits.ts';
import { readYesNo as readWords } from '../../domain/yes-no.ts';

/** A rating from 1 to 5, in any digits, alone or as `4/5` or `4分`; undefined for everything else. */
export function readStars(text: string): number | undefined {
  const latin = latinDigits(text.normalize('NFKC').trim());
  const digit = /^([1-5])\s*(?:\/\s*5|分|점|点|點|★|⭐)?[.!。！]?$/u.exec(latin)?.[1];
  return digit ? Number(digit) : undefined;
}

/** What an answer to a yes-or-no question says in the reader's language or in English. */
export const readYesNo = (turn: Turn, text: string): 'yes' | 'no' | undefined =>
  readWords(text, turn.locale, (locale, answer) => turn.t(locale, `care:words.${answer}`));
