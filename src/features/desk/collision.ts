/** Two colleagues who are about to answer the same traveller hear of each other before either sends. */
import type { Turn } from '../../conversation/feature.ts';
import { beginComposing, endComposing, listComposers } from '../../store/composing.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { DeskDeps } from './reach.ts';
import { tellColleague } from './tell-colleague.ts';

/** How long somebody who asked to answer is taken to be writing. */
const WRITING_MINUTES = 3;

/** Notes that the actor is writing, tells the others, and returns the line that tells the actor of them. */
export async function startAnswering(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
): Promise<string | undefined> {
  const { tx, actor, now, staff } = turn;
  const others = await listComposers(tx, ticket.id, actor.id, now);
  await beginComposing(tx, ticket.id, actor.id, now.add({ minutes: WRITING_MINUTES }));
  for (const { staffId } of others)
    await tellColleague(turn, deps, ticket, staffId, 'staff:told.answering', { name: staff?.name });
  if (others.length === 0) return undefined;
  const names = others.map(({ name }) => name).join(', ');
  return turn.t(turn.locale, 'staff:told.answering', { number: ticket.number, name: names });
}

/** The actor has answered: whoever else was about to learns of it, unless they own the ticket and read the words. */
export async function finishAnswering(turn: Turn, deps: DeskDeps, ticket: TicketRecord): Promise<void> {
  const { tx, actor, now, staff } = turn;
  const others = await listComposers(tx, ticket.id, actor.id, now);
  await endComposing(tx, ticket.id, actor.id, now);
  for (const { staffId } of others.filter((other) => other.staffId !== ticket.ownerId))
    await tellColleague(turn, deps, ticket, staffId, 'staff:told.answered-first', { name: staff?.name });
}
