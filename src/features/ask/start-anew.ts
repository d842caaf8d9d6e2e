/** "This is something new": words that joined an open ticket become a ticket of their own. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { findEntryByInbound, moveEntry } from '../../store/entries.ts';
import type { AskDeps } from './index.ts';
import { openNeed } from './open-need.ts';

/** Moves the message's entry to a new ticket. */
export async function startAnew(turn: Turn, deps: AskDeps, inboundId: string | undefined): Promise<void> {
  const id = /^\d+$/.test(inboundId ?? '') ? BigInt(inboundId ?? '0') : undefined;
  const entry = id === undefined ? undefined : await findEntryByInbound(turn.tx, id);
  if (id === undefined || !entry || entry.personId !== turn.person?.id)
    throw new UserError('common:error.old-choice');
  if (entry.alone) throw new UserError('ask:error.already-new', { number: entry.number });
  const text = entry.text ?? '';
  const ticket = await openNeed(turn, deps.triage(text), { text, moved: true });
  await moveEntry(turn.tx, id, ticket.id);
}
