/** Deadlines that come near or are over: the owner hears of it, then the shift lead, then the supervisors. */
import type { Work } from '../../conversation/feature.ts';
import { ticketChoice } from '../../domain/card-choices.ts';
import { dueText } from '../../domain/due-text.ts';
import type { Choice } from '../../domain/message.ts';
import { type Notice, type Seen, type Telling, tellColleagues } from '../../outbox/tell-colleagues.ts';
import { nextStepAt, type Told, takeSteps } from '../../store/escalations.ts';
import { leadsFor, listReachable, overseers } from '../../store/oversight.ts';
import { findTicket } from '../../store/tickets.ts';
import type { DeadlinesDeps } from './index.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;
/** The step at which a ticket is overdue, and told to the shift lead. */
const OVERDUE = 2;
/** Cards that are brought up to date at once; where more are overdue, the lists say so. */
const CARDS = 50;

/** Tells everybody who must know now, once, whatever was missed while nothing ran. */
export async function tellDue(work: Work, deps: DeadlinesDeps): Promise<void> {
  const next = await nextStepAt(work.tx);
  if (!next || Temporal.Instant.compare(next, work.now) > 0) return;
  const told = await takeSteps(work.tx, work.now);
  const notices: Notice[] = [];
  for (const group of told) {
    for (const staffId of await recipients(work, group)) {
      notices.push({ staffId, ticketIds: group.tickets, count: group.count });
    }
  }
  await tellColleagues(work, deps.desk, notices, telling(work, deps));
  await redrawOverdue(work, told);
}

/** Those of every step that was taken: after a downtime the owner hears of it as well as the supervisors. */
async function recipients(work: Work, group: Told): Promise<Set<string>> {
  const takes = (step: number): boolean => group.before < step && step <= group.step;
  const { tx, now } = work;
  const ids = new Set<string>();
  const add = (some: readonly string[]): void => {
    for (const id of some) ids.add(id);
  };
  const owner = group.ownerId && (await listReachable(tx)).has(group.ownerId) ? group.ownerId : undefined;
  if (takes(1)) add(owner ? [owner] : await leadsFor(tx, group.teamId, now));
  if (takes(2)) add(await leadsFor(tx, group.teamId, now));
  if (takes(3)) add(await overseers(tx));
  return ids;
}

function telling({ t, now }: Work, { zone }: DeadlinesDeps): Telling {
  const due = ({ view, locale, zone: there }: Seen): string =>
    dueText(view.ticket, { t, locale, now, zone: there }) ?? '';
  return {
    kind: 'due',
    zone,
    one: (seen) =>
      t(seen.locale, 'staff-deadlines:told.one', { number: seen.view.ticket.number, due: due(seen) }),
    short: due,
    head: (locale, count) => t(locale, 'staff-deadlines:told.head', { count }),
    more: (locale, count) => t(locale, 'staff-deadlines:told.more', { count }),
    choices({ view, locale, mayRead }) {
      const choice = (name: string): Choice =>
        ticketChoice(name, view.ticket, (button) => t(locale, `staff:button.${button}`));
      return [
        ...(view.ticket.ownerId === null ? [choice('claim')] : []),
        ...(mayRead ? [choice('open')] : []),
        choice('transfer'),
      ];
    },
  };
}

async function redrawOverdue(work: Work, told: readonly Told[]): Promise<void> {
  const overdue = told.filter(({ before, step }) => before < OVERDUE && step >= OVERDUE);
  if (overdue.reduce((sum, { count }) => sum + count, 0) > CARDS) return;
  for (const id of overdue.flatMap(({ tickets }) => tickets)) {
    const ticket = await findTicket(work.tx, id);
    if (!ticket) continue;
    await work.emit({ type: 'ticket.changed', ticket, before: ticket, what: 'overdue', actor: SYSTEM });
  }
}
