/** What a reminder says, in the traveller's language. */
import { isolate } from '../isolate.ts';
import type { ReminderKind } from '../reminder.ts';
import { dayText, type Speech, whySentence } from '../stay/sentence.ts';
import type { StayPlan } from '../stay.ts';

/** A reminder with everything it tells of. */
export interface ReminderFacts {
  readonly kind: ReminderKind;
  readonly day: Temporal.PlainDate;
  readonly plan: StayPlan;
  /** Time, place, transport and documents of the site, as colleagues wrote them. */
  readonly note: string | null;
  /** Where they go from there; null while unknown. */
  readonly destination: string | null;
  /** Whom it is about, where somebody else reads it. */
  readonly about: string | null;
}

/** The whole text: what, why, what is still missing, and how to reach a person. */
export function reminderText(facts: ReminderFacts, speech: Speech): string {
  const { t, locale } = speech;
  const lines = facts.kind.startsWith('test-') ? testLines(facts, speech) : releaseLines(facts, speech);
  const about = facts.about && t(locale, 'reminders:about', { name: isolate(facts.about) });
  return [about, ...lines, t(locale, 'reminders:person')].filter(Boolean).join('\n');
}

function testLines({ day, plan, kind }: ReminderFacts, speech: Speech): string[] {
  const { t, locale } = speech;
  const date = dayText(day, locale, false);
  const number = Number(kind.slice('test-'.length));
  const isAtHome = plan.tests.some((test) => test.number === number && test.isAtHome);
  const key = isAtHome ? 'reminders:test.home' : 'reminders:test';
  return [t(locale, key, { date, number }), ...(isAtHome ? [] : [whySentence(plan, speech)])];
}

function releaseLines(facts: ReminderFacts, speech: Speech): string[] {
  const { t, locale } = speech;
  const { kind, plan } = facts;
  const why = whySentence(plan, speech);
  if (kind === 'release-3') return [t(locale, 'reminders:three-days'), why, noteLine(facts, speech)];
  if (kind === 'release-1') {
    const more = [noteLine(facts, speech), t(locale, 'reminders:documents')];
    return [t(locale, 'reminders:day-before'), why, ...more, ...destinationLines(facts, speech)];
  }
  const date = dayText(facts.day, locale, false);
  if (!mayGo(plan)) return [t(locale, 'reminders:held', { date }), why, t(locale, 'reminders:held.next')];
  const more = [noteLine(facts, speech), t(locale, 'reminders:documents')];
  return [t(locale, 'reminders:may-leave', { date }), ...more, ...destinationLines(facts, speech)];
}

/** Nothing stands in the way, nor will on the day: a test that is still to come may. */
export const mayGo = (plan: StayPlan): boolean =>
  plan.release !== null &&
  plan.obstacles.length === 0 &&
  plan.tests.every(({ isAtHome, state }) => isAtHome || state === 'done');

const noteLine = ({ note }: ReminderFacts, { t, locale }: Speech): string =>
  note ? t(locale, 'reminders:note', { note: isolate(note) }) : t(locale, 'reminders:note.none');

/** Rules where they go are not ours to know: they are told to look, and whom to ask. */
export const destinationLines = (
  { destination }: Pick<ReminderFacts, 'destination'>,
  { t, locale }: Speech,
): string[] => (destination ? [t(locale, 'reminders:destination', { place: isolate(destination) })] : []);
