/** A version of the form, and what is different from another, as those who write it read it. */
import type { Turn } from '../../conversation/feature.ts';
import { compareForms, type FormChanges, missingLanguages } from '../../domain/declaration/compare-forms.ts';
import { optionText, questionText, type Say } from '../../domain/declaration/describe.ts';
import type { Form, Question } from '../../domain/declaration/form.ts';
import { fixedBecause } from '../../domain/declaration/forms.ts';
import type { FormProblem } from '../../domain/declaration/read-form.ts';
import { isolate } from '../../domain/isolate.ts';
import { languageName } from '../../domain/language-name.ts';
import { speak } from './filling.ts';

/** Mistakes that are named one by one. */
const NAMED = 20;
/** Letters of a field's old and new content, each. */
const LETTERS = 160;

type Looks = Pick<Turn, 't' | 'locale'>;

const sayStaff =
  ({ t, locale }: Looks) =>
  (key: string, params?: Record<string, unknown>): string =>
    t(locale, `staff-form:${key}`, params);

/** Every question in its order, two lines each. */
export function describeForm(looks: Looks, form: Form): string {
  const say = sayStaff(looks);
  const fixed = form.questions.filter(({ id }) => fixedBecause(id));
  const lines = form.questions.map((question, at) => {
    const mark = fixedBecause(question.id) ? '🔒 ' : '';
    return `${at + 1}. ${mark}${nameOf(looks, question)}\n   ${factsOf(looks, question).join(' · ')}`;
  });
  const locked = fixed.map(({ id }) =>
    say('fixed', { question: id, reason: say(`fixed.${fixedBecause(id)}`) }),
  );
  return [...lines, '', ...locked].join('\n');
}

const nameOf = (looks: Looks, question: Question): string =>
  `${question.id}: ${isolate(questionText(question, speak(looks, looks.locale)))}`;

function factsOf(looks: Looks, question: Question): string[] {
  const { t, locale } = looks;
  const say = sayStaff(looks);
  const texts: Say = speak(looks, locale);
  const { kind, optional, when, options, secret, alarm, roster, care } = question;
  const conditions = when.map(({ question: other, is, not }) => {
    if (is) return `${other} = ${is.join('/')}`;
    return not ? `${other} ≠ ${not.join('/')}` : other;
  });
  return [
    say(`kind.${kind}`),
    ...(options.length > 0 ? [options.map((one) => optionText(question, one, texts)).join(', ')] : []),
    ...(optional ? [say('fact.optional')] : []),
    ...(when.length > 0 ? [say('fact.when', { conditions: conditions.join(', ') })] : []),
    ...(secret ? [say('fact.secret')] : []),
    ...(alarm ? [say(`fact.alarm.${alarm}`)] : []),
    ...(roster ? [say('fact.roster', { field: t(locale, `staff-declaration:field.${roster}`) })] : []),
    ...(care ? [say('fact.care', { kind: t(locale, `staff-special:kind.${care}`) })] : []),
  ];
}

/** How many questions came, went, changed and moved, by name; empty where nothing did. */
export function describeBriefly(before: Form, after: Form): string {
  const { added, removed, changed, moved } = compareForms(before, after);
  const ids = (mark: string, questions: readonly Question[]) => questions.map(({ id }) => `${mark} ${id}`);
  const edited = changed.map(({ question }) => question);
  return [...ids('＋', added), ...ids('－', removed), ...ids('～', edited), ...ids('↕', moved)].join(', ');
}

/** Everything that differs, field by field, and which languages are missing. */
export function describeChanges(looks: Looks, { added, removed, changed, moved }: FormChanges): string {
  const say = sayStaff(looks);
  const part = (key: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? [[say(key), ...lines].join('\n')] : [];
  return [
    ...part(
      'changes.added',
      added.map(
        (one) => `＋ ${nameOf(looks, one)}\n   ${factsOf(looks, one).join(' · ')}${english(looks, one)}`,
      ),
    ),
    ...part(
      'changes.removed',
      removed.map((one) => `－ ${nameOf(looks, one)}`),
    ),
    ...part(
      'changes.changed',
      changed.map(({ question, fields }) => {
        const rows = fields.map(
          ({ field, before, after }) => `   ${field}: ${short(before)} → ${short(after)}`,
        );
        return [`～ ${nameOf(looks, question)}`, ...rows].join('\n') + english(looks, question);
      }),
    ),
    ...part(
      'changes.moved',
      moved.map((one) => `↕ ${nameOf(looks, one)}`),
    ),
  ].join('\n\n');
}

function short(json: string | undefined): string {
  const letters = [...(json ?? '–')];
  return isolate(letters.length > LETTERS ? `${letters.slice(0, LETTERS).join('')}…` : letters.join(''));
}

function english(looks: Looks, question: Question): string {
  const missing = missingLanguages(question).map((locale) => languageName(locale, looks.locale));
  return missing.length > 0
    ? `\n   ${sayStaff(looks)('changes.english', { languages: missing.join(', ') })}`
    : '';
}

/** What is wrong, line by line. */
export function describeProblems(looks: Looks, problems: readonly FormProblem[]): string {
  const say = sayStaff(looks);
  const lines = problems.slice(0, NAMED).map(({ line, field, kind, params }) => {
    const { reason } = params;
    const what = say(`problem.${kind}`, {
      ...params,
      ...(reason ? { reason: looks.t(looks.locale, String(reason)) } : {}),
    });
    return `• ${say(field ? 'problem-at' : 'problem-in', { line, field, what })}`;
  });
  const more = problems.length - lines.length;
  return [
    say('problems', { count: problems.length }),
    ...lines,
    ...(more > 0 ? [say('more', { count: more })] : []),
  ].join('\n');
}
