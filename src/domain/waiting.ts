/**
 * Tickets whose owner can do nothing until somebody else has done something. A third party is chased when the time set
 * for it is over, again and again until the wait ends; the traveller is reminded once, and then the ticket is closed,
 * unless it is of a kind that never closes by itself.
 */
import type { Need, Urgency } from './need.ts';
import { isRestricted } from './ticket.ts';
import { readUntil } from './wait-until.ts';

/** Hours after which a traveller who does not answer is reminded. */
export const NUDGE_AFTER_HOURS = 24;

/** Hours from the reminder until the ticket is closed. */
export const CLOSE_AFTER_HOURS = 48;

/** Hours from one reminder of the owner to the next where a ticket waits for a traveller and does not close. */
export const ASK_OWNER_EVERY_HOURS = 24;

/** The longest name of whom or what is waited for, in characters. */
export const LONGEST_WHO = 120;

const FIRST_GAP: Record<Urgency, number> = { emergency: 10, high: 30, normal: 60 };
/** The gap doubles up to so many times: a night has few reminders of the same thing, and still some. */
const DOUBLINGS = 3;

/** Minutes from chase number `chases` (from 1) to the next one. */
export function chaseGapMinutes(urgency: Urgency, chases: number): number {
  const doublings = urgency === 'emergency' ? 0 : Math.min(DOUBLINGS, Math.max(0, chases - 1));
  return FIRST_GAP[urgency] * 2 ** doublings;
}

/** Whether a ticket may be closed because its traveller does not answer: nobody in danger or distress is left alone. */
export const closesByItself = (ticket: {
  readonly need: Need;
  readonly urgency: Urgency;
  readonly restricted: boolean;
}): boolean => ticket.urgency !== 'emergency' && !ticket.restricted && !isRestricted(ticket.need);

/** What a wait is for, as read from a command: `until` is in the colleague's words, absent when they gave no time. */
export type WaitWords =
  | { readonly on: 'traveller' }
  | { readonly on: 'third'; readonly who: string; readonly until?: string };

const TRAVELLER =
  /^(?:for |on )?(?:the )?(?:travell?er|guest)$|^(?:等)?(?:旅客|客人|住客|本人)(?:回复|回覆|答复|答覆)?$/iu;
const LEADING = /^(?:on|for)(?:\s+|$)/iu;
const UNTIL = /(?:^|[\s,，])(?:until|till|til)\s+|[\s,，]*(?:一直到|直到|到|至)\s*/giu;

/** Reads `traveller`, `on WHO until TIME`, `WHO 到 TIME`; undefined when nobody is named. */
export function readWait(words: string, now: Temporal.Instant, zone: string): WaitWords | undefined {
  const text = words.replace(/\s+/gu, ' ').trim();
  if (TRAVELLER.test(text)) return { on: 'traveller' };
  const splits = [...text.matchAll(UNTIL)].map((match) => ({
    who: text.slice(0, match.index),
    until: text.slice(match.index + match[0].length),
    word: match[0].trim(),
  }));
  // "到" may be part of what is waited for: the last one with a time behind it counts.
  const timed = splits.findLast(({ until }) => readUntil(until, now, zone) !== undefined);
  const named = splits.findLast(({ word }) => /til/i.test(word));
  const { who, until } = timed ?? named ?? { who: text, until: undefined };
  const name = [...who.replace(LEADING, '').trim()].slice(0, LONGEST_WHO).join('');
  if (!name) return undefined;
  return { on: 'third', who: name, ...(until === undefined ? {} : { until }) };
}
