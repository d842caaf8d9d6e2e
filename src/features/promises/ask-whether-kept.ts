/** A ticket is resolved while a promise on it is open: whoever resolved it is asked. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import type { Choice } from '../../domain/message.ts';
import { listOpenPromises } from '../../store/promises.ts';
import type { PromiseDeps } from './index.ts';

const MOST = 5;

/** One button for each promise; nothing when all are kept, or a traveller said that it is solved. */
export async function askWhetherKept(
  work: Work,
  { desk }: PromiseDeps,
  { ticket, actor }: Extract<DomainEvent, { type: 'ticket.changed' }>,
): Promise<void> {
  if (actor.role === 'traveller' || actor.role === 'system') return;
  const open = await listOpenPromises(work.tx, { ticketId: ticket.id }, MOST);
  if (open.length === 0) return;
  const key = `promise-open:${ticket.id}:${ticket.version}`;
  await desk.tellStaff(work, ticket, actor.id, key, (locale) => {
    const label = work.t(locale, 'staff-promises:button.kept');
    const choices = open.map(
      ({ id }, at): Choice => ({ id: `kept:${id}`, label: open.length > 1 ? `✓ ${at + 1}` : label }),
    );
    const params = { count: open.length, number: ticket.number };
    return { text: work.t(locale, 'staff-promises:still-open', params), choices: [choices] };
  });
}
