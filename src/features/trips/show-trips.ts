/** `/trip`: what is under way and what is planned. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { type SeatState, stateKey } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { findTrip, listOpenTrips, type TripCount } from '../../store/trips.ts';
import { showManifest } from './draw-manifest.ts';
import { readNumber, startText, type TripDeps, wayOf, zoneOf } from './trip-at-hand.ts';

const MOST = 30;

/** Every open trip in a line, with a button for each. */
export async function showTrips(turn: Turn, deps: TripDeps): Promise<void> {
  assertCan(turn.actor, 'trip.read');
  const { t, locale } = turn;
  const open = await listOpenTrips(turn.tx, MOST + 1);
  if (open.length === 0) return turn.reply({ text: t(locale, 'staff-trips:none') });
  const shown = open.slice(0, MOST);
  const lines = await Promise.all(shown.map((one) => lineOf(turn, deps, one)));
  const head = t(locale, 'staff-trips:list', { count: shown.length });
  const buttons = shown.map(
    ({ trip: { number } }): Choice => ({ id: `trip:${number}`, label: `🚌 ${number}` }),
  );
  const choices = Array.from({ length: Math.ceil(buttons.length / 5) }, (_row, at) =>
    buttons.slice(at * 5, at * 5 + 5),
  );
  const more = open.length > MOST ? ['…'] : [];
  await turn.reply({ text: [head, ...lines, ...more].join('\n'), choices, card: true });
}

async function lineOf(turn: Turn, deps: TripDeps, { trip, counts }: TripCount): Promise<string> {
  const { t, locale } = turn;
  const count = (state: SeatState): number => counts[state] ?? 0;
  const on = count('listed') + count('boarded') + count('arrived') + count('missing');
  const seen = trip.departedAt ? count('arrived') : count('boarded');
  const parts = [
    `${trip.number}`,
    t(locale, stateKey(trip.state)),
    startText(turn, trip, await zoneOf(turn, deps, trip), locale),
    wayOf(trip),
    `${seen}/${on}`,
    ...(count('missing') > 0 ? [t(locale, 'staff-trips:count.missing', { count: count('missing') })] : []),
  ];
  return parts.join(' · ');
}

/** The manifest of a trip, open or over. */
export async function showTrip(
  turn: Turn,
  deps: TripDeps,
  [number, page]: readonly (string | undefined)[],
): Promise<void> {
  assertCan(turn.actor, 'trip.read');
  const known = readNumber(number);
  const trip = await findTrip(turn.tx, known);
  if (!trip) throw new UserError('staff-trips:error.no-trip', { number: known });
  await showManifest(turn, deps, trip, page === undefined ? undefined : Number(page) || 0);
}
