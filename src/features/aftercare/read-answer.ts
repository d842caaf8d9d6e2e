/** Reads the short answers people type instead of pressing a button. */
import type { Turn } from '../../conversation/feature.ts';
import { latinDigits } from '../../domain/digits.ts';

/** A rating from 1 to 5, in any digits, alone or as `4/5` or `4分`; undefined for everything else. */
export function readStars(text: string): number | undefined {
  const latin = latinDigits(text.normalize('NFKC').trim());
  const digit = /^([1-5])\s*(?:\/\s*5|分|점|点|點|★|⭐)?[.!。！]?$/u.exec(latin)?.[1];
  return digit ? Number(digit) : undefined;
}

/** Whether words begin with one of these (`a|b|c`) and then end or pause: "no, still nothing", not "no problem". */
export function startsWithWord(text: string, words: string): boolean {
  const said = text.normalize('NFKC').trim().toLowerCase();
  return words.split('|').some((word) => {
    if (!said.startsWith(word)) return false;
    const rest = said.slice(word.length);
    return rest === '' || /^\s*[\p{P}\p{S}\n]/u.test(rest);
  });
}

/** What an answer to a yes-or-no question says in the reader's language or in English. */
export function readYesNo(turn: Turn, text: string): 'yes' | 'no' | undefined {
  const says = (key: string): boolean =>
    [turn.locale, 'en'].some((locale) => startsWithWord(text, turn.t(locale, `care:words.${key}`)));
  if (says('no')) return 'no';
  return says('yes') ? 'yes' : undefined;
}
