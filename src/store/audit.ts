/** The record of who did what; nothing is ever changed or taken out of it. */
import type { Actor } from '../domain/actor.ts';
import { append, type Tx } from './transaction.ts';

/** Appends to the record of who did what. */
export function addAudit(
  tx: Tx,
  line: {
    actor: Actor;
    action: string;
    now: Temporal.Instant;
    channel?: string | undefined;
    ticketId?: string;
    before?: object;
    after?: object;
  },
): void {
  append(tx, 'audit', {
    at: line.now.toString(),
    actor:
      line.actor.role === 'system'
        ? 'system'
        : `${line.actor.role === 'traveller' ? 'person' : 'staff'}:${line.actor.id}`,
    channel: line.channel ?? null,
    action: line.action,
    ticket_id: line.ticketId ?? null,
    before: line.before ?? null,
    after: line.after ?? null,
  });
}
