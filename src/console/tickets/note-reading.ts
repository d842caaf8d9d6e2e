/** Who read what of a ticket on a page, noted as the chat notes it. */
import { canReadEntry } from '../../domain/actor.ts';
import { noteAccess, wasRead } from '../../store/access-log.ts';
import { auditReading } from '../../store/audit.ts';
import type { TranscriptLine } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import { transact } from '../../store/transaction.ts';
import type { Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';

/** A page that opens its line again, and files of it, within so many minutes are the same reading. */
const SAME_MINUTES = 60;

/** Notes that a page was read; `isPart`: a part of a page, which is noted by itself only where the page was not. */
export async function noteReading(
  { db, clock }: ConsoleDeps,
  { actor }: Pick<Reader, 'actor'>,
  { ticket, lines }: { readonly ticket: TicketRecord; readonly lines: readonly TranscriptLine[] },
  { isPart = false } = {},
): Promise<void> {
  const now = clock.now();
  const { id: ticketId, personId } = ticket;
  const isSecret =
    ticket.restricted || lines.some((line) => line.restricted && canReadEntry(actor, ticket, line));
  const what = isSecret ? 'restricted' : 'ticket';
  const since = now.subtract({ minutes: SAME_MINUTES });
  if (isPart && (await wasRead(db, actor.id, { personId, ticketId, what }, since))) return;
  await transact(db, async (tx) => {
    if (isSecret) auditReading({ tx, now }, actor, ticket, 'console');
    else noteAccess({ tx, now }, actor, { personId, ticketId, what, channel: 'console' });
  });
}
