/** Whom a colleague names to put together: `12 13`, `#12, Li Wei`. */
import { latinDigits } from './digits.ts';

/** A ticket's number, or a traveller's name. */
export type Named = { readonly number: number } | { readonly name: string };

const NUMBER = /^[#＃]?\s*(\d{1,9})$/u;

/** Numbers may be apart by spaces; names only by commas, for they have spaces of their own. */
export function readParty(words: string): Named[] {
  const text = latinDigits(words).trim();
  const pieces = /^[\d\s#＃,，、;；]*$/u.test(text)
    ? text.split(/[\s,，、;；]+/u)
    : text.split(/[,，、;；]+/u);
  const seen = new Set<string>();
  return pieces.flatMap((piece) => {
    const word = piece.trim();
    if (!word || seen.has(word)) return [];
    seen.add(word);
    const number = NUMBER.exec(word)?.[1];
    return [number ? { number: Number(number) } : { name: word }];
  });
}
