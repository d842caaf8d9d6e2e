/** Results of tests as colleagues write them: the word, whose it is, and the day. */
import { latinDigits } from './digits.ts';
import { readDate } from './roster/dates.ts';
import { bare } from './roster/words.ts';
import { dayInZone, dayOf } from './stay/days.ts';
import type { TestResult } from './stay/facts.ts';

/** What is written for each result; letter case, width and script do not count. */
const WORDS: Readonly<Record<TestResult, string>> = {
  negative: 'negative|neg|not detected|阴性|阴|未检出',
  positive: 'positive|pos|detected|阳性|阳|检出',
  invalid: 'invalid|void|inconclusive|无效|无法判定',
  pending: 'pending|waiting|待出|待定|未出|待出结果|结果未出',
};

const MEANINGS: ReadonlyMap<string, TestResult> = new Map(
  Object.entries(WORDS).flatMap(([result, words]) =>
    words.split('|').map((word): [string, TestResult] => [bare(word), result as TestResult]),
  ),
);

/** The result that a cell or a word names; undefined when it names none. */
export function readResult(text: string): TestResult | undefined {
  const sign = text.normalize('NFKC').replace(/[\s()]/gu, '');
  if (sign === '-' || sign === '−') return 'negative';
  return sign === '+' ? 'positive' : MEANINGS.get(bare(text));
}

/** What `/result` is given. */
export interface ResultWords {
  /** Whom it is about, as written. */
  readonly who: string;
  readonly result: TestResult;
  /** The day as written; empty where none is. */
  readonly day: string;
}

const LATIN = 'negative|neg|positive|pos|invalid|void|inconclusive|pending';
const CHINESE = '阴性|陰性|阳性|陽性|无效|無效|待出|待定';
/** Behind the last word that is a result stands the day; a Chinese word may stand right behind a name or a room. */
const SAID = new RegExp(`^(.*)(?:(?<=\\s)(${LATIN})(?=\\s|$)|(${CHINESE}))(.*)$`, 'isu');

/** The parts of `Ana Lima negative 2026-05-03`; undefined where no result is named. */
export function readResultWords(text: string): ResultWords | undefined {
  const [, who = '', latin, chinese, day = ''] = SAID.exec(text.trim()) ?? [];
  const result = readResult(latin ?? chinese ?? '');
  const name = who.replace(/[\s:：,，–—-]+$/u, '').trim();
  return result && name ? { who: name, result, day: day.trim() } : undefined;
}

const TODAY = /^(?:today|今天|今日)?$/iu;
const YESTERDAY = /^(?:yesterday|昨天|昨日)$/iu;

/** The day that words name, as seen on `today`; undefined where they name none that is understood. */
export function readTestDay(text: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const words = latinDigits(text.normalize('NFKC')).trim();
  if (TODAY.test(words)) return today;
  if (YESTERDAY.test(words)) return today.subtract({ days: 1 });
  const date = readDate(words);
  return typeof date === 'string' ? undefined : date;
}

/** What is known of a stay that a day can be held against. */
export interface TestedStay {
  readonly zone: string;
  readonly entryOn: Temporal.PlainDate | null;
  readonly arrivedAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
}

/** Why a day cannot be that of a test of this stay; a key of `staff-tests:day.*`. */
export type DayProblem = 'future' | 'before-entry' | 'long-before' | 'after';

/** Days before an arrival that a test belongs to the stay: some are tested on the way. */
const BEFORE_ARRIVAL = 14;
/** Days that a test may be entered late where nobody knows when the stay began. */
const BEFORE_TODAY = 60;
/** Days after the end of a stay in which tests at home are entered. */
const AFTER = 30;

/** What speaks against the day; undefined when nothing does. `date` is the day it is held against. */
export function dayProblem(
  on: Temporal.PlainDate,
  stay: TestedStay,
  now: Temporal.Instant,
): { readonly problem: DayProblem; readonly date: Temporal.PlainDate } | undefined {
  const dayAt = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(stay.zone).toPlainDate();
  const day = dayOf(on);
  const today = dayAt(now);
  if (day > dayInZone(now.epochMilliseconds, stay.zone)) return { problem: 'future', date: today };
  if (stay.entryOn && day < dayOf(stay.entryOn)) return { problem: 'before-entry', date: stay.entryOn };
  if (!stay.entryOn) {
    const date = stay.arrivedAt ? dayAt(stay.arrivedAt) : today;
    if (day < dayOf(date) - (stay.arrivedAt ? BEFORE_ARRIVAL : BEFORE_TODAY))
      return { problem: 'long-before', date };
  }
  if (stay.endedAt && day > dayOf(dayAt(stay.endedAt)) + AFTER)
    return { problem: 'after', date: dayAt(stay.endedAt) };
  return undefined;
}
