/** The owner gives a ticket back: it is everybody's again. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import { confirm } from './answer-in-place.ts';
import { unfocus } from './focus.ts';
import type { DeskDeps } from './reach.ts';
import { assertMine, standsOtherwise } from './refuse.ts';
import { tellColleague } from './tell-colleague.ts';

/** Makes it new again; an emergency is paged again by the emergency feature. */
export async function releaseTicket(turn: Turn, deps: DeskDeps, before: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.release');
  const { number } = before;
  if (before.ownerId === null || !OPEN_STATES.includes(before.state)) {
    throw new UserError('staff:error.state', { number, state: `staff:state.${before.state}` });
  }
  await assertMine(turn, before);
  const { actor, now, inbound } = turn;
  const released = await changeTicket(
    turn.tx,
    before,
    { states: OPEN_STATES, ownerId: before.ownerId },
    { state: 'new', ownerId: null, claimedAt: null, proposedOwnerId: null, proposedTeamId: null, pages: 0 },
    { actor, action: 'ticket.release', channel: inbound.account, now },
  );
  if (!released) throw await standsOtherwise(turn, deps, before.id);
  await unfocus(turn, released);
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket: released, before, what: 'released', params, actor });
  await confirm(turn, released, turn.t(turn.locale, 'staff:change.released', { number, ...params }));
  await tellColleague(turn, deps, released, before.ownerId, 'staff:change.released', params);
}
