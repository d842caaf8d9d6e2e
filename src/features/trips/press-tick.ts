/** The buttons of a manifest: one person, or all who were shown. The manifest itself tells what became of it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { listSeats } from '../../store/trip-seats.ts';
import type { TripRecord } from '../../store/trips.ts';
import { showManifest } from './draw-manifest.ts';
import { allOf, warnings } from './tick-result.ts';
import { type Ticked, type Ticking, tickRiders } from './tick-riders.ts';
import { readNumber, type TripDeps, tripNumbered } from './trip-at-hand.ts';

/** The refusals of single people. */
const SEAT_REFUSAL = /:error\.seat-/u;

/** A pressed name of the manifest: `triptick:5:<person>:b:0`; the manifest shows what became of it. */
export async function pressTick(
  turn: Turn,
  deps: TripDeps,
  [number, personId, letter, page]: readonly string[],
): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const tick = letter === 'b' ? 'board' : letter === 'a' ? 'arrive' : undefined;
  if (!tick || !personId) throw new UserError('staff:error.old-button');
  const trip = await tripNumbered(turn, readNumber(number));
  const ticked = await tryTick(turn, deps, trip, { tick, personIds: [personId] });
  const isRefused = ticked instanceof UserError;
  const news = isRefused
    ? turn.t(turn.locale, ticked.code, ticked.params)
    : (await warnings(turn, ticked, tick)).join('\n');
  await showManifest(turn, deps, isRefused ? trip : ticked.trip, Number(page) || 0, news || undefined);
}

/** Whoever came second sees the manifest as it is, and why nothing was done. */
async function tryTick(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  ticking: Ticking,
): Promise<Ticked | UserError> {
  try {
    return await tickRiders(turn, deps, trip, ticking);
  } catch (error) {
    if (error instanceof UserError && SEAT_REFUSAL.test(error.code)) return error;
    throw error;
  }
}

/** "All aboard" and "All arrived" of the manifest as it was shown. */
export async function pressAll(
  turn: Turn,
  deps: TripDeps,
  [number, tick, version, page]: readonly string[],
): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const trip = await tripNumbered(turn, readNumber(number));
  if (tick !== 'board' && tick !== 'arrive') throw new UserError('staff:error.old-button');
  if (Number(version) !== trip.version) {
    const news = turn.t(turn.locale, 'staff-trips:error.changed', { number: trip.number });
    return showManifest(turn, deps, trip, Number(page) || 0, news);
  }
  const ids = allOf(trip, await listSeats(turn.tx, trip.id), tick);
  const ticked = await tickRiders(turn, deps, trip, { tick, personIds: ids });
  const news = (await warnings(turn, ticked, tick)).join('\n');
  await showManifest(turn, deps, ticked.trip, undefined, news || undefined);
}
