/** A wait, as a command says it. */
import type { Turn } from '../../conversation/feature.ts';
import { readWait } from '../../domain/waiting.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { askUntil, chooseWait } from './choose-wait.ts';
import type { WaitingDeps } from './index.ts';
import { assertMayWait, waitForThird, waitForTraveller, zoneOf } from './start-wait.ts';

/** `/wait N traveller`, `/wait N on WHO until TIME`; without words a menu, without a time the question until when. */
export async function waitByWords(
  turn: Turn,
  deps: WaitingDeps,
  ticket: TicketRecord,
  words: string,
): Promise<void> {
  if (!words) return chooseWait(turn, deps, ticket);
  await assertMayWait(turn, deps, ticket);
  const zone = await zoneOf(turn, deps, ticket);
  const read = readWait(words, turn.now, zone);
  if (!read) throw new UserError('staff:error.usage', { usage: 'staff-waiting:usage.wait' });
  if (read.on === 'traveller') return waitForTraveller(turn, deps, ticket);
  if (read.until === undefined) return askUntil(turn, deps, ticket, read.who);
  await waitForThird(turn, deps, ticket, read.who, read.until);
}
