/** What is said to the summary: the full name or the button signs, a number changes an answer. */
import type { Turn } from '../../conversation/feature.ts';
import { questionsFor } from '../../domain/declaration/answers.ts';
import { plain } from '../../domain/roster/cell.ts';
import { nameKey } from '../../domain/roster/match.ts';
import { putQuestion, stampOf, sumUp } from './ask-question.ts';
import { type Filling, fillingOf, findFilling, keyOf, sayTo } from './filling.ts';
import type { DeclarationDeps } from './index.ts';
import { isCry, isSurelyNeed, pause, wordOf } from './other-words.ts';
import { sign } from './sign-declaration.ts';

/** "I declare that this is true": of answers that were shown, and are still those. */
export async function signByButton(
  turn: Turn,
  deps: DeclarationDeps,
  [key, stamp]: readonly string[],
): Promise<void> {
  const filling = await fillingOf(turn, deps, key);
  await signIfShown(turn, deps, filling, stamp);
}

async function signIfShown(
  turn: Turn,
  deps: DeclarationDeps,
  filling: Filling,
  stamp: unknown,
): Promise<void> {
  if (filling.isNewForm || stamp !== stampOf(filling)) return sumUp(turn, filling, sayTo(turn)('changed'));
  await sign(turn, deps, filling);
}

/** Words after the summary; false hands them to the team. */
export async function answerSigning(
  turn: Turn,
  deps: DeclarationDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  if (turn.inbound.edits || !text) return false;
  const filling = await findFilling(turn, deps, params.declaration);
  const reading = deps.triage(text);
  if (!filling || isCry(reading)) {
    turn.expect(undefined);
    return false;
  }
  const number = /^\D{0,2}(\d{1,2})\D?$/u.exec(plain(text).trim())?.[1];
  if (number) await changeAnswer(turn, filling, Number(number));
  else if (isSigned(turn, filling, text)) await signIfShown(turn, deps, filling, params.stamp);
  else if (wordOf(turn, ['stop'], text)) {
    turn.expect(undefined);
    await turn.reply({ text: sayTo(turn)('stopped') });
  } else if (/[?？؟]/u.test(text) || isSurelyNeed(reading) || turn.inbound.media?.length)
    return pause(turn, keyOf(filling), text);
  else await turn.reply({ text: sayTo(turn)('error.sign') });
  return true;
}

/** The full name: as it was declared, or of whoever signs for somebody else. */
function isSigned(turn: Turn, { answers, subject }: Filling, text: string): boolean {
  const isOwn = subject.id === turn.person?.id;
  const names = [answers.name, isOwn ? null : turn.person?.name];
  return names.some((name) => typeof name === 'string' && name !== '' && nameKey(name) === nameKey(text));
}

async function changeAnswer(turn: Turn, filling: Filling, number: number): Promise<void> {
  const all = questionsFor(filling.form, filling.answers);
  const question = all[number - 1];
  if (question) await putQuestion(turn, filling, question);
  else await turn.reply({ text: sayTo(turn)('error.no-number', { last: all.length }) });
}
