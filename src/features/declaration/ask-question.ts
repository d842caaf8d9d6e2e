/** Puts the next question, or shows everything once more before it is signed. */
import { createHash } from 'node:crypto';
import type { Turn } from '../../conversation/feature.ts';
import { nextQuestion, questionsFor } from '../../domain/declaration/answers.ts';
import { answerLines, isInEnglish, optionText, questionText } from '../../domain/declaration/describe.ts';
import type { Question } from '../../domain/declaration/form.ts';
import { isolate } from '../../domain/isolate.ts';
import { languageName } from '../../domain/language-name.ts';
import type { Choice } from '../../domain/message.ts';
import { type Filling, keep, keyOf, sayTo, todayOf } from './filling.ts';
import type { DeclarationDeps } from './index.ts';

/** The first question without an answer, or all answers once more; `before` is said first. */
export async function goOn(
  turn: Turn,
  deps: DeclarationDeps,
  filling: Filling,
  before?: string,
): Promise<void> {
  const now = filling.isNewForm ? await keep(turn, filling, filling.answers) : filling;
  const question = nextQuestion(now.form, now.answers, todayOf(turn, deps));
  if (question) await putQuestion(turn, now, question, { before });
  else await sumUp(turn, now, before);
}

interface Putting {
  readonly before?: string | undefined;
  /** What was chosen of several so far. */
  readonly picked?: readonly string[];
}

/** One question with its buttons. */
export async function putQuestion(
  turn: Turn,
  filling: Filling,
  question: Question,
  { before, picked = [] }: Putting = {},
): Promise<void> {
  const say = sayTo(turn);
  const all = questionsFor(filling.form, filling.answers);
  const at = all.findIndex(({ id }) => id === question.id);
  turn.expect('declaration.answer', { declaration: filling.id, question: question.id, picked });
  const lines = [`(${at + 1}/${all.length}) ${questionText(question, say)}`];
  if (isInEnglish(question, say.locale)) lines.push(englishOnly(turn, say.locale));
  if (question.kind === 'date') lines.push(say('hint.date'));
  if (question.kind === 'multi') lines.push(say('hint.multi'));
  if (picked.length > 0)
    lines.push(`✓ ${picked.map((option) => optionText(question, option, say)).join(', ')}`);
  const nav = navigation(turn, filling, question, at > 0);
  // Where choices are numbered, a number would press one of them.
  const isTyped = question.kind === 'number' && !hasButtons(turn);
  if (isTyped) lines.push(say('hint.typed', { words: nav.map(({ label }) => label).join(' / ') }));
  const choices = isTyped ? [] : [...optionRows(turn, filling, question, picked), nav];
  const text = [before, subjectLine(turn, filling), lines.join('\n')].filter(Boolean).join('\n\n');
  await turn.reply({ text, choices });
}

/** As notices say it. */
const englishOnly = (turn: Turn, locale: string): string =>
  turn.t(locale, 'notices:fallback', { language: languageName('en', locale) });

const hasButtons = (turn: Turn): boolean => turn.capabilities(turn.inbound.account)?.buttons !== false;

function subjectLine(turn: Turn, { subject }: Filling): string | undefined {
  if (subject.id === turn.person?.id) return undefined;
  return sayTo(turn)('for.name', { name: isolate(subject.name ?? '?') });
}

function optionRows(turn: Turn, filling: Filling, question: Question, picked: readonly string[]): Choice[][] {
  const say = sayTo(turn);
  const choice = (option: string): Choice => ({
    id: `declset:${keyOf(filling)}:${question.id}:${option}`,
    label: `${picked.includes(option) ? '✓ ' : ''}${optionText(question, option, say)}`,
  });
  if (question.kind === 'yes-no') return [[choice('yes'), choice('no')]];
  const rows = question.options.map((option) => [choice(option)]);
  if (picked.length === 0) return rows;
  return [...rows, [{ id: `declnav:${keyOf(filling)}:done:${question.id}`, label: say('button.done') }]];
}

/** Back, skip and stop, as far as they make sense here. */
function navigation(turn: Turn, filling: Filling, question: Question, hasEarlier: boolean): Choice[] {
  const to = (where: string): Choice => ({
    id: `declnav:${keyOf(filling)}:${where}:${question.id}`,
    label: sayTo(turn)(`button.${where}`),
  });
  return [...(hasEarlier ? [to('back')] : []), ...(question.optional ? [to('skip')] : []), to('stop')];
}

/** What the answers were when they were shown: nothing else is signed. */
export const stampOf = ({ form, answers }: Filling): string =>
  createHash('sha256')
    .update(JSON.stringify([form.version, form.questions.map(({ id }) => answers[id])]))
    .digest('hex')
    .slice(0, 8);

/** Every answer, and how to sign or change them. */
export async function sumUp(turn: Turn, filling: Filling, before?: string): Promise<void> {
  const say = sayTo(turn);
  const { form, subject } = filling;
  const stamp = stampOf(filling);
  turn.expect('declaration.sign', { declaration: filling.id, stamp });
  const isOwn = subject.id === turn.person?.id;
  const name = isolate(subject.name ?? '?');
  const consent = isOwn
    ? say('consent', { version: form.version })
    : say('consent-for', { version: form.version, name });
  const parts = [
    before,
    subjectLine(turn, filling),
    say('summary'),
    ...answerLines(form, filling.answers, say),
    `✍️ ${consent}`,
    say(hasButtons(turn) ? 'sign.press' : 'sign.type', { stop: say('button.stop') }),
  ];
  const key = keyOf(filling);
  const choices = [
    [{ id: `declsign:${key}:${stamp}`, label: say('button.sign') }],
    [
      { id: `declnav:${key}:change`, label: say('button.change') },
      { id: `declnav:${key}:stop`, label: say('button.stop') },
    ],
  ];
  // Where choices are numbered, the number of an answer must not sign.
  await turn.reply({ text: parts.filter(Boolean).join('\n\n'), ...(hasButtons(turn) ? { choices } : {}) });
}
