/** Which questions there are for these answers, and whether an answer can stand. */
import { cellProblem } from '../roster/cell.ts';
import { readDocument } from '../roster/documents.ts';
import { readFlight } from '../roster/flights.ts';
import { readPhone } from '../roster/phones.ts';
import type { Form, Question } from './form.ts';

/** A text, an ISO day, an option, `yes` or `no`, a number, several options; null where it was skipped. */
export type Answer = string | number | readonly string[] | null;

/** By question. */
export type Answers = Readonly<Record<string, Answer>>;

/** Why something is no answer: a key of `declaration:error.*` with its params. */
export interface AnswerProblem {
  readonly kind:
    | 'required'
    | 'text'
    | 'name'
    | 'document'
    | 'flight'
    | 'seat'
    | 'phone'
    | 'date'
    | 'date-impossible'
    | 'date-late'
    | 'date-early'
    | 'number'
    | 'option'
    | 'yes-no';
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Characters of a text, at most. */
const LENGTH = 300;

/** Whether the question is asked of somebody who answered this before. */
export function applies(question: Question, answers: Answers): boolean {
  return question.when.every((condition) => {
    const answer = answers[condition.question];
    if (answer === undefined || answer === null) return false;
    const said = typeof answer === 'object' ? answer : [String(answer)];
    const isMeant = !condition.is || said.some((one) => condition.is?.includes(one));
    return isMeant && !said.some((one) => condition.not?.includes(one));
  });
}

/** The questions that these answers lead to, in their order. */
export const questionsFor = (form: Form, answers: Answers): Question[] =>
  form.questions.filter((question) => applies(question, answers));

/** The answers in the order of the form, without those to questions that are not asked (any more). */
export function settle(form: Form, answers: Answers): Answers {
  const kept: Record<string, Answer> = {};
  for (const question of form.questions) {
    const answer = answers[question.id];
    if (answer !== undefined && applies(question, kept)) kept[question.id] = answer;
  }
  return kept;
}

/** What of an older draft can stand in this form. */
export function takeOver(form: Form, answers: Answers, today: Temporal.PlainDate): Answers {
  const sound = form.questions.filter(({ id }) => answers[id] !== undefined);
  const kept = sound.filter((question) => !problemOf(question, answers[question.id] ?? null, today));
  return settle(form, Object.fromEntries(kept.map(({ id }) => [id, answers[id] ?? null])));
}

/** The first question without an answer that can stand; undefined when all is answered. */
export const nextQuestion = (form: Form, answers: Answers, today: Temporal.PlainDate): Question | undefined =>
  questionsFor(form, answers).find((question) => {
    const answer = answers[question.id];
    return answer === undefined || problemOf(question, answer, today) !== undefined;
  });

/** Why this cannot be the answer; undefined when it can. */
export function problemOf(
  question: Question,
  answer: Answer,
  today: Temporal.PlainDate,
): AnswerProblem | undefined {
  if (answer === null) return question.optional ? undefined : { kind: 'required' };
  switch (question.kind) {
    case 'text':
      return typeof answer === 'string'
        ? textProblem(question, answer)
        : { kind: 'text', params: { most: LENGTH } };
    case 'date':
      return dateProblem(question, answer, today);
    case 'choice':
      return typeof answer === 'string' && question.options.includes(answer) ? undefined : { kind: 'option' };
    case 'yes-no':
      return answer === 'yes' || answer === 'no' ? undefined : { kind: 'yes-no' };
    case 'number':
      return numberProblem(question, answer);
    case 'multi':
      return multiProblem(question, answer);
  }
}

function textProblem({ format }: Question, text: string): AnswerProblem | undefined {
  if (text === '' || text.length > LENGTH || cellProblem(text))
    return { kind: 'text', params: { most: LENGTH } };
  const isSound = {
    name: () => /^\D*\p{L}\D*$/u.test(text) && text.length <= 80,
    document: () => readDocument(text) !== undefined,
    flight: () => readFlight(text).isKnownForm,
    seat: () => /^\d{1,3}[A-Z]$/.test(text),
    phone: () => 'phone' in readPhone(text),
  };
  return format && !isSound[format]() ? { kind: format } : undefined;
}

function dateProblem(
  { daysBack, daysAhead }: Question,
  answer: Answer,
  today: Temporal.PlainDate,
): AnswerProblem | undefined {
  if (typeof answer !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(answer)) return { kind: 'date' };
  const date = Temporal.PlainDate.from(answer);
  const first = daysBack === undefined ? undefined : today.subtract({ days: daysBack });
  const last = daysAhead === undefined ? undefined : today.add({ days: daysAhead });
  const params = { date: answer };
  if (last && Temporal.PlainDate.compare(date, last) > 0)
    return { kind: 'date-late', params: { ...params, last: last.toString() } };
  if (first && Temporal.PlainDate.compare(date, first) < 0)
    return { kind: 'date-early', params: { ...params, first: first.toString() } };
  return undefined;
}

function numberProblem({ least, most }: Question, answer: Answer): AnswerProblem | undefined {
  const isSound = Number.isInteger(answer) && Number(answer) >= least && Number(answer) <= most;
  return isSound ? undefined : { kind: 'number', params: { least, most } };
}

function multiProblem({ options, none }: Question, answer: Answer): AnswerProblem | undefined {
  const several = typeof answer === 'object' && answer !== null ? answer : [];
  const isKnown = several.length > 0 && several.every((one) => options.includes(one));
  const isAlone = !none || !several.includes(none) || several.length === 1;
  return isKnown && isAlone ? undefined : { kind: 'option' };
}
