/** The owner of a ticket that waits is reminded of it, and whoever answers for the team. */
import type { Work } from '../../conversation/feature.ts';
import type { Notice } from '../../outbox/tell-colleagues.ts';
import { leadsFor, listReachable } from '../../store/oversight.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import { waitParams } from './start-wait.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;

/**
 * Reminds the owner, from the second time on the shift lead as well, and sets when that happens again. Of two processes
 * only one does: undefined for the other.
 */
export async function remind(
  work: Work,
  before: TicketRecord,
  minutes: number,
  earlier: number,
): Promise<Notice[] | undefined> {
  const ticket = await changeTicket(
    work.tx,
    before,
    { version: before.version },
    { chases: before.chases + 1, chaseAt: work.now.add({ minutes }) },
    { actor: SYSTEM, action: 'ticket.chase', now: work.now },
  );
  if (!ticket) return undefined;
  const params = waitParams(ticket);
  await work.emit({ type: 'ticket.changed', ticket, before, what: 'chased', params, actor: SYSTEM });
  const owner = ticket.ownerId && (await listReachable(work.tx)).has(ticket.ownerId) ? [ticket.ownerId] : [];
  // An owner who cannot be told is as good as one who was told and did nothing.
  const leads = earlier > 0 || owner.length === 0 ? await leadsFor(work.tx, ticket.teamId, work.now) : [];
  return [...new Set([...owner, ...leads])].map((staffId) => ({ staffId, ticketIds: [ticket.id], count: 1 }));
}
