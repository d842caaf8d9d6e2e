/** What a spreadsheet's cell shows of the number that it holds. */

/** Formats that every spreadsheet knows by number and that show a day, in the languages of East Asia too. */
const isDateId = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** Whether a number format shows a day: by its number, or by its code such as `yyyy"年"m"月"d"日"`. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isDateId(id);
  const signs = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  return /[yd]/i.test(signs) && !/general/i.test(signs);
}

const DAY_MS = 86_400_000;
/** Half a second of a day: times of day are stored as fractions that are a little off. */
const HALF_A_SECOND = 0.5 / 86_400;

/** The day of a date cell as `1990-04-03`; undefined when the number is no day (a time, or absurd). */
export function dayOf(serial: number, isFrom1904: boolean): string | undefined {
  const days = Math.floor(serial + HALF_A_SECOND);
  if (!(days >= 1 && days < 2_958_466)) return undefined;
  if (isFrom1904) return isoDay(Date.UTC(1904, 0, 1) + days * DAY_MS);
  // The year 1900 had no 29 February, but spreadsheets count one: 60.
  if (days === 60) return undefined;
  return isoDay(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * DAY_MS);
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The digits that spreadsheets keep of a number. */
const KEPT_DIGITS = 15;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;

/** A number in digits, never as 1.1E+17; `isOverlong` when it has more digits than stored numbers keep. */
export function writtenNumber(stored: string): { readonly text: string; readonly isOverlong: boolean } {
  const [, sign = '', whole = '', fraction = '', exponent] = NUMBER.exec(stored) ?? [];
  const shift = Number(exponent ?? 0);
  if (whole === '' || Math.abs(shift) > 40) return { text: stored, isOverlong: false };
  const digits = (whole + fraction).replace(/0+$/, '');
  const places = whole.length + shift;
  if (digits.length > places) return { text: shortest(stored), isOverlong: false };
  const text = digits.padEnd(places, '0').replace(/^0+(?=\d)/, '') || '0';
  return { text: sign + text, isOverlong: text.length > KEPT_DIGITS };
}

/** 37.2, not 37.200000000000003. */
const shortest = (stored: string): string => String(Number(Number(stored).toPrecision(KEPT_DIGITS)));

/** Text of a workbook with its escapes (`_x000D_`) resolved. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
