/** The other side of a transfer: taking what was offered, or not. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, assertMayOwn } from '../../domain/actor.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { findStaffName, listTeams } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket, type Guard } from '../../store/tickets.ts';
import { confirm } from './answer-in-place.ts';
import { handOver, madeOwner } from './claim-ticket.ts';
import { unfocus } from './focus.ts';
import type { DeskDeps } from './reach.ts';
import { standsOtherwise } from './refuse.ts';
import { tellColleague } from './tell-colleague.ts';

/** Makes the actor responsible, if the ticket is still offered to them or their team. */
export async function acceptTicket(turn: Turn, deps: DeskDeps, before: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.accept');
  assertMayOwn(turn.actor, before);
  await assertOffered(turn, before);
  const { actor, now, inbound } = turn;
  const accepted = await changeTicket(
    turn.tx,
    before,
    sameOffer(before),
    { ...madeOwner(turn), ...(before.proposedTeamId ? { teamId: before.proposedTeamId } : {}) },
    { actor, action: 'ticket.accept', channel: inbound.account, now },
  );
  if (!accepted) throw await standsOtherwise(turn, deps, before.id);
  await unfocus(turn, accepted);
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket: accepted, before, what: 'accepted', params, actor });
  await tellColleague(turn, deps, accepted, before.ownerId, 'staff:told.accepted', params);
  await handOver(turn, deps, accepted, 'staff:change.accepted');
}

/** Takes the offer back: by whom it was made to, or by whoever made it. */
export async function declineTicket(turn: Turn, deps: DeskDeps, before: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.accept');
  if (before.ownerId !== turn.actor.id) await assertOffered(turn, before);
  else assertAnyOffer(before);
  const { actor, now, inbound } = turn;
  const declined = await changeTicket(
    turn.tx,
    before,
    sameOffer(before),
    { proposedOwnerId: null, proposedTeamId: null },
    { actor, action: 'ticket.decline', channel: inbound.account, now },
  );
  if (!declined) throw await standsOtherwise(turn, deps, before.id);
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket: declined, before, what: 'declined', params, actor });
  await confirm(
    turn,
    declined,
    turn.t(turn.locale, 'staff:change.declined', { number: declined.number, ...params }),
  );
  await tellColleague(turn, deps, declined, before.ownerId, 'staff:told.declined', params);
}

const sameOffer = (before: TicketRecord): Guard => ({
  states: OPEN_STATES,
  ownerId: before.ownerId,
  proposedOwnerId: before.proposedOwnerId,
  proposedTeamId: before.proposedTeamId,
});

function assertAnyOffer(ticket: TicketRecord): void {
  if (ticket.proposedOwnerId || ticket.proposedTeamId) return;
  throw new UserError('staff:error.no-offer', { number: ticket.number });
}

/** A team's offer is for whoever is in that team's chat; in private nobody can tell, so any colleague may take it. */
async function assertOffered(turn: Turn, ticket: TicketRecord): Promise<void> {
  assertAnyOffer(ticket);
  const { number, proposedOwnerId, proposedTeamId } = ticket;
  if (proposedOwnerId) {
    if (proposedOwnerId === turn.actor.id) return;
    throw new UserError('staff:error.offered-to', {
      number,
      to: await findStaffName(turn.tx, proposedOwnerId),
    });
  }
  const { kind, teamId, oversees } = turn.chat;
  const mayBeMember = kind === 'private' || oversees || teamId === proposedTeamId;
  if (mayBeMember && ticket.ownerId !== turn.actor.id) return;
  const team = (await listTeams(turn.tx)).find((one) => one.id === proposedTeamId);
  throw new UserError('staff:error.offered-to', { number, to: team?.name ?? '?' });
}
