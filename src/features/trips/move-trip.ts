/** A trip departs, is there, is closed or cancelled: never with somebody left out. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { readHappened } from '../../domain/trip/form.ts';
import { assertTripTransition, lookAtOf, type SeatState, UNACCOUNTED } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listSeats, type SeatRecord } from '../../store/trip-seats.ts';
import type { TripChange, TripRecord } from '../../store/trips.ts';
import { showManifest } from './draw-manifest.ts';
import { tellOff } from './tell-travellers.ts';
import { changeLocked, riderNames, type TripDeps, tripNumbered, zoneOf } from './trip-at-hand.ts';

/** `/trip 5 depart [08:40]`: refused while anybody is merely listed. */
export async function departTrip(turn: Turn, deps: TripDeps, number: number, words: string): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const before = await tripNumbered(turn, number);
  assertTripTransition(before.state, 'under-way', number);
  const seats = await listSeats(turn.tx, before.id);
  const waiting = standing(seats, ['listed']);
  if (waiting.length > 0)
    throw new UserError('staff-trips:error.left-behind', {
      number,
      count: waiting.length,
      names: riderNames(waiting),
    });
  if (standing(seats, ['boarded']).length === 0) throw new UserError('staff-trips:error.empty', { number });
  const departedAt = readHappened(words, turn.now, await zoneOf(turn, deps, before));
  const lookAt = lookAtOf({ ...before, departedAt });
  await move(turn, deps, before, 'trip.depart', { state: 'under-way', departedAt, lookAt });
}

/** `/trip 5 arrive [09:50]`: the vehicle is there; its people are ticked one by one, or all. */
export async function arriveTrip(turn: Turn, deps: TripDeps, number: number, words: string): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const before = await tripNumbered(turn, number);
  if (before.state === 'planned' || before.state === 'boarding')
    throw new UserError('staff-trips:error.not-departed', { number });
  assertTripTransition(before.state, 'arrived', number);
  const arrivedAt = readHappened(words, turn.now, await zoneOf(turn, deps, before));
  if (before.departedAt && Temporal.Instant.compare(arrivedAt, before.departedAt) < 0)
    throw new UserError('staff-trips:error.order');
  await move(turn, deps, before, 'trip.arrive', { state: 'arrived', arrivedAt });
}

/** `/trip 5 close`: refused while anybody is unaccounted for. */
export async function closeTrip(turn: Turn, deps: TripDeps, number: number): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  const before = await tripNumbered(turn, number);
  assertTripTransition(before.state, 'closed', number);
  const open = standing(await listSeats(turn.tx, before.id), UNACCOUNTED);
  if (open.length > 0)
    throw new UserError('staff-trips:error.unaccounted', {
      number,
      count: open.length,
      names: riderNames(open),
    });
  await move(turn, deps, before, 'trip.close', { state: 'closed', closedAt: turn.now, lookAt: null });
}

/** `/trip 5 cancel REASON`: whoever was told of it learns it; a search that was begun must end first. */
export async function cancelTrip(turn: Turn, deps: TripDeps, number: number, reason: string): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  const before = await tripNumbered(turn, number);
  assertTripTransition(before.state, 'cancelled', number);
  if (!reason) throw new UserError('staff:error.usage', { usage: 'staff-trips:usage.cancel' });
  const seats = await listSeats(turn.tx, before.id);
  const missing = standing(seats, ['missing']);
  if (missing.length > 0)
    throw new UserError('staff-trips:error.missing', { number, names: riderNames(missing) });
  await tellOff(
    turn,
    deps,
    before,
    seats.filter(({ state }) => state !== 'off'),
    'cancelled',
  );
  await move(turn, deps, before, 'trip.cancel', { state: 'cancelled', reason: reason.slice(0, 200) });
}

const standing = (seats: readonly SeatRecord[], states: readonly SeatState[]): SeatRecord[] =>
  seats.filter(({ state }) => states.includes(state));

async function move(
  turn: Turn,
  deps: TripDeps,
  before: TripRecord,
  action: string,
  change: TripChange,
): Promise<void> {
  const { tx, now, actor, inbound } = turn;
  const trip = await changeLocked(turn, before, change);
  addAudit(tx, {
    actor,
    action,
    channel: inbound.account,
    now,
    after: {
      number: before.number,
      trip: change.state,
      at: (change.departedAt ?? change.arrivedAt ?? now).toString(),
    },
  });
  await showManifest(turn, deps, trip);
}
