/** The form that the program brings along, and what of it administrators cannot change. */
import { type Form, parseForm } from './form.ts';
import { VERSION_1 } from './version-1.ts';

/** Version 1: filled in until administrators write another. */
export const BUILT_IN: Form = parseForm(VERSION_1);

/** Questions that the program itself reads by their id, and by what: a key of `staff-form:fixed.*`. */
const FIXED: Readonly<Record<string, 'signing'>> = {
  // src/features/declaration/sign-by-words.ts
  name: 'signing',
};

/** Why a question can be neither removed nor changed; undefined where it can. */
export const fixedBecause = (id: string): 'signing' | undefined => FIXED[id];

/** The ids of all that are fixed. */
export const fixedQuestions: readonly string[] = Object.keys(FIXED);

/** The questions of a form that ask for the number of a document or a phone. */
export const secretQuestions = ({ questions }: Form): string[] =>
  questions.filter(({ secret }) => secret).map(({ id }) => id);
