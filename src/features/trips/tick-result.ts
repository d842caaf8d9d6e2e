/** What a colleague reads after a tick: with whom it was done, who could not, and what is left to do. */
import type { Turn, Work } from '../../conversation/feature.ts';
import type { Choice } from '../../domain/message.ts';
import { ALL_MEANS, OPEN_TRIPS, type Tick } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import type { SeatRecord } from '../../store/trip-seats.ts';
import type { TripRecord } from '../../store/trips.ts';
import { peopleText } from './draw-manifest.ts';
import { notLetGo } from './settle-arrivals.ts';
import type { Ticked } from './tick-riders.ts';
import { riderName, riderNames } from './trip-at-hand.ts';

/** The button that shows the manifest. */
export const manifestChoice = ({ t }: Pick<Work, 't'>, { number }: TripRecord, locale: string): Choice => ({
  id: `trip:${number}`,
  label: t(locale, 'staff-trips:button.manifest', { number }),
});

const NAMED = 20;

/** Whom it was done with, who could not, how many are left, and what is asked for next. */
export function resultText(turn: Turn, { trip, seats, done, refused, ticket }: Ticked, tick: Tick): string {
  const { t, locale } = turn;
  const names = done.length > NAMED ? `${riderNames(done.slice(0, NAMED))} …` : riderNames(done);
  const lines = [
    t(locale, `staff-trips:did.${tick}`, { number: trip.number, count: done.length, names }),
    ...refused.map(({ code, params }) => t(locale, code, params)),
    peopleText(turn, locale, seats),
  ];
  if (ticket) lines.push(t(locale, `staff-trips:ticket.${tick}`, { ticket }));
  return lines.join('\n');
}

/** What still has to be done for those who were just ticked. */
export async function warnings(turn: Turn, { trip, seats, done }: Ticked, tick: Tick): Promise<string[]> {
  const rooms = tick === 'arrive' ? roomless(turn, trip, seats) : [];
  const going = tick === 'arrive' || tick === 'board' ? await notLetGo(turn, trip, done) : [];
  const names = riderNames(going.slice(0, NAMED));
  const stay = going.length > 0 ? [turn.t(turn.locale, 'staff-trips:not-let-go', { names })] : [];
  return [...rooms, ...stay];
}

/** Those who have arrived at a site, and whose room nobody said yet. */
function roomless({ t, locale }: Turn, trip: TripRecord, seats: readonly SeatRecord[]): string[] {
  if (!trip.toSiteId || trip.purpose === 'hospital' || trip.purpose === 'release') return [];
  const without = seats.filter(({ state, room }) => state === 'arrived' && !room);
  const [first] = without;
  if (!first) return [];
  const names = `${riderNames(without.slice(0, NAMED))}${without.length > NAMED ? ' …' : ''}`;
  const params = { number: trip.number, count: without.length, names, name: riderName(first) };
  return [t(locale, 'staff-trips:roomless', params)];
}

/** Whom "all" means; throws when that is nobody. */
export function allOf(trip: TripRecord, seats: readonly SeatRecord[], tick: 'board' | 'arrive'): string[] {
  const ids = seats.filter(({ state }) => state === ALL_MEANS[tick]).map(({ personId }) => personId);
  const isOpen = OPEN_TRIPS.includes(trip.state);
  if (ids.length === 0 && isOpen)
    throw new UserError(`staff-trips:error.none-to-${tick}`, { number: trip.number });
  return ids;
}
