/** A number of a document or a phone, written by itself. */
import { latinDigits } from '../digits.ts';

/** `E12345678`, `C01X00T47`, `+86 138 0013 8000`; undefined for words, which are a message. */
export function readNumber(text: string): string | undefined {
  const plain = latinDigits(text.normalize('NFKC')).trim().toUpperCase();
  const number = plain.replace(/[\s().-]/g, '');
  const digits = number.replace(/\D/g, '').length;
  const isNumber = /^\+?[A-Z0-9]{6,20}$/.test(number) && digits >= 4 && digits * 2 >= number.length;
  return isNumber && !/[A-Z]{4}/.test(number) && !/[A-Z]{3,}\s/.test(plain) ? number : undefined;
}
