/** Numbers of flights and trains, and seats. */
import { plain } from './cell.ts';

/** Two or three characters of the airline, up to four digits, perhaps a letter; or a train such as G1234. */
const NUMBER = /^(?:(?:[A-Z]{2,3}|[A-Z]\d|\d[A-Z])\d{1,4}[A-Z]?|[A-Z]\d{1,4})$/;

/** `CA 981` is CA981; words of another form stay as written, and `isKnownForm` is false. */
export function readFlight(text: string): { readonly flight: string; readonly isKnownForm: boolean } {
  const flight = plain(text)
    .replace(/[\s\-‐‑–—]/g, '')
    .toUpperCase();
  return NUMBER.test(flight) ? { flight, isKnownForm: true } : { flight: text, isKnownForm: false };
}

/** `12 a` and `12排A座` are 12A; words of another form stay as written. */
export function readSeat(text: string): string {
  const seat = plain(text)
    .replace(/[\s-]|[排座号號]/g, '')
    .toUpperCase();
  return /^\d{1,3}[A-Z]$/.test(seat) ? seat : text;
}
