/** A draft that somebody is filling in, for themselves or for whom they speak. */
import type { Turn } from '../../conversation/feature.ts';
import { type Answers, takeOver } from '../../domain/declaration/answers.ts';
import type { Say } from '../../domain/declaration/describe.ts';
import type { Form } from '../../domain/declaration/form.ts';
import { UserError } from '../../errors.ts';
import { readNewestForm } from '../../store/declaration-forms.ts';
import { type DeclarationRecord, findDraft, keepAnswers, listDeclarable } from '../../store/declarations.ts';
import type { PersonRecord } from '../../store/records.ts';
import type { DeclarationDeps } from './index.ts';

/** Everything around a draft, in the version of the form that it was begun with. */
export interface Filling {
  readonly id: string;
  readonly subject: PersonRecord;
  readonly form: Form;
  readonly answers: Answers;
  /** Nobody knows the version that the draft was begun with: it goes on in the newest. */
  readonly isNewForm: boolean;
}

/** The language of whoever writes. */
export const localeOf = (turn: Turn): string => turn.person?.locale ?? turn.locale;

/** The declaration's texts for whoever writes. */
export const sayTo = (turn: Turn): Say => speak(turn, localeOf(turn));

/** The declaration's texts in a language. */
export const speak = ({ t }: Pick<Turn, 't'>, locale: string): Say =>
  Object.assign((key: string, params?: Record<string, unknown>) => t(locale, `declaration:${key}`, params), {
    locale,
  });

/** The day it is. */
export const todayOf = (turn: Pick<Turn, 'now'>, { zone }: DeclarationDeps): Temporal.PlainDate =>
  turn.now.toZonedDateTimeISO(zone).toPlainDate();

/** Whom the writer may declare for, themselves first. */
export async function declarableBy(turn: Turn, deps: DeclarationDeps): Promise<PersonRecord[]> {
  return turn.person && !turn.staff ? listDeclarable(turn.tx, turn.person.id, todayOf(turn, deps)) : [];
}

/** The end of a draft's id, which its buttons carry. */
export const keyOf = ({ id }: { readonly id: string }): string => id.slice(-12);

/** The writer's draft with this id, or an id that ends so; undefined when it is signed, or none of theirs. */
export async function findFilling(
  turn: Turn,
  deps: DeclarationDeps,
  ending: unknown,
): Promise<Filling | undefined> {
  if (typeof ending !== 'string' || !/^[0-9a-f-]{12,36}$/.test(ending)) return undefined;
  const people = await declarableBy(turn, deps);
  const draft = await findDraft(turn.tx, people, ending);
  const subject = people.find(({ id }) => id === draft?.personId);
  return draft && subject && asFilling(turn, deps, draft, subject);
}

/** The draft behind a button; an old button is refused politely. */
export async function fillingOf(
  turn: Turn,
  deps: DeclarationDeps,
  key: string | undefined,
): Promise<Filling> {
  const filling = await findFilling(turn, deps, key);
  if (!filling) throw new UserError('common:error.old-choice');
  return filling;
}

/** The draft in its own form; where nobody knows that, in the newest, with those of its answers that fit. */
export async function asFilling(
  turn: Turn,
  deps: DeclarationDeps,
  draft: DeclarationRecord,
  subject: PersonRecord,
): Promise<Filling> {
  const isNewForm = draft.form === undefined;
  const form = draft.form ?? (await readNewestForm(turn.tx)).form;
  const answers = isNewForm ? takeOver(form, draft.answers, todayOf(turn, deps)) : draft.answers;
  return { id: draft.id, subject, form, answers, isNewForm };
}

/** Keeps the answers; somebody who signed elsewhere a moment before is told. */
export async function keep(turn: Turn, filling: Filling, answers: Answers): Promise<Filling> {
  const kept = { answers, form: filling.form, locale: localeOf(turn) };
  if (!(await keepAnswers(turn.tx, filling.id, kept, turn.now)))
    throw new UserError('common:error.old-choice');
  return { ...filling, answers, isNewForm: false };
}
