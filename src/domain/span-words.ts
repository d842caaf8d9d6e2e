/** Lengths of time as an administrator writes them: `30m`, `4h`, `1d 12h`, `4小时`. */

const UNIT_MINUTES: readonly (readonly [RegExp, number])[] = [
  [/^(?:d|days?|天|日)$/u, 1440],
  [/^(?:h|hrs?|hours?|小时|小時)$/u, 60],
  [/^(?:m|mins?|minutes?|分|分钟|分鐘)$/u, 1],
];
const PART = /(\d{1,5})(\p{L}+)/gu;

/** Minutes; undefined for words that are no length of time. */
export function readSpan(words: string): number | undefined {
  const said = words.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
  const parts = [...said.matchAll(PART)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== said) return undefined;
  let total = 0;
  for (const [, count, word = ''] of parts) {
    const unit = UNIT_MINUTES.find(([name]) => name.test(word))?.[1];
    if (unit === undefined) return undefined;
    total += Number(count) * unit;
  }
  return total;
}

/** So many days, hours and minutes, leaving out what there is none of. */
export function partsOfSpan(minutes: number): { unit: 'days' | 'hours' | 'minutes'; count: number }[] {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    { unit: 'days', count: days },
    { unit: 'hours', count: hours },
    { unit: 'minutes', count: minutes % 60 },
  ] as const;
  const some = parts.filter(({ count }) => count > 0);
  return some.length > 0 ? some : [parts[2]];
}
