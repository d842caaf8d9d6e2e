/** A colleague takes a ticket: exactly one of all who try. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, assertMayOwn } from '../../domain/actor.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket, findTicket, type TicketChange } from '../../store/tickets.ts';
import { answerOnce, confirm } from './answer-in-place.ts';
import { focusOn } from './focus.ts';
import { type DeskDeps, reachActor } from './reach.ts';
import { standsOtherwise } from './refuse.ts';
import { askForPrivateChat, sendTicket } from './show-ticket.ts';

/** Claims it for the actor and shows it to them in private; whoever is second learns who was first. */
export async function claimTicket(turn: Turn, deps: DeskDeps, before: TicketRecord): Promise<void> {
  const claimed = await tryClaim(turn, before);
  if (!claimed) return tellWhoWasFirst(turn, deps, before);
  await handOver(turn, deps, claimed, 'staff:change.claimed');
}

/** The claim itself; undefined when somebody has the ticket or it is done. */
export async function tryClaim(turn: Turn, before: TicketRecord): Promise<TicketRecord | undefined> {
  assertCan(turn.actor, 'ticket.claim');
  assertMayOwn(turn.actor, before);
  const { actor, now, inbound } = turn;
  // A traveller's "not solved" leaves the ticket with whoever had it: they take it up again.
  const isMineAgain = before.state === 'reopened' && before.ownerId === actor.id;
  const claimed = await changeTicket(
    turn.tx,
    before,
    { states: ['new', 'reopened'], ownerId: isMineAgain ? actor.id : null },
    madeOwner(turn),
    { actor, action: 'ticket.claim', channel: inbound.account, now },
  );
  if (!claimed) return undefined;
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket: claimed, before, what: 'claimed', params, actor });
  return claimed;
}

/** What makes the actor a ticket's owner: nothing is offered to anybody any more, and nobody is paged. */
export const madeOwner = ({ actor, now }: Turn): TicketChange => ({
  state: 'claimed',
  ownerId: actor.id,
  claimedAt: now,
  nextPageAt: null,
  proposedOwnerId: null,
  proposedTeamId: null,
});

/** Shows the new owner all of it in private, where their next words go to the traveller; says `done` in a group. */
export async function handOver(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  done: string,
): Promise<void> {
  if (turn.chat.kind === 'group') {
    await confirm(turn, ticket, turn.t(turn.locale, done, { number: ticket.number, name: turn.staff?.name }));
  }
  const reach = await reachActor(turn, deps, ticket.id);
  if (!reach) return askForPrivateChat(turn, ticket);
  await sendTicket(turn, deps, ticket, reach);
  await focusOn(turn, ticket, reach);
}

/** Of fifty who press at once, forty-nine share one line in the group; anywhere else it is a refusal like others. */
async function tellWhoWasFirst(turn: Turn, deps: DeskDeps, before: TicketRecord): Promise<void> {
  const error = await standsOtherwise(turn, deps, before.id);
  if (error.code !== 'staff:error.taken' || turn.chat.kind === 'private') throw error;
  const now = (await findTicket(turn.tx, before.id)) ?? before;
  await answerOnce(turn, now, turn.t(turn.locale, error.code, error.params));
}
