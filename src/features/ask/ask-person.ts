/** Words that are for a person, whatever they are: another feature had no answer to them, or not the right one. */
import type { Turn } from '../../conversation/feature.ts';
import type { Need } from '../../domain/need.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { AskDeps } from './index.ts';
import { openNeed } from './open-need.ts';
import { learnLocale } from './traveller-locale.ts';

/** Opens a ticket of its own; a question of which nobody can tell the kind is one about the rules. */
export async function askPerson(turn: Turn, deps: AskDeps, text: string): Promise<TicketRecord> {
  const reading = deps.triage(text);
  await turn.ensurePerson();
  await learnLocale(turn, reading.language, text);
  const isVague = reading.need === 'other' || reading.need === 'thanks';
  const need: Need = isVague ? 'policy' : reading.need;
  return openNeed(turn, reading, { text, need });
}
