/** The buttons beside lines: `item:12:3:1:packed` is line 3 of ticket 12 as it was in its version 1. */
import type { Turn } from '../../conversation/feature.ts';
import { lineText } from '../../domain/supplies/line-text.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { listLines } from '../../store/supplies.ts';
import { type Change, changeLines } from './change-lines.ts';
import type { SupplyDeps } from './index.ts';
import { assertReadable } from './show-items.ts';

const ACTIONS: Record<string, Change> = {
  packed: { do: 'move', state: 'packed' },
  delivered: { do: 'deliver' },
  unavailable: { do: 'move', state: 'unavailable' },
};

/** Does it, unless the line is no longer what the button was drawn for. */
export async function changeByChoice(
  turn: Turn,
  deps: SupplyDeps,
  ticket: TicketRecord,
  [position = '', version = '', name = '']: readonly string[],
): Promise<void> {
  const action = ACTIONS[name];
  if (!action) throw new UserError('staff:error.old-button');
  assertReadable(turn, ticket);
  if (position === 'all') return changeLines(turn, deps, ticket, 'all', action);
  const line = (await listLines(turn.tx, ticket.id)).find((one) => String(one.position) === position);
  if (!line) throw new UserError('staff:error.old-button');
  if (String(line.version) !== version) {
    const now = lineText(line, { t: turn.t, locale: turn.locale });
    throw new UserError('staff-supplies:error.changed', { number: ticket.number, line: now });
  }
  await changeLines(turn, deps, ticket, [line.position], action);
}
