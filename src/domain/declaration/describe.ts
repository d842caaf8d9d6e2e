/** Answers as people read them. */
import { isolate } from '../isolate.ts';
import { shown } from '../roster/cell.ts';
import { type Answer, type Answers, questionsFor } from './answers.ts';
import type { Form, Question } from './form.ts';

/** The text of a key of the declaration in the reader's language. */
export type Say = (key: string, params?: Record<string, unknown>) => string;

const NOTHING = '–';

/** What an option is called. */
export const optionText = (option: string, say: Say): string => say(`option.${option}`);

/** An answer in words; of the number of a document or a phone only the end. */
export function answerText(question: Question, answer: Answer | undefined, say: Say): string {
  if (answer === null || answer === undefined) return NOTHING;
  if (typeof answer === 'number') return String(answer);
  if (typeof answer === 'object') return answer.map((option) => optionText(option, say)).join(', ');
  if (question.kind === 'yes-no' || question.kind === 'choice') return optionText(answer, say);
  return isolate(question.secret ? shown(answer, 'document_number') : answer);
}

/** Everything asked and answered, numbered from 1, two lines each. */
export const answerLines = (form: Form, answers: Answers, say: Say): string[] =>
  questionsFor(form, answers).map(
    (question, at) =>
      `${at + 1}. ${say(`question.${question.id}`)}\n→ ${answerText(question, answers[question.id], say)}`,
  );
