/** Ticks people of a manifest: boarded, arrived, missing, off, and undone. Each seat by compare-and-set. */
import type { Turn } from '../../conversation/feature.ts';
import { shortTime } from '../../domain/short-time.ts';
import {
  assertTripTransition,
  type SeatState,
  stateKey,
  TICKS,
  type Tick,
  type TripState,
} from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { findStaffName } from '../../store/desk.ts';
import { linkSeats, listSeats, type SeatRecord, tickSeats } from '../../store/trip-seats.ts';
import type { TripChange, TripRecord } from '../../store/trips.ts';
import { noteFound, raiseMissing, raiseRefused } from './look-for.ts';
import { moveIn, settleArrivals } from './settle-arrivals.ts';
import { tellOff } from './tell-travellers.ts';
import { changeLocked, riderName, type TripDeps, zoneOf } from './trip-at-hand.ts';

/** What is to be done with some of the manifest. */
export interface Ticking {
  readonly tick: Tick;
  readonly personIds: readonly string[];
  /** Why somebody is taken off. */
  readonly reason?: string;
  /** They are off because they would not go. */
  readonly isRefusal?: boolean;
  /** New rooms of those who arrive. */
  readonly rooms?: ReadonlyMap<string, string>;
}

/** What became of it. */
export interface Ticked {
  readonly trip: TripRecord;
  /** The manifest as it is now. */
  readonly seats: readonly SeatRecord[];
  readonly done: readonly SeatRecord[];
  /** Those who could not be ticked, each with the reason. */
  readonly refused: readonly UserError[];
  /** The ticket that looks after them now. */
  readonly ticket?: number | undefined;
}

/** Ticks those who can be; throws the one reason when that is nobody. */
export async function tickRiders(
  turn: Turn,
  deps: TripDeps,
  before: TripRecord,
  ticking: Ticking,
): Promise<Ticked> {
  const { tx, now, actor } = turn;
  const { tick, personIds, reason, rooms = new Map<string, string>() } = ticking;
  assertTripAllows(before, tick);
  const seats = await listSeats(tx, before.id);
  // In the order they were named: a ticket is about the first of them.
  const wanted = personIds.flatMap((id) => seats.find(({ personId }) => personId === id) ?? []);
  const from: readonly SeatState[] = TICKS[tick].from;
  const able = wanted.filter(({ state }) => from.includes(state));
  // Whoever is there already may still be given the room that was not known then.
  const roomed =
    tick === 'arrive'
      ? wanted.filter(({ state, personId }) => state === 'arrived' && rooms.has(personId))
      : [];
  const refused = await Promise.all(
    wanted
      .filter((seat) => !able.includes(seat) && !roomed.includes(seat))
      .map((seat) => refusalFor(turn, deps, before, seat, tick)),
  );
  if (able.length + roomed.length === 0) throw refused[0] ?? new UserError('common:error.old-choice');
  const ids = await tickSeats(
    tx,
    before.id,
    able.map(({ personId }) => personId),
    { to: TICKS[tick].to, from, at: now, by: actor.id, ...(reason ? { reason } : {}) },
  );
  const done = able.filter(({ personId }) => ids.includes(personId));
  const trip = await changeLocked(turn, before, tripChange(turn, before, tick));
  if (done.length > 0) audit(turn, trip, ticking, ids);
  const ticket = await follow(turn, deps, trip, ticking, done);
  if (roomed.length > 0) await moveIn(turn, deps, trip, roomed, rooms);
  return { trip, seats: await listSeats(tx, trip.id), done: [...done, ...roomed], refused, ticket };
}

/** What a tick says of the trip itself: somebody who is on it, or there, did not walk. */
function tripChange({ now }: Turn, trip: TripRecord, tick: Tick): TripChange {
  const to: TripState | undefined =
    tick === 'board' && trip.state === 'planned'
      ? 'boarding'
      : tick === 'arrive' && trip.state === 'under-way'
        ? 'arrived'
        : undefined;
  if (!to) return {};
  assertTripTransition(trip.state, to, trip.number);
  return to === 'boarding' ? { state: to } : { state: to, arrivedAt: now };
}

function assertTripAllows({ state, number }: TripRecord, tick: Tick): void {
  const allowed: readonly TripState[] = TICKS[tick].trip;
  if (allowed.includes(state)) return;
  const isEarly = tick === 'arrive' && (state === 'planned' || state === 'boarding');
  throw new UserError(`staff-trips:error.${isEarly ? 'not-departed' : 'state'}`, {
    number,
    state: stateKey(state),
  });
}

/** Why somebody cannot be ticked: who was first, and when. */
async function refusalFor(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  seat: SeatRecord,
  tick: Tick,
): Promise<UserError> {
  const { number } = trip;
  const zone = await zoneOf(turn, deps, trip);
  const [at, by] =
    seat.state === 'arrived' ? [seat.arrivedAt, seat.arrivedBy] : [seat.boardedAt, seat.boardedBy];
  const params = {
    number,
    name: riderName(seat),
    by: by ? await findStaffName(turn.tx, by) : '–',
    time: at ? shortTime(at, turn.now, zone) : '–',
  };
  const key = seat.state === 'listed' ? (tick === 'arrive' ? 'not-boarded' : 'listed') : seat.state;
  return new UserError(`staff-trips:error.seat-${key}`, params);
}

function audit(turn: Turn, { number }: TripRecord, ticking: Ticking, people: readonly string[]): void {
  const { tx, now, actor, inbound } = turn;
  addAudit(tx, {
    actor,
    action: `trip.seat-${ticking.tick}`,
    channel: inbound.account,
    now,
    // Why somebody is taken off stands with their seat: words of people are no part of the record.
    after: { number, count: people.length, people },
  });
}

/** What else follows: a search, its end, a ticket for those who would not go, another place to live. */
async function follow(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  { tick, isRefusal, reason = '', rooms = new Map() }: Ticking,
  done: readonly SeatRecord[],
): Promise<number | undefined> {
  if (done.length === 0) return undefined;
  const searched = done.filter(({ state }) => state === 'missing');
  if (searched.length > 0) await noteFound(turn, deps, trip, searched, tick);
  if (tick === 'arrive') await settleArrivals(turn, deps, trip, done, rooms);
  if (tick === 'off') await tellOff(turn, deps, trip, done, 'off');
  const link = async (ticket: { id: string; number: number }, seats: readonly SeatRecord[]) => {
    await linkSeats(
      turn.tx,
      trip.id,
      seats.map(({ personId }) => personId),
      ticket.id,
    );
    return ticket.number;
  };
  if (tick === 'off' && isRefusal) return link(await raiseRefused(turn, deps, trip, done, reason), done);
  if (tick !== 'missing') return undefined;
  let number: number | undefined;
  for (const seat of done) number = await link(await raiseMissing(turn, deps, trip, seat), [seat]);
  return number;
}
