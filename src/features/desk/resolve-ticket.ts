/** A need is met, or turns out not to be. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, assertMayOwn } from '../../domain/actor.ts';
import { assertTransition, OPEN_STATES, resolution } from '../../domain/ticket.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import { confirm } from './answer-in-place.ts';
import { unfocus } from './focus.ts';
import type { DeskDeps } from './reach.ts';
import { assertMine, standsOtherwise } from './refuse.ts';
import { relay, type Words } from './relay.ts';
import { tellColleague } from './tell-colleague.ts';

/** Resolves it, after relaying a closing text if there is one; whoever resolves an unclaimed ticket owns it. */
export async function resolveTicket(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  words: Words,
): Promise<void> {
  assertCan(turn.actor, 'ticket.resolve');
  assertMayOwn(turn.actor, ticket);
  assertTransition(ticket.state, 'resolved', ticket.number);
  await assertMine(turn, ticket);
  const hasWords = words.text !== '' || words.media?.length || words.place || words.contact;
  const before = hasWords ? (await relay(turn, ticket, words)).ticket : ticket;
  const { actor, now, inbound } = turn;
  const resolved = await changeTicket(
    turn.tx,
    before,
    { states: OPEN_STATES, ownerId: ticket.ownerId },
    {
      ...resolution(now),
      ...(ticket.ownerId ? {} : { ownerId: actor.id, claimedAt: now }),
    },
    { actor, action: 'ticket.resolve', channel: inbound.account, now },
  );
  if (!resolved) throw await standsOtherwise(turn, deps, ticket.id);
  await unfocus(turn, resolved);
  await tellOf(turn, deps, 'resolved', before, resolved);
}

/** Opens it again for anybody to claim; an emergency is paged again at once. */
export async function reopenTicket(turn: Turn, deps: DeskDeps, before: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.reopen');
  assertTransition(before.state, 'reopened', before.number);
  const { actor, now, inbound } = turn;
  const reopened = await changeTicket(
    turn.tx,
    before,
    { states: ['resolved', 'closed'] },
    {
      state: 'reopened',
      ownerId: null,
      claimedAt: null,
      resolvedAt: null,
      answeredAt: null,
      pages: 0,
      nextPageAt: before.urgency === 'emergency' ? now : null,
    },
    { actor, action: 'ticket.reopen', channel: inbound.account, now },
  );
  if (!reopened) throw await standsOtherwise(turn, deps, before.id);
  await tellOf(turn, deps, 'reopened', before, reopened);
}

/** Cards, whoever did it, and the colleague whose ticket it was. */
async function tellOf(
  turn: Turn,
  deps: DeskDeps,
  what: 'resolved' | 'reopened',
  before: TicketRecord,
  ticket: TicketRecord,
): Promise<void> {
  const key = `staff:change.${what}`;
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket, before, what, params, actor: turn.actor });
  await confirm(turn, ticket, turn.t(turn.locale, key, { number: ticket.number, ...params }));
  await tellColleague(turn, deps, ticket, before.ownerId, key, params);
}
