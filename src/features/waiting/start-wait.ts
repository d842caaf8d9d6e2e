/** A ticket begins to wait: its deadlines stand still until somebody else has done something. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { shortTime } from '../../domain/short-time.ts';
import { HELD_STATES, OPEN_STATES } from '../../domain/ticket.ts';
import { parseUntil } from '../../domain/wait-until.ts';
import { closesByItself, NUDGE_AFTER_HOURS } from '../../domain/waiting.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import { expectWords } from '../../store/waiting.ts';
import type { WaitingDeps } from './index.ts';

/** The traveller is waited for: reminded after a day, and where that may be, the ticket is closed two days later. */
export async function waitForTraveller(turn: Turn, deps: WaitingDeps, before: TicketRecord): Promise<void> {
  await assertMayWait(turn, deps, before);
  const chaseAt = turn.now.add({ hours: NUDGE_AFTER_HOURS });
  const ticket = await begin(turn, deps, before, { state: 'waiting-traveller', waitingOn: null, chaseAt });
  const target = await deps.desk.reachTraveller(turn, ticket);
  if (target) await expectWords(turn.tx, target, ticket.id, turn.now);
  const key = !target ? 'traveller-unreachable' : closesByItself(ticket) ? 'traveller' : 'traveller-stays';
  const text = turn.t(turn.locale, `staff-waiting:started.${key}`, { number: ticket.number });
  await deps.desk.confirm(turn, ticket, text);
}

/** Somebody else is waited for, until the time in these words. */
export async function waitForThird(
  turn: Turn,
  deps: WaitingDeps,
  before: TicketRecord,
  who: string,
  until: string,
): Promise<void> {
  await assertMayWait(turn, deps, before);
  const zone = await zoneOf(turn, deps, before);
  const chaseAt = parseUntil(until, turn.now, zone);
  const ticket = await begin(turn, deps, before, { state: 'waiting-third', waitingOn: who, chaseAt });
  const { number, restricted } = ticket;
  const time = shortTime(chaseAt, turn.now, zone);
  const isHidden = restricted && turn.chat.kind === 'group';
  const key = isHidden ? 'third-restricted' : 'third';
  await deps.desk.confirm(
    turn,
    ticket,
    turn.t(turn.locale, `staff-waiting:started.${key}`, { number, who, time }),
  );
}

/** Throws unless the actor may let this ticket wait: somebody must have it, and it must be theirs to decide. */
export async function assertMayWait(turn: Turn, { desk }: WaitingDeps, ticket: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.wait');
  const { number, state } = ticket;
  await desk.assertMine(turn, ticket);
  if (HELD_STATES.includes(state)) return;
  if (OPEN_STATES.includes(state)) throw new UserError('staff-waiting:error.claim-first', { number });
  throw new UserError('staff:error.state', { number, state: `staff:state.${state}` });
}

/** The zone in which a ticket's times are written and read. */
export const zoneOf = async (turn: Turn, deps: WaitingDeps, ticket: TicketRecord): Promise<string> =>
  (await siteOf(turn.tx, ticket.siteId))?.timeZone ?? deps.zone;

async function begin(
  turn: Turn,
  deps: WaitingDeps,
  before: TicketRecord,
  change: TicketChange & Pick<TicketRecord, 'waitingOn'>,
): Promise<TicketRecord> {
  const { tx, actor, now, inbound } = turn;
  const ticket = await changeTicket(
    tx,
    before,
    { states: HELD_STATES, ownerId: before.ownerId },
    { ...change, waitingSinceAt: now, chases: 0 },
    { actor, action: 'ticket.wait', channel: inbound.account, now },
  );
  if (!ticket) throw await deps.desk.standsOtherwise(turn, before.id);
  const params = { name: turn.staff?.name, ...waitParams(ticket) };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'waiting', params, actor });
  return ticket;
}

/** Whom a change line names: of a restricted ticket nobody, for everybody reads it. */
export const waitParams = ({ state, waitingOn, restricted }: TicketRecord): Record<string, unknown> =>
  state === 'waiting-traveller'
    ? { context: 'traveller' }
    : restricted
      ? { context: 'restricted' }
      : { who: waitingOn };
