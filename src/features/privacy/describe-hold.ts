/** What has to end before data can go, in words. */
import type { Work } from '../../conversation/feature.ts';
import type { Hold } from '../../domain/privacy/hold.ts';

/** One line for each thing, for whoever asked. */
export const holdLines = ({ t }: Pick<Work, 't'>, locale: string, holds: readonly Hold[]): string[] =>
  holds.map(({ kind, number, until }) => {
    const key = until ? `privacy:hold.${kind}-until` : `privacy:hold.${kind}`;
    return `• ${t(locale, key, { number, date: until })}`;
  });
