/** A need of somebody that is being looked after already, and what is found about it meanwhile. */
import type { Actor } from '../domain/actor.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Need, Urgency } from '../domain/need.ts';
import { graver, OPEN_STATES } from '../domain/ticket.ts';
import { type TicketRecord, toRecord } from './records.ts';
import { addEntry, changeTicket } from './tickets.ts';
import { sql, type Tx } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** Somebody's open ticket of this need, the latest; undefined when there is none. */
export async function findOpenNeed(tx: Tx, personId: string, need: Need): Promise<TicketRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where t.person_id = $1::uuid and t.need = $2 and t.state in (${OPEN})
     order by t.number desc limit 1`,
    personId,
    need,
  );
  return rows[0] && toRecord<TicketRecord>(rows[0].row);
}

/** Notes on an open ticket what was found besides; undefined where that makes it no more urgent, else the ticket then. */
export async function noteFinding(
  tx: Tx,
  open: TicketRecord,
  { summary, urgency }: { readonly summary: string; readonly urgency: Urgency },
  {
    actor,
    channel,
    now,
  }: { readonly actor: Actor; readonly channel: AccountId; readonly now: Temporal.Instant },
): Promise<TicketRecord | undefined> {
  addEntry(tx, { ticketId: open.id, kind: 'note', at: now, text: summary });
  const raised = graver(open.urgency, urgency);
  if (raised === open.urgency) return undefined;
  return changeTicket(tx, open, {}, { urgency: raised }, { actor, action: 'ticket.urgent', channel, now });
}
