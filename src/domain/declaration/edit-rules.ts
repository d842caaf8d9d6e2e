/** What a new version of the form must keep of those before it, and what added questions must carry. */
import type { Contradiction } from './contradictions.ts';
import type { Form, Question } from './form.ts';
import { BUILT_IN, fixedBecause, fixedQuestions } from './forms.ts';

const builtIn = new Map(BUILT_IN.questions.map((question) => [question.id, question]));
/** Options that the program has texts for. */
const builtInOptions: ReadonlySet<string> = new Set(BUILT_IN.questions.flatMap(({ options }) => options));

/** Everything that is wrong with `form` as the next version after `earlier`. */
export function editProblems(form: Form, earlier: readonly Form[]): Contradiction[] {
  const gone = fixedQuestions.filter((id) => !form.questions.some((question) => question.id === id));
  return [
    ...gone.map((id) => ({
      path: ['questions'],
      kind: 'fixed-gone',
      params: { question: id, reason: `staff-form:fixed.${fixedBecause(id)}` },
    })),
    ...form.questions.flatMap((question, at) =>
      [...keptProblems(question, earlier), ...textProblems(question)].map(({ path, kind, params }) => ({
        path: ['questions', at, ...path],
        kind,
        params: { question: question.id, ...params },
      })),
    ),
  ];
}

/** Answers of other versions are read, and encrypted, by the id of their question. */
function keptProblems(question: Question, earlier: readonly Form[]): Contradiction[] {
  const { id, kind, secret } = question;
  const reason = fixedBecause(id);
  if (reason && !isSame(question, builtIn.get(id)))
    return [{ path: [], kind: 'fixed-changed', params: { reason: `staff-form:fixed.${reason}` } }];
  const before = earlier.flatMap(({ questions }) => questions).find((one) => one.id === id);
  if (!before) return [];
  return [
    ...(before.kind === kind ? [] : [{ path: ['kind'], kind: 'kind-changed', params: { was: before.kind } }]),
    ...(before.secret === secret ? [] : [{ path: ['secret'], kind: 'secret-changed', params: {} }]),
  ];
}

function textProblems({ id, text, optionText = {}, options, kind }: Question): Contradiction[] {
  const known = builtIn.get(id);
  const needsText = (option: string): boolean => !builtInOptions.has(option);
  const named = Object.keys(optionText);
  const missing = options.filter((option) => needsText(option) && !named.includes(option));
  const needless = named.filter(
    (option) => !options.includes(option) || known?.options.includes(option) || kind === 'yes-no',
  );
  return [
    ...(known && text ? [{ path: ['text'], kind: 'text-built-in', params: {} }] : []),
    ...(known || text ? [] : [{ path: [], kind: 'text-missing', params: {} }]),
    ...missing.map((option) => ({ path: ['options'], kind: 'option-text-missing', params: { option } })),
    ...needless.map((option) => ({
      path: ['optionText', option],
      kind: 'option-text-needless',
      params: { option },
    })),
  ];
}

const isSame = (one: Question, other: Question | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
