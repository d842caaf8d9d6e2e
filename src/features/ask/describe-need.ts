/** The words that follow a need chosen from the menu. */
import type { Turn } from '../../conversation/feature.ts';
import { NEEDS } from '../../domain/need.ts';
import type { AskDeps } from './index.ts';
import { openNeed } from './open-need.ts';
import { learnLocale } from './traveller-locale.ts';

/** Opens the ticket with the chosen need; an emergency in the words overrides the choice. */
export async function describeNeed(
  turn: Turn,
  deps: AskDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  if (!text && !turn.inbound.media?.length) return false;
  turn.expect(undefined);
  const need = NEEDS.find((one) => one === params.need);
  const reading = deps.triage(text);
  await turn.ensurePerson();
  await learnLocale(turn, reading.language, text);
  await openNeed(turn, reading, { text, ...(need ? { need } : {}) });
  return true;
}
