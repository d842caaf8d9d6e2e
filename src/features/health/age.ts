/** A length of time in its largest unit, such as `3 min`. */
export function age(length: Temporal.Duration, locale: string): string {
  const seconds = Math.max(0, Math.round(length.total('seconds')));
  const [unit, value] =
    seconds < 60
      ? ['second', seconds]
      : seconds < 3600
        ? ['minute', Math.floor(seconds / 60)]
        : seconds < 86_400
          ? ['hour', Math.floor(seconds / 3600)]
          : ['day', Math.floor(seconds / 86_400)];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'short',
  }).format(Number(value));
}
