/** Answers of a declaration as they are stored: the numbers among them encrypted, everything else as it was said. */
import type { Answer, Answers } from '../domain/declaration/answers.ts';
import type { Form } from '../domain/declaration/form.ts';
import { BUILT_IN, secretQuestions } from '../domain/declaration/forms.ts';
import { seal, unseal } from './sealed.ts';
import type { Reader } from './transaction.ts';

type Change = (row: string, text: string) => string;

/** With the numbers that the form asks for encrypted, for the declaration with this id. */
export const sealAnswers = (db: Reader, id: string, form: Form, answers: Answers): Answers =>
  changeNumbers(id, answers, secretQuestions(form), (row, text) =>
    seal(db, 'declaration.answers', row, text),
  );

/** With the numbers in words again; `form` is undefined for a version that nobody knows. */
export const unsealAnswers = (db: Reader, id: string, form: Form | undefined, answers: Answers): Answers =>
  changeNumbers(id, answers, secretQuestions(form ?? BUILT_IN), (row, text) =>
    unseal(db, 'declaration.answers', row, text),
  );

/** Does something with the answers to these questions; `row` names the declaration and the question. */
export function changeNumbers(
  id: string,
  answers: Answers,
  secret: Iterable<string>,
  change: Change,
): Answers {
  const changed: Record<string, Answer> = { ...answers };
  for (const question of secret) {
    const answer = answers[question];
    if (typeof answer === 'string') changed[question] = change(`${id}:${question}`, answer);
  }
  return changed;
}
