/** Phone numbers as they can be dialled. */
import { plain } from './cell.ts';
import { isShortened } from './documents.ts';

/** What may stand between the digits of one number. */
const BETWEEN = /[\s().\-‐‑–—]/g;
const SEVERAL = /[/,，、;；|]|\bor\b|或/;
const DIALLED = /^\+?\d{5,15}$/;

/** One number among words: `父亲 13800138000`. Fewer digits might be anything. */
const AMONG_WORDS = /(?<![\w+])\+?\d(?:[ ().-]{0,2}\d){6,14}(?!\w|[ ().-]{1,2}\d)/;

/** A number, and whether more is written than that; or why there is none. */
export type PhoneReading =
  | { readonly phone: string; readonly isMoreWritten: boolean }
  | { readonly problem: 'phone' | 'digits-lost' };

/** Digits with a leading plus where one was written, or 00 in its place. Of several numbers the first. */
export function readPhone(text: string): PhoneReading {
  if (DIALLED.test(text) && !text.startsWith('00')) return { phone: text, isMoreWritten: false };
  if (isShortened(text)) return { problem: 'digits-lost' };
  const written = plain(text).replace(/^['‘’`]/, '');
  const [first = '', ...others] = written
    .split(SEVERAL)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const alone = dialled(first);
  if (alone) return { phone: alone, isMoreWritten: others.length > 0 };
  const among = dialled(AMONG_WORDS.exec(written)?.[0] ?? '');
  return among ? { phone: among, isMoreWritten: true } : { problem: 'phone' };
}

function dialled(text: string): string | undefined {
  const phone = text
    .replace(/^(\d{5,})\.0+$/, '$1')
    // `+44 (0)20 …`: the zero is dialled only within the country.
    .replace(/^(\+[\d ]{1,4})\(0\)/, '$1')
    .replace(BETWEEN, '')
    .replace(/^00(?=[1-9])/, '+');
  return DIALLED.test(phone) ? phone : undefined;
}
