/** A wait ends: somebody presses Resume, the traveller answers, or it turns into an emergency. */
import type { DomainEvent, Turn, Work } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { dueText } from '../../domain/due-text.ts';
import { WAITING_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import { changeTicket } from '../../store/tickets.ts';
import type { WaitingDeps } from './index.ts';
import { zoneOf } from './start-wait.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;

/** `/resume N`: what was left of its deadlines is left. */
export async function resumeTicket(turn: Turn, deps: WaitingDeps, before: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.wait');
  const { desk } = deps;
  const { number } = before;
  if (!WAITING_STATES.includes(before.state)) {
    throw new UserError('staff-waiting:error.not-waiting', { number, state: `staff:state.${before.state}` });
  }
  await desk.assertMine(turn, before);
  const { tx, actor, now, inbound } = turn;
  const ticket = await changeTicket(
    tx,
    before,
    { states: WAITING_STATES, ownerId: before.ownerId },
    { state: 'claimed' },
    { actor, action: 'ticket.resume', channel: inbound.account, now },
  );
  if (!ticket) throw await desk.standsOtherwise(turn, before.id);
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'resumed', params, actor });
  const due = dueText(ticket, {
    t: turn.t,
    locale: turn.locale,
    now,
    zone: await zoneOf(turn, deps, ticket),
  });
  await desk.confirm(turn, ticket, turn.t(turn.locale, 'staff-waiting:resumed', { number, due: due ?? '' }));
}

type Said = Extract<DomainEvent, { type: 'ticket.said' }>;
type Changed = Extract<DomainEvent, { type: 'ticket.changed' }>;

/**
 * The traveller wrote on a ticket that waits for them: it is its owner's turn again, and the time for an answer starts
 * anew. An emergency waits for nobody.
 */
export async function goOn(work: Work, deps: WaitingDeps, event: Said | Changed): Promise<void> {
  const { ticket: before } = event;
  const isAnswer = event.type === 'ticket.said';
  const states = isAnswer ? (['waiting-traveller'] as const) : WAITING_STATES;
  if (!states.some((state) => state === before.state)) return;
  const ticket = await changeTicket(
    work.tx,
    before,
    { states },
    { state: 'claimed', answeredAt: null },
    { actor: SYSTEM, action: isAnswer ? 'ticket.traveller-answered' : 'ticket.wait-over', now: work.now },
  );
  if (!ticket) return;
  await work.emit({ type: 'ticket.changed', ticket, before, what: 'resumed', actor: SYSTEM });
  if (!ticket.ownerId || (!isAnswer && event.actor.id === ticket.ownerId)) return;
  const zone = (await siteOf(work.tx, ticket.siteId))?.timeZone ?? deps.zone;
  const key = `goes-on:${ticket.id}:${ticket.version}`;
  await deps.desk.tellStaff(work, ticket, ticket.ownerId, key, (locale) => {
    const due = dueText(ticket, { t: work.t, locale, now: work.now, zone }) ?? '';
    const what = isAnswer ? 'answered' : 'emergency';
    return { text: work.t(locale, `staff-waiting:told.${what}`, { number: ticket.number, due }) };
  });
}
