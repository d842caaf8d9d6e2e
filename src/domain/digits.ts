/** The zeros of the digits that travellers write with: Arabic, Persian, Burmese, Lao. */
const ZEROS = [0x0660, 0x06f0, 0x1040, 0x0ed0] as const;

/** The same text with its digits as 0 to 9, which every colleague can read. */
export const latinDigits = (text: string): string => [...text].map(latinDigit).join('');

function latinDigit(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => code >= start && code <= start + 9);
  return zero === undefined ? char : String(code - zero);
}
