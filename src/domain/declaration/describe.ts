/** Questions and answers as people read them. */
import { isolate } from '../isolate.ts';
import type { LOCALES } from '../locale.ts';
import { shown } from '../roster/cell.ts';
import { type Answer, type Answers, questionsFor } from './answers.ts';
import type { Form, Question } from './form.ts';

/** The text of a key of the declaration in the reader's language. */
export interface Say {
  (key: string, params?: Record<string, unknown>): string;
  readonly locale: string;
}

type Texts = NonNullable<Question['text']>;

const NOTHING = '–';

const inLanguage = (texts: Texts, locale: string): string =>
  texts[locale as (typeof LOCALES)[number]] ?? texts.en;

/** What is asked. */
export const questionText = ({ id, text }: Question, say: Say): string =>
  text ? inLanguage(text, say.locale) : say(`question.${id}`);

/** What an option is called. */
export function optionText({ optionText: own }: Question, option: string, say: Say): string {
  const texts = own?.[option];
  return texts ? inLanguage(texts, say.locale) : say(`option.${option}`);
}

/** Whether some text of the question is in English for want of one in this language. */
export function isInEnglish({ text, optionText: own = {} }: Question, locale: string): boolean {
  const texts = [...(text ? [text] : []), ...Object.values(own)];
  return texts.some((one) => one[locale as (typeof LOCALES)[number]] === undefined);
}

/** An answer in words; of the number of a document or a phone only the end. */
export function answerText(question: Question, answer: Answer | undefined, say: Say): string {
  if (answer === null || answer === undefined) return NOTHING;
  if (typeof answer === 'number') return String(answer);
  if (typeof answer === 'object') return answer.map((option) => optionText(question, option, say)).join(', ');
  if (question.kind === 'yes-no' || question.kind === 'choice') return optionText(question, answer, say);
  return isolate(question.secret ? shown(answer, 'document_number') : answer);
}

/** Everything asked and answered, numbered from 1, two lines each. */
export const answerLines = (form: Form, answers: Answers, say: Say): string[] =>
  questionsFor(form, answers).map(
    (question, at) =>
      `${at + 1}. ${questionText(question, say)}\n→ ${answerText(question, answers[question.id], say)}`,
  );
