/** A plan in one sentence, in the traveller's language. */
import { isolate } from '../isolate.ts';
import type { Translate } from '../locale.ts';
import type { StayPlan } from '../stay.ts';
import type { ChangeStep, Step } from './explain.ts';
import type { TestState } from './tests-due.ts';

/** How it is said. */
export interface Speech {
  readonly t: Translate;
  readonly locale: string;
}

/** "Your release date is 19 May: 14 days from your entry on 3 May, …; tests still missing: day 14 (17 May)." */
export function whySentence(plan: StayPlan, { t, locale }: Speech): string {
  if (plan.unknown !== null || plan.release === null) {
    return t(locale, `stay:unknown.${plan.unknown ?? 'rule'}`);
  }
  const words = wordsFor(plan, { t, locale });
  const date = words.date(plan.release);
  const why = plan.steps.flatMap((step) => stepText(step, plan, words)).join(words.say('stay:join.why'));
  const open = openTexts(plan, words).join(words.say('stay:join.open'));
  const text = open
    ? words.say('stay:sentence.open', { date, why, open })
    : words.say('stay:sentence', { date, why });
  // A date may end in an abbreviation's dot ("2026 г."), and the sentence ends there too.
  return text.replace(/\.\.$/u, '.');
}

/** What sentences are made of, in one language. */
interface Words {
  readonly locale: string;
  say(key: string, params?: Record<string, unknown>): string;
  date(day: Temporal.PlainDate): string;
  days(count: number): string;
  list(items: readonly string[]): string;
}

function wordsFor({ today }: StayPlan, { t, locale }: Speech): Words {
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    locale,
    say: (key, params) => t(locale, key, params),
    date: (day) => nearDayText(day, locale, today),
    days: (count) => t(locale, 'stay:days', { count }),
    list: (items) => lists.format(items),
  };
}

/** Steps that lead to the dates; the others are for staff. */
function stepText(step: Step, { start }: StayPlan, words: Words): string[] {
  switch (step.step) {
    case 'days': {
      const params = { days: words.days(step.days), date: start ? words.date(start.date) : '' };
      return start ? [words.say(`stay:from.${start.event}`, params)] : [];
    }
    case 'home':
      return [words.say('stay:home', { days: words.days(step.days), date: words.date(step.until) })];
    case 'extended':
    case 'shortened':
      return step.counted > 0 ? [changeText(step, words)] : [];
    default:
      return [];
  }
}

function changeText({ step, counted, reason }: ChangeStep, words: Words): string {
  const params = { days: words.days(counted), reason: quote(reason, words.locale) };
  return words.say(`stay:change.${step}${params.reason ? '.reason' : ''}`, params);
}

/** What the traveller may ask about: not what is done, and nothing that is due at home. */
function openTexts({ tests, obstacles }: StayPlan, words: Words): string[] {
  const due = (key: 'missing' | 'coming', ...states: readonly TestState[]): string[] => {
    const items = tests
      .filter(({ state, isAtHome }) => !isAtHome && states.includes(state))
      .map(({ number, date }) => words.say('stay:test', { number, date: words.date(date) }));
    const params = { count: items.length, tests: words.list(items) };
    return items.length > 0 ? [words.say(`stay:open.${key}`, params)] : [];
  };
  const dated = (key: 'result' | 'positive'): string[] => {
    const items = obstacles.filter(({ kind }) => kind === key).map(({ date }) => words.date(date));
    const params = { count: items.length, dates: words.list(items) };
    return items.length > 0 ? [words.say(`stay:open.${key}`, params)] : [];
  };
  return [
    ...due('missing', 'missing', 'overdue'),
    ...dated('result'),
    ...dated('positive'),
    ...due('coming', 'not-yet'),
  ];
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date as that language writes it, with the year where it is not this one. */
export const nearDayText = (day: Temporal.PlainDate, locale: string, today: Temporal.PlainDate): string =>
  dayText(day, locale, day.year !== today.year);

/** A date as that language writes it; read at midnight UTC and written in UTC, it stays the day it is. */
export function dayText(day: Temporal.PlainDate, locale: string, withYear: boolean): string {
  const name = `${locale} ${withYear}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      day: 'numeric',
      month: 'long',
      ...(withYear ? { year: 'numeric' } : {}),
      timeZone: 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
    formats.set(name, format);
  }
  return format.format(day.toZonedDateTime('UTC').epochMilliseconds);
}

/** A colleague's words within a sentence: on one line, without their own full stop, and in their own direction. */
function quote(reason: string, locale: string): string {
  const words = reason
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[.。．။]+$/u, '');
  return locale === 'ar' && words ? `\u2068${words}\u2069` : isolate(words);
}
