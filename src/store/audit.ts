/** The record of who did what; nothing is ever changed or taken out of it. */
import { toIso } from '../clock.ts';
import type { Actor } from '../domain/actor.ts';
import { noteAccess } from './access-log.ts';
import type { TicketRecord } from './records.ts';
import { append, type Tx } from './transaction.ts';

/** Who did something, when and through which account. */
export interface AuditLine {
  readonly actor: Actor;
  readonly action: string;
  readonly now: Temporal.Instant;
  /** The account it was done on; none for what the bot does by itself. */
  readonly channel?: string | undefined;
  readonly ticketId?: string;
  readonly before?: object;
  readonly after?: object;
}

/** Appends to the record of who did what. */
export function addAudit(tx: Tx, line: AuditLine): void {
  append(tx, 'audit', {
    at: toIso(line.now),
    actor:
      line.actor.role === 'system'
        ? 'system'
        : `${line.actor.role === 'traveller' ? 'person' : 'staff'}:${line.actor.id}`,
    channel: line.channel ?? null,
    action: line.action,
    ticket_id: line.ticketId ?? null,
    before: withoutWords(line.before),
    after: withoutWords(line.after),
  });
}

/** Fields that hold what people said: the record tells that they changed, and never what they say. */
const WORDS = new Set(['summary', 'text', 'words', 'comment', 'ratingComment', 'waitingOn', 'attachments']);

function withoutWords(fields: object | undefined): object | null {
  if (!fields) return null;
  const kept = Object.entries(fields).map(([name, value]) => [
    name,
    WORDS.has(name) && value !== null && value !== undefined ? '…' : value,
  ]);
  return Object.fromEntries(kept);
}

/** Notes that a ticket was opened, and as what. */
export function auditOpening(
  tx: Tx,
  ticket: TicketRecord,
  line: Pick<AuditLine, 'actor' | 'now' | 'channel'>,
): void {
  const { state, need, urgency, teamId, siteId, source } = ticket;
  const after = { state, need, urgency, teamId, siteId, source };
  addAudit(tx, { ...line, action: 'ticket.open', ticketId: ticket.id, after });
}

/** Notes that confidential words were shown to somebody: once for each reading, on the account where they read it. */
export function auditReading(
  work: { readonly tx: Tx; readonly now: Temporal.Instant },
  actor: Actor,
  ticket: { readonly id: string; readonly personId: string },
  channel: string,
): void {
  noteAccess(work, actor, { personId: ticket.personId, what: 'restricted', ticketId: ticket.id, channel });
  addAudit(work.tx, { actor, action: 'ticket.read', now: work.now, channel, ticketId: ticket.id });
}
