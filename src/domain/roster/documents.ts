/** Numbers of passports and identity cards. */
import type { ProblemKind, Sex } from '../roster.ts';
import { plain } from './cell.ts';
import { dateOf } from './dates.ts';

/** `1.10101E+17`: a spreadsheet has shortened a long number, and the digits are gone. */
const SHORTENED = /^[+-]?\d(?:[.,]\d+)?E\+?\d+$/i;
const NUMBER = /^[\p{L}\p{N}][\p{L}\p{N}()/.-]{2,29}$/u;
const USUAL = /^[A-Z]{0,2}\d{6,20}X?$/;
const CHINESE_ID = /^\d{17}[\dX]$/;

/** A number of digits whose end a spreadsheet has thrown away. */
export const isShortened = (text: string): boolean =>
  /[eＥｅ]/i.test(text) && SHORTENED.test(plain(text).replace(/\s/g, ''));

/** Spreadsheets keep fifteen digits of a number and fill up with zeros; other programs keep one or two more. */
export const hasLostItsEnd = (digits: string): boolean => /^\d{15}0+$/.test(digits);

/** A document number in upper case without spaces; undefined when it cannot be one. */
export function readDocument(text: string): string | undefined {
  if (USUAL.test(text)) return text;
  // An apostrophe in front makes a spreadsheet keep a number as text; a fraction of zero comes from one that did not.
  const number = plain(text)
    .replace(/^['‘’`]/, '')
    .replace(/\s/g, '')
    .replace(/^(\d{5,})\.0+$/, '$1')
    .toUpperCase();
  return NUMBER.test(number) && /\p{N}/u.test(number) ? number : undefined;
}

/** Factors of the first 17 digits and the check digits by remainder (GB 11643-1999). */
const FACTORS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** What a Chinese identity number says about itself; undefined when it has no such form. */
export function readChineseId(
  number: string,
): { readonly isSound: boolean; readonly birthDate?: Temporal.PlainDate; readonly sex: Sex } | undefined {
  if (!CHINESE_ID.test(number)) return undefined;
  const sum = FACTORS.reduce((total, factor, at) => total + factor * Number(number[at]), 0);
  const birth = dateOf(
    Number(number.slice(6, 10)),
    Number(number.slice(10, 12)),
    Number(number.slice(12, 14)),
  );
  const sex = Number(number[16]) % 2 === 1 ? 'male' : 'female';
  if (typeof birth === 'string') return { isSound: false, sex };
  return { isSound: CHECK_DIGITS[sum % 11] === number[17], birthDate: birth, sex };
}

/** What does not fit together in a row with a Chinese identity number; other papers are not checked. */
export function documentDoubts(row: {
  readonly documentType: string | null;
  readonly documentNumber: string | null;
  readonly birthDate: Temporal.PlainDate | null;
  readonly sex: Sex | null;
}): ProblemKind[] {
  const { documentType, documentNumber, birthDate, sex } = row;
  if (!documentNumber || (documentType !== null && documentType !== 'id-card')) return [];
  const said = readChineseId(documentNumber);
  if (!said) return [];
  // A number that is wrong in itself says nothing about birth and sex.
  if (!said.isSound) return ['document-check'];
  const doubts: ProblemKind[] = [];
  if (birthDate && said.birthDate && !birthDate.equals(said.birthDate)) doubts.push('document-birth');
  if (sex && sex !== said.sex) doubts.push('document-sex');
  return doubts;
}
