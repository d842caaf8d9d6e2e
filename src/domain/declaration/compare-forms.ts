/** What is different between two versions of the form, and a form as it is written down. */
import { LOCALES } from '../locale.ts';
import type { Form, Question } from './form.ts';

/** One field of a question that says something else now, as it is written; undefined where it is not there. */
export interface ChangedField {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Everything that differs. */
export interface FormChanges {
  readonly added: readonly Question[];
  readonly removed: readonly Question[];
  readonly changed: readonly { readonly question: Question; readonly fields: readonly ChangedField[] }[];
  /** Questions of both that stand elsewhere among those of both. */
  readonly moved: readonly Question[];
}

/** What became of the questions. */
export function compareForms(before: Form, after: Form): FormChanges {
  const [old, now] = [byId(before), byId(after)];
  const kept = after.questions.filter(({ id }) => old.has(id));
  const changed = kept.flatMap((question) => {
    const fields = fieldChanges(old.get(question.id) as Question, question);
    return fields.length > 0 ? [{ question, fields }] : [];
  });
  const order = before.questions.filter(({ id }) => now.has(id)).map(({ id }) => id);
  const stays = longestRising(kept.map(({ id }) => order.indexOf(id)));
  return {
    added: after.questions.filter(({ id }) => !old.has(id)),
    removed: before.questions.filter(({ id }) => !now.has(id)),
    changed,
    moved: kept.filter((_, at) => !stays.has(at)),
  };
}

/** Whether two versions ask the same in the same order. */
export const isUnchanged = ({ added, removed, changed, moved }: FormChanges): boolean =>
  added.length + removed.length + changed.length + moved.length === 0;

const byId = ({ questions }: Form): Map<string, Question> => new Map(questions.map((one) => [one.id, one]));

function fieldChanges(before: Question, after: Question): ChangedField[] {
  const [old, now] = [written(before), written(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field) => {
    const [was, is] = [JSON.stringify(old[field]), JSON.stringify(now[field])];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

/** Places of the longest row of rising numbers: what stays where it is when few are moved. */
function longestRising(numbers: readonly number[]): Set<number> {
  const best: (readonly number[])[] = [];
  numbers.forEach((number, at) => {
    const before = best.filter((row) => (numbers[row.at(-1) ?? 0] ?? 0) < number);
    best.push([...(before.toSorted((a, b) => b.length - a.length)[0] ?? []), at]);
  });
  return new Set(best.toSorted((a, b) => b.length - a.length)[0] ?? []);
}

/** A question without what goes without saying. */
function written({ least, most, ...question }: Question): Record<string, unknown> {
  const limits = question.kind === 'number' ? { least, most } : {};
  const said = Object.entries({ ...question, ...limits }).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(said);
}

/** A form as administrators edit it: JSON, without what goes without saying. */
export function writeForm({ version, questions }: Form): string {
  const rows = questions.map(
    (question) => `    ${JSON.stringify(written(question), null, 2).replaceAll('\n', '\n    ')}`,
  );
  return `{\n  "version": ${version},\n  "questions": [\n${rows.join(',\n')}\n  ]\n}\n`;
}

/** The languages that some text of a question is missing in; none where the program has all its texts. */
export function missingLanguages({ text, optionText = {} }: Question): string[] {
  const texts = [...(text ? [text] : []), ...Object.values(optionText)];
  return LOCALES.filter((locale) => texts.some((one) => !one[locale]));
}
