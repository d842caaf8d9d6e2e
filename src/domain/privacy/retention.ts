/** For how many days each kind of data is kept, counted from the day on which somebody's channel closes after release. */
import { DATA_CLASSES } from './data-class.ts';

/** What has a time of its own; `copies` are counted from the day they travelled. */
export const RETAINED = [...DATA_CLASSES, 'copies'] as const;

/** One of them. */
export type Retained = (typeof RETAINED)[number];

/** Days by kind. */
export type RetentionDays = Readonly<Record<Retained, number>>;

/** What is in force until an administrator says something else. */
export const USUAL_RETENTION: RetentionDays = {
  documents: 30,
  phone: 30,
  media: 30,
  transcripts: 90,
  identity: 180,
  copies: 30,
};

/** Longest time that can be set, in days: ten years. */
export const MOST_DAYS = 3653;

/** A change as it is written: `transcripts=90d media=14`; undefined when it is not understood. */
export function readRetention(words: string): Partial<Record<Retained, number>> | undefined {
  const parts = words
    .normalize('NFKC')
    .trim()
    .split(/[\s,;]+/);
  const read = parts.map((part) => /^([a-z]+)[=:](\d{1,4})\s*(?:d|days?|天|日)?$/iu.exec(part));
  const change: Partial<Record<Retained, number>> = {};
  for (const found of read) {
    const name = RETAINED.find((one) => one === found?.[1]?.toLowerCase());
    const days = Number(found?.[2]);
    if (!name || !(days >= 0 && days <= MOST_DAYS)) return undefined;
    change[name] = days;
  }
  return change;
}

/** Kinds that would be kept longer than who it was: once an account is nobody's, they could not be found any more. */
export const outliving = (days: RetentionDays): Retained[] =>
  DATA_CLASSES.filter((one) => one !== 'identity' && days[one] > days.identity);
