/** Tickets that nobody objected to for three days are closed. */
import type { Work } from '../../conversation/feature.ts';
import { listSettled } from '../../store/aftercare.ts';
import { changeTicket } from '../../store/tickets.ts';

const AFTER_HOURS = 72;
const AT_ONCE = 200;
const SYSTEM = { role: 'system', id: 'system' } as const;

/** Closes what is due; false when there may be more. */
export async function closeSettled(work: Work): Promise<boolean> {
  const due = await listSettled(work.tx, work.now.subtract({ hours: AFTER_HOURS }), AT_ONCE);
  for (const before of due) {
    const ticket = await changeTicket(
      work.tx,
      before,
      { states: ['resolved'], version: before.version },
      { state: 'closed' },
      { actor: SYSTEM, action: 'ticket.settle', now: work.now },
    );
    if (ticket) await work.emit({ type: 'ticket.changed', ticket, before, what: 'closed', actor: SYSTEM });
  }
  return due.length < AT_ONCE;
}
