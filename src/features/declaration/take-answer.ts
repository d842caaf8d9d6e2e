/** Takes answers, by words or buttons; words that are none go on to the team. */
import type { Turn } from '../../conversation/feature.ts';
import { type Answer, problemOf, questionsFor, settle } from '../../domain/declaration/answers.ts';
import { answerText, optionText } from '../../domain/declaration/describe.ts';
import type { Question } from '../../domain/declaration/form.ts';
import { readAnswer } from '../../domain/declaration/read-answer.ts';
import { isName } from '../../domain/profile.ts';
import type { Triage } from '../../domain/triage.ts';
import { readYesNo } from '../../domain/yes-no.ts';
import { UserError } from '../../errors.ts';
import { goOn, putQuestion } from './ask-question.ts';
import {
  type Filling,
  fillingOf,
  findFilling,
  keep,
  keyOf,
  localeOf,
  sayTo,
  speak,
  todayOf,
} from './filling.ts';
import type { DeclarationDeps } from './index.ts';
import { isCry, isSurelyNeed, pause, wordOf } from './other-words.ts';
import { heed } from './sign-declaration.ts';

type Params = Record<string, unknown>;

/** Words after a question. False hands them to the team: cries for help always, needs where they answer nothing. */
export async function answerQuestion(
  turn: Turn,
  deps: DeclarationDeps,
  text: string,
  params: Params,
): Promise<boolean> {
  if (turn.inbound.edits || !text) return false;
  const filling = await findFilling(turn, deps, params.declaration);
  const question = filling && askedOf(filling, params.question);
  if (!filling || !question) {
    turn.expect(undefined);
    return false;
  }
  const reading = deps.triage(text);
  const read = readWords(turn, deps, question, text);
  if (isCry(reading)) return cryFor(turn, filling, question, read);
  const where = wordOf(turn, ['back', 'skip', 'stop', 'done'], text);
  const isRepeated = 'answer' in read && turn.session.declared === text;
  if (where) await navigate(turn, deps, [keyOf(filling), where, question.id]);
  else if (turn.inbound.media?.length || (!isRepeated && isTalk(question, text, reading, 'answer' in read)))
    return pause(turn, keyOf(filling), text);
  else if ('answer' in read) await take(turn, deps, filling, question, read.answer);
  else await refuse(turn, filling, question, read.problem, pickedOf(turn, filling, question));
  return true;
}

type Read = ReturnType<typeof readAnswer>;

function readWords(turn: Turn, deps: DeclarationDeps, question: Question, text: string): Read {
  const locales = [localeOf(turn), 'en'];
  return readAnswer(question, text, {
    today: todayOf(turn, deps),
    names: (option) => locales.map((locale) => optionText(question, option, speak(turn, locale))),
    yesNo: (words) =>
      readYesNo(words, localeOf(turn), (locale, answer) => speak(turn, locale)(`words.${answer}`)),
  });
}

/** Somebody who cries for help is answered by people, and asked no further; what they said of their illness is kept. */
async function cryFor(turn: Turn, filling: Filling, question: Question, read: Read): Promise<boolean> {
  turn.expect(undefined);
  const isAnswer = question.medical && 'answer' in read;
  if (isAnswer)
    await keep(turn, filling, settle(filling.form, { ...filling.answers, [question.id]: read.answer }));
  return false;
}

/** Whether words are for the team rather than for the form. */
function isTalk(question: Question, text: string, reading: Triage, isAnswer: boolean): boolean {
  const asks = /[?？؟]/u.test(text);
  if (!isAnswer) return asks || isSurelyNeed(reading);
  if (question.kind !== 'text' || (question.format && question.format !== 'name')) return false;
  if (question.format === 'name' && isName(text, reading)) return false;
  if (asks) return true;
  return !question.medical && isSurelyNeed(reading);
}

const askedOf = ({ form, answers }: Filling, id: unknown): Question | undefined =>
  questionsFor(form, answers).find((question) => question.id === id);

function pickedOf(turn: Turn, filling: Filling, question: Question): readonly string[] {
  const { params } = turn.session.expect ?? {};
  const isThis = params?.declaration === filling.id && params.question === question.id;
  if (isThis && Array.isArray(params.picked) && params.picked.length > 0) return params.picked as string[];
  const before = filling.answers[question.id];
  return !isThis && Array.isArray(before) ? before : [];
}

async function refuse(
  turn: Turn,
  filling: Filling,
  question: Question,
  problem: NonNullable<ReturnType<typeof problemOf>>,
  picked: readonly string[] = [],
): Promise<void> {
  const before = sayTo(turn)(`error.${problem.kind}`, problem.params);
  await putQuestion(turn, filling, question, { before, picked });
}

/** Keeps an answer and goes on; what was read out of words is said again, numbers masked. */
async function take(
  turn: Turn,
  deps: DeclarationDeps,
  filling: Filling,
  question: Question,
  answer: Answer,
): Promise<void> {
  const problem = problemOf(question, answer, todayOf(turn, deps));
  if (problem) return refuse(turn, filling, question, problem);
  const answers = settle(filling.form, { ...filling.answers, [question.id]: answer });
  const kept = await keep(turn, filling, answers);
  await heed(turn, deps, filling, kept);
  if (turn.session.declared !== undefined) turn.remember({ declared: undefined });
  const say = sayTo(turn);
  const isRead =
    answer !== null && (question.secret || question.kind === 'date' || question.kind === 'multi');
  await goOn(
    turn,
    deps,
    kept,
    isRead ? say('noted', { answer: answerText(question, answer, say) }) : undefined,
  );
}

/** Questions that have buttons; what is typed is read before it is an answer. */
const PRESSED: readonly Question['kind'][] = ['yes-no', 'choice', 'multi'];

/** A pressed option: of several it is added or taken away, else it is the answer. */
export async function chooseOption(
  turn: Turn,
  deps: DeclarationDeps,
  [key, id, option = '']: readonly string[],
): Promise<void> {
  const filling = await fillingOf(turn, deps, key);
  const question = askedOf(filling, id);
  if (!question || !PRESSED.includes(question.kind)) throw new UserError('common:error.old-choice');
  if (question.kind !== 'multi' || option === question.none)
    return take(turn, deps, filling, question, question.kind === 'multi' ? [option] : option);
  if (!question.options.includes(option)) throw new UserError('common:error.old-choice');
  const before = pickedOf(turn, filling, question).filter((one) => one !== question.none);
  const picked = question.options.filter((one) =>
    one === option ? !before.includes(one) : before.includes(one),
  );
  await putQuestion(turn, filling, question, { picked });
}

/** Back, skip, done, stop, change an answer, or go on. */
export async function navigate(
  turn: Turn,
  deps: DeclarationDeps,
  [key, where, id]: readonly string[],
): Promise<void> {
  const filling = await fillingOf(turn, deps, key);
  if (where === 'go') return goOn(turn, deps, filling, sayTo(turn)('resume'));
  if (where === 'stop') {
    turn.expect(undefined);
    return turn.reply({ text: sayTo(turn)('stopped') });
  }
  // The next words are a number, or the name: the summary's question stands, its buttons do not.
  if (where === 'change') return turn.reply({ text: sayTo(turn)('change.which') });
  const question = askedOf(filling, id);
  if (!question) throw new UserError('common:error.old-choice');
  if (where === 'skip') return take(turn, deps, filling, question, null);
  if (where === 'done') return take(turn, deps, filling, question, pickedOf(turn, filling, question));
  const all = questionsFor(filling.form, filling.answers);
  await putQuestion(turn, filling, all[all.indexOf(question) - 1] ?? question);
}
