/** Which ticket a page is about, and whether its reader may see it. */
import type { Context } from 'hono';
import { canReadTicket } from '../../domain/actor.ts';
import { type CardView, loadCardViews } from '../../store/cards.ts';
import { findTicket } from '../../store/tickets.ts';
import { Refusal } from '../answers.ts';
import type { Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';

/** The ticket of an address; a Refusal says that there is none, or that this reader may not see it. */
export async function ticketOf(c: Context, deps: ConsoleDeps, reader: Reader): Promise<CardView> {
  const number = Number(c.req.param('number'));
  const ticket = number < 2 ** 31 ? await findTicket(deps.db, number) : undefined;
  if (!ticket) throw new Refusal(404, 'staff-console:ticket.unknown');
  if (!canReadTicket(reader.actor, ticket)) throw new Refusal(403, 'staff-console:ticket.restricted');
  const [view] = await loadCardViews(deps.db, [ticket.id]);
  if (!view) throw new Refusal(404, 'staff-console:ticket.unknown');
  return view;
}
