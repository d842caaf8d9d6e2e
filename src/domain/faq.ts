/**
 * Entries: answers that travellers often need, each with where it comes from and how long it holds. Nobody is ever told
 * one that does not hold.
 */
import { UserError } from '../errors.ts';
import { LOCALES } from './locale.ts';

export { cutWords } from './faq/cut-words.ts';
export { fitOf } from './faq/fit.ts';

/** Whether an entry may be told, or why not. */
export type FaqStanding =
  | 'in-force'
  | 'early'
  | 'over'
  | 'withdrawn'
  /** The notice it comes from is superseded. */
  | 'superseded'
  /** The notice it comes from is withdrawn. */
  | 'notice-withdrawn'
  /** The notice it comes from was never sent, or is gone. */
  | 'no-notice';

/** What decides how an entry stands. */
export interface FaqTerm {
  readonly validFrom: Temporal.PlainDate | null;
  /** The last day on which it holds. */
  readonly validTo: Temporal.PlainDate | null;
  readonly isWithdrawn: boolean;
  readonly noticeId: string | null;
  /** Null where it comes from no notice, or from one that is gone. */
  readonly noticeState: string | null;
}

/** How an entry stands on a day. The search asks the database the same (src/store/faq.ts). */
export function standingOf(entry: FaqTerm, today: Temporal.PlainDate): FaqStanding {
  const { validFrom, validTo, noticeState } = entry;
  if (entry.isWithdrawn) return 'withdrawn';
  if (entry.noticeId !== null && noticeState === 'superseded') return 'superseded';
  if (entry.noticeId !== null && noticeState === 'withdrawn') return 'notice-withdrawn';
  if (entry.noticeId !== null && noticeState !== 'sent' && noticeState !== 'sending') return 'no-notice';
  if (validTo && Temporal.PlainDate.compare(validTo, today) < 0) return 'over';
  if (validFrom && Temporal.PlainDate.compare(validFrom, today) > 0) return 'early';
  return 'in-force';
}

/** Needs whose questions entries may answer, beneath the receipt of the ticket that they open all the same. */
const ANSWERED: readonly string[] = ['policy', 'release', 'test'];

/** Whether a ticket is a question that an entry may answer: never an emergency, nothing medical or psychological. */
export const isQuestion = (ticket: {
  readonly need: string;
  readonly urgency: string;
  readonly restricted: boolean;
  readonly source: string;
}): boolean =>
  ANSWERED.includes(ticket.need) &&
  ticket.urgency === 'normal' &&
  !ticket.restricted &&
  ticket.source === 'chat';

/** From this fit an answer is given to free words that nobody meant for the entries. */
export const CLEARLY = 0.5;
/** From this fit an entry is an answer to somebody who asked the entries. */
export const ENOUGH = 0.2;

/** Longest question and answer, in characters. */
export const LONGEST = { question: 200, answer: 2000, source: 120 } as const;

/** Question and answer as they are kept; throws the UserError that names what is wrong. */
export function tidyText(question: string, answer: string): { question: string; answer: string } {
  return { question: tidy(question, 'question'), answer: tidy(answer, 'answer') };
}

/** One of the texts, without space around it; throws the UserError that says that it is empty or too long. */
export function tidy(text: string, kind: keyof typeof LONGEST): string {
  const trimmed = kind === 'answer' ? text.trim() : text.replace(/\s+/gu, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(trimmed)) throw new UserError(`staff-faq:error.empty-${kind}`);
  const length = [...trimmed].length;
  if (length > LONGEST[kind])
    throw new UserError(`staff-faq:error.long-${kind}`, { length, most: LONGEST[kind] });
  return trimmed;
}

/** A question as colleagues read it: on one line, and without what may be the number of a document or a phone. */
export function withoutNumbers(question: string): string {
  const line = question.replace(/\s+/gu, ' ').trim();
  return [...line.replace(/[\p{L}]{0,2}\p{Nd}(?:[\s.()-]?\p{Nd}){5,}/gu, '…')].slice(0, 300).join('');
}

/** The best of the languages that an entry has: the reader's, one of the same language, English, any. */
export function readableIn(wanted: string, having: readonly string[], other?: string): string | undefined {
  const language = wanted.split('-')[0] ?? '';
  return (
    having.find((one) => one === wanted) ??
    having.find((one) => one.split('-')[0] === language) ??
    having.find((one) => one === other) ??
    having.find((one) => one === 'en') ??
    LOCALES.find((one) => having.includes(one))
  );
}
