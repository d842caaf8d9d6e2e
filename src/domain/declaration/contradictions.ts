/** What cannot be between the questions of one form. */
import { isReachable, meets } from './conditions.ts';
import type { Question } from './form.ts';

/** Something that is wrong with a form, and where: `kind` is a key of `staff-form:problem.*`. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly kind: string;
  readonly params: Readonly<Record<string, string | number>>;
}

type Kind = Question['kind'];
type Found = readonly [field: string, kind: string, params?: Contradiction['params']];

/** Fields that mean something for some kinds of question only. */
const ONLY_FOR: Readonly<Partial<Record<keyof Question, readonly Kind[]>>> = {
  format: ['text'],
  secret: ['text'],
  daysBack: ['date'],
  daysAhead: ['date'],
  none: ['multi'],
  alarm: ['yes-no', 'multi'],
  care: ['yes-no', 'text', 'date'],
};

/** What a fact of the roster is declared by. */
const ROSTER_KIND = (field: string): Kind => {
  if (field === 'documentType') return 'choice';
  return ['birthDate', 'entryOn', 'contactOn'].includes(field) ? 'date' : 'text';
};

/** Everything that contradicts itself, question by question. */
export function contradictionsOf(questions: readonly Question[]): Contradiction[] {
  return questions.flatMap((question, at) => {
    const found = [
      ...ownProblems(question),
      ...placeProblems(question, at, questions),
      ...conditionProblems(question, at, questions),
    ];
    const isAsked = found.length > 0 || isReachable(question, questions.slice(0, at));
    if (!isAsked) found.push(['when', 'never']);
    return found.map(([field, kind, params = {}]) => ({
      path: ['questions', at, ...(field ? field.split('.') : [])].map(asIndex),
      kind,
      params: { question: question.id, ...params },
    }));
  });
}

const asIndex = (part: string | number): string | number =>
  typeof part === 'string' && /^\d+$/.test(part) ? Number(part) : part;

function ownProblems(question: Question): Found[] {
  const { kind, options, none, least, most, roster, secret } = question;
  const hasOptions = kind === 'choice' || kind === 'multi';
  const needless = Object.entries(ONLY_FOR).filter(
    ([field, kinds]) => question[field as keyof Question] && !kinds.includes(kind),
  );
  return [
    ...needless.map(([field, kinds]): Found => [field, 'kind', { field, kinds: kinds.join(', ') }]),
    ...(hasOptions && options.length === 0 ? [['', 'no-options'] as const] : []),
    ...(!hasOptions && options.length > 0 ? [['options', 'needless-options'] as const] : []),
    ...(new Set(options).size < options.length ? [['options', 'option-twice'] as const] : []),
    ...(none && !options.includes(none) ? [['none', 'no-such-option', { option: none }] as const] : []),
    ...(least > most ? [['most', 'limits', { least, most }] as const] : []),
    ...(roster && kind !== ROSTER_KIND(roster)
      ? [['roster', 'roster-kind', { field: roster, kinds: ROSTER_KIND(roster) }] as const]
      : []),
    ...(roster === 'documentNumber' && !secret ? [['roster', 'not-secret'] as const] : []),
  ];
}

function placeProblems({ id, roster }: Question, at: number, questions: readonly Question[]): Found[] {
  const earlier = questions.slice(0, at);
  return [
    ...(earlier.some((one) => one.id === id) ? [['id', 'twice'] as const] : []),
    ...(roster && earlier.some((one) => one.roster === roster)
      ? [['roster', 'roster-twice', { field: roster }] as const]
      : []),
  ];
}

function conditionProblems({ id, when }: Question, at: number, questions: readonly Question[]): Found[] {
  return when.flatMap(({ question, is, not }, index): Found[] => {
    const place = `when.${index}`;
    const other = questions.findIndex((one) => one.id === question);
    const target = questions[other];
    if (!target) return [[place, 'unknown-question', { other: question }]];
    if (other >= at) {
      const ring = ringFrom(id, question, questions);
      if (ring) return [[place, 'cycle', { ring: ring.join(' → ') }]];
      return [[place, 'asked-later', { other: question }]];
    }
    const values = [...(is ?? []), ...(not ?? [])];
    if (values.length > 0 && (target.kind === 'text' || target.kind === 'date'))
      return [[place, 'no-values', { other: question }]];
    const strange = values.find((value) => !meets(target, value));
    return strange === undefined ? [] : [[place, 'no-such-answer', { other: question, value: strange }]];
  });
}

/** The way from a question over its conditions back to itself; undefined where there is none. */
function ringFrom(id: string, next: string, questions: readonly Question[]): string[] | undefined {
  const seen = new Set<string>();
  const walk = (at: string, way: readonly string[]): string[] | undefined => {
    if (at === id) return [...way, at];
    if (seen.has(at)) return undefined;
    seen.add(at);
    const one = questions.find((question) => question.id === at);
    for (const { question } of one?.when ?? []) {
      const found = walk(question, [...way, at]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(next, [id]);
}
