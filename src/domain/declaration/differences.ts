/** What somebody declared, held against the roster; and what of it somebody must look at. */

import { documentKey, flightKey, nameKey } from '../roster/match.ts';
import { bare } from '../roster/words.ts';
import type { CareFlag, CareKind } from '../roster.ts';
import type { Answers } from './answers.ts';
import type { Form, Question, RosterField } from './form.ts';

/** What the roster says, as text; days as ISO. */
export type RosterFacts = Readonly<Record<RosterField, string | null>>;

/** What is verified: a fact of the roster, or special care that was declared. */
export type DifferenceField = RosterField | 'care';

/** Something declared that the books do not say. */
export interface Difference {
  readonly field: DifferenceField;
  readonly declared: string;
  readonly roster: string | null;
}

/** Facts that a release date is counted from: here the roster's silence is a difference too. */
const COUNTED: readonly RosterField[] = ['entryOn', 'contactOn'];

const KEYS: Partial<Record<RosterField, (text: string) => string>> = {
  name: nameKey,
  documentNumber: documentKey,
  flight: flightKey,
  jurisdiction: bare,
  seat: bare,
};

/** Where declaration and books differ. */
export function differencesOf(
  form: Form,
  answers: Answers,
  books: {
    readonly roster: RosterFacts;
    readonly hasStay: boolean;
    readonly care: readonly CareFlag[];
  },
): Difference[] {
  const found = form.questions.flatMap((question): Difference[] => {
    const declared = answers[question.id];
    if (!question.roster || typeof declared !== 'string') return [];
    const roster = books.roster[question.roster];
    const isSilent = roster === null && !(books.hasStay && COUNTED.includes(question.roster));
    if (isSilent || (roster !== null && isSame(question.roster, declared, roster))) return [];
    return [{ field: question.roster, declared, roster }];
  });
  const flag = careDeclared(form, answers);
  const known = flag && books.care.find(({ kind }) => kind === flag.kind);
  const isNews = flag && (!known || (flag.date && !known.date?.equals(flag.date)));
  if (!isNews) return found;
  return [...found, { field: 'care', declared: careWords(flag), roster: known ? careWords(known) : null }];
}

function isSame(field: RosterField, declared: string, roster: string): boolean {
  // What is none of the kinds that are asked for cannot contradict one that is.
  if (field === 'documentType') return declared === roster || declared.startsWith('other');
  const key = KEYS[field];
  if (!key) return declared === roster;
  const [one, two] = [key(declared), key(roster)];
  // A district may be written with its city.
  if (field === 'jurisdiction') return one.includes(two) || two.includes(one);
  return one === two;
}

const careWords = ({ kind, date }: Pick<CareFlag, 'kind' | 'date'>): string =>
  [kind, date?.toString()].filter(Boolean).join(' ');

/** The special care that answers ask for; undefined where they ask for none. */
export function careDeclared(form: Form, answers: Answers): CareFlag | undefined {
  const asks = form.questions.find(
    ({ care, kind, id }) => care && kind === 'yes-no' && answers[id] === 'yes',
  );
  if (!asks) return undefined;
  const part = (kind: Question['kind']): string | null => {
    const question = form.questions.find((one) => one.care === asks.care && one.kind === kind);
    const answer = question && answers[question.id];
    return typeof answer === 'string' ? answer : null;
  };
  const date = part('date');
  return {
    kind: asks.care as CareKind,
    date: date === null ? null : Temporal.PlainDate.from(date),
    note: part('text'),
  };
}

/** An answer that the team is told of. */
export interface Alarm {
  readonly question: Question;
  readonly urgency: 'normal' | 'high';
  /** What was chosen. */
  readonly options: readonly string[];
}

/** Everything that the team is told of at once. */
export const alarmsOf = (form: Form, answers: Answers): Alarm[] =>
  form.questions.flatMap((question): Alarm[] => {
    const answer = answers[question.id];
    if (!question.alarm) return [];
    if (answer === 'yes') return [{ question, urgency: question.alarm, options: [] }];
    if (typeof answer !== 'object' || answer === null || answer.includes(question.none ?? '')) return [];
    return [{ question, urgency: question.alarm, options: answer }];
  });
