/** Numbers in Han characters, as Chinese and Japanese write them. */
const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  俩: 2,
  三: 3,
  叁: 3,
  仨: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const POWERS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** Whether a folded sign is part of such a number. */
export const isHanNumber = (form: string): boolean => form in DIGITS || form in POWERS;

/** What the signs are worth; of two neighbouring digits (两三 "two or three") the greater. */
export function hanNumber(forms: readonly string[]): number | undefined {
  const isRange = forms.length === 2 && forms.every((form) => form in DIGITS);
  if (isRange) return Math.max(...forms.map((form) => DIGITS[form] ?? 0)) || undefined;
  let total = 0;
  let digit: number | undefined;
  for (const form of forms) {
    const power = POWERS[form];
    if (power === undefined && digit !== undefined) return undefined;
    if (power === undefined) digit = DIGITS[form];
    else {
      total += (digit ?? 1) * power;
      digit = undefined;
    }
  }
  return total + (digit ?? 0) || undefined;
}
