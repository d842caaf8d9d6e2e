/** Two tickets about the same become one: the transcripts are read together, and what comes next goes to one place. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, assertMayOwn, canReadTicket } from '../../domain/actor.ts';
import { writerId } from '../../domain/proxy.ts';
import { assertTransition, graver, OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { areTogether, carryOver, lockTickets } from '../../store/merging.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import type { WaitingDeps } from './index.ts';

/** Joins the first ticket into the second; refused between strangers, and unless both are open. */
export async function mergeTickets(
  turn: Turn,
  deps: WaitingDeps,
  first: TicketRecord,
  second: TicketRecord,
): Promise<void> {
  assertCan(turn.actor, 'ticket.merge');
  if (first.id === second.id) throw new UserError('staff-waiting:error.merge-self', { number: first.number });
  // Both are held from here on: neither change below can fail and leave the other alone.
  const held = await lockTickets(turn.tx, [first.id, second.id]);
  const [from, into] = [held.get(first.id) ?? first, held.get(second.id) ?? second];
  await assertMayMerge(turn, deps, from, into);
  const merged = await change(turn, deps, from, into.id, {
    state: 'merged',
    mergedIntoId: into.id,
    nextPageAt: null,
    proposedOwnerId: null,
    proposedTeamId: null,
  });
  const taking = await change(turn, deps, into, into.id, takenOver(turn, from, into));
  await carryOver(turn.tx, merged, taking);
  await tellOf(turn, deps, { from, merged, into, taking });
}

async function assertMayMerge(
  turn: Turn,
  { desk }: WaitingDeps,
  from: TicketRecord,
  into: TicketRecord,
): Promise<void> {
  assertTransition(from.state, 'merged', from.number);
  if (!OPEN_STATES.includes(into.state)) {
    const state = `staff:state.${into.state}`;
    throw new UserError('staff-waiting:error.merge-closed', {
      number: from.number,
      into: into.number,
      state,
    });
  }
  const numbers = { number: from.number, into: into.number };
  for (const one of [from, into]) {
    if (!canReadTicket(turn.actor, one))
      throw new UserError('staff:error.restricted', { number: one.number });
  }
  if (!(await areTogether(turn.tx, from.personId, into.personId))) {
    throw new UserError('staff-waiting:error.merge-strangers', numbers);
  }
  // A complaint would be answered as something else, by whoever has that.
  if (from.need === 'complaint' && into.need !== 'complaint')
    throw new UserError('staff-waiting:error.merge-complaint', numbers);
  await desk.assertMine(turn, from);
  if (from.need === 'complaint') assertMayOwn(turn.actor, from);
}

/** What the other ticket takes over: the graver urgency, the confidence, and whoever was asked first. */
function takenOver(turn: Turn, from: TicketRecord, into: TicketRecord): TicketChange {
  const isUnanswered = from.answeredAt === null && into.answeredAt !== null;
  const mayTake =
    from.ownerId !== into.aboutStaffId && (into.need !== 'complaint' || from.need === 'complaint');
  const takesOwner = into.ownerId === null && from.ownerId !== null && mayTake;
  const goesOn = takesOwner || (isUnanswered && into.state === 'waiting-traveller');
  const isSamePlace = writerId(from) === writerId(into) && from.account === into.account;
  return {
    urgency: graver(from.urgency, into.urgency),
    restricted: from.restricted || into.restricted,
    deliveryProblem: into.deliveryProblem ?? (isSamePlace ? from.deliveryProblem : null),
    ...(isSamePlace && !into.privateChat ? { privateChat: from.privateChat } : {}),
    ...(isUnanswered ? { answeredAt: null } : {}),
    ...(goesOn ? { state: 'claimed' } : {}),
    ...(takesOwner ? { ownerId: from.ownerId, claimedAt: from.claimedAt ?? turn.now, nextPageAt: null } : {}),
  };
}

async function change(
  turn: Turn,
  { desk }: WaitingDeps,
  before: TicketRecord,
  intoId: string,
  fields: TicketChange,
): Promise<TicketRecord> {
  const { tx, actor, now, inbound } = turn;
  const action = before.id === intoId ? 'ticket.take-in' : 'ticket.merge';
  const audit = { actor, action, channel: inbound.account, now };
  const changed = await changeTicket(tx, before, { version: before.version }, fields, audit);
  if (!changed) throw await desk.standsOtherwise(turn, before.id);
  return changed;
}

interface Merged {
  readonly from: TicketRecord;
  readonly merged: TicketRecord;
  readonly into: TicketRecord;
  readonly taking: TicketRecord;
}

/** Cards, whoever did it, whoever has one of the two, and the traveller whose request lives on elsewhere. */
async function tellOf(turn: Turn, deps: WaitingDeps, { from, merged, into, taking }: Merged): Promise<void> {
  const { desk } = deps;
  const { actor } = turn;
  const name = turn.staff?.name;
  const numbers = { number: merged.number, into: taking.number };
  await desk.unfocus(turn, merged);
  if (turn.chat.kind === 'private' && taking.ownerId === actor.id) turn.remember({ ticket: taking.id });
  const params = { into: taking.number, name };
  await turn.emit({ type: 'ticket.changed', ticket: merged, before: from, what: 'merged', params, actor });
  const took = { context: 'took', from: merged.number, name };
  await turn.emit({
    type: 'ticket.changed',
    ticket: taking,
    before: into,
    what: 'merged',
    params: took,
    actor,
  });
  const done = turn.t(turn.locale, 'staff-waiting:merged', numbers);
  await desk.answer(turn, taking, done);
  for (const staffId of new Set([from.ownerId, taking.ownerId])) {
    if (!staffId || staffId === actor.id) continue;
    const key = `merged:${merged.id}:${taking.id}:${staffId}`;
    await desk.tellStaff(turn, taking, staffId, key, (locale) => ({
      text: turn.t(locale, 'staff-waiting:told.merged', { ...numbers, name }),
    }));
  }
  await tellTraveller(turn, deps, merged, taking);
}

async function tellTraveller(
  turn: Turn,
  { desk }: WaitingDeps,
  merged: TicketRecord,
  taking: TicketRecord,
): Promise<void> {
  const target = await desk.reachTraveller(turn, merged);
  if (!target) return;
  const locale = await desk.travellerLocale(turn, merged);
  const text = turn.t(locale, 'waiting:merged', { number: merged.number, into: taking.number });
  const key = `joined:${merged.id}:${taking.id}`;
  await turn.say(target, { text }, { key, ticketId: merged.id });
}
