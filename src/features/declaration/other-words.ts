/** Words that are no answer: cries for help, needs, and the names of buttons. */
import type { Turn } from '../../conversation/feature.ts';
import { fold } from '../../domain/called.ts';
import type { Triage } from '../../domain/triage.ts';
import { localeOf, sayTo, speak } from './filling.ts';

/** From this confidence on words are a need, whatever was asked. */
const SURELY_A_NEED = 0.7;

/** Whether somebody must look at once. */
export const isCry = ({ urgency, selfHarm }: Triage): boolean => urgency === 'emergency' || selfHarm;

/** Whether words are a need. */
export const isSurelyNeed = ({ need, urgency, confidence }: Triage): boolean =>
  urgency !== 'normal' || (need !== 'other' && confidence >= SURELY_A_NEED);

/** The button that the words name, in the writer's language or in English. */
export const wordOf = <T extends string>(turn: Turn, buttons: readonly T[], text: string): T | undefined =>
  buttons.find((button) =>
    [localeOf(turn), 'en'].some((locale) => fold(speak(turn, locale)(`button.${button}`)) === fold(text)),
  );

/** The words go to the team; the declaration waits. Said again, they are an answer after all. */
export async function pause(turn: Turn, key: string, text: string): Promise<false> {
  turn.expect(undefined);
  turn.remember({ declared: text });
  const say = sayTo(turn);
  const choices = [[{ id: `declnav:${key}:go`, label: say('button.go') }]];
  await turn.reply({ text: say('paused'), choices });
  return false;
}
