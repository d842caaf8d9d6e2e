/** A trip should have been there and people of it have not been seen: the team hears of it once. */
import type { Work } from '../../conversation/feature.ts';
import { shortTime } from '../../domain/short-time.ts';
import { expectedArrival } from '../../domain/trip.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import { teamFor } from '../../store/routing.ts';
import { listSeats } from '../../store/trip-seats.ts';
import { type TripRecord, takeLateTrips } from '../../store/trips.ts';
import { manifestChoice } from './tick-result.ts';
import { riderNames, type TripDeps, wayOf, zoneOf } from './trip-at-hand.ts';

/** Trips told of at one go; the next go tells of the next. */
const AT_ONCE = 50;
const NAMED = 40;

/** Takes what is due, also what fell due while nothing ran. */
export async function tellLate(work: Work, deps: TripDeps): Promise<void> {
  for (const trip of await takeLateTrips(work.tx, work.now, AT_ONCE)) {
    if (trip.state === 'under-way' || trip.state === 'arrived') await tell(work, deps, trip);
  }
}

/** To the chats of the team that moves people there, and to whoever planned it. */
async function tell(work: Work, deps: TripDeps, trip: TripRecord): Promise<void> {
  const { tx, now, t } = work;
  const waiting = (await listSeats(tx, trip.id)).filter(({ state }) => state === 'boarded');
  if (waiting.length === 0) return;
  const zone = await zoneOf(work, deps, trip);
  const expected = expectedArrival(trip);
  const write = (locale: string) => ({
    text: t(locale, 'staff-trips:late', {
      number: trip.number,
      way: wayOf(trip),
      vehicle: [trip.vehicle, trip.driver].filter(Boolean).join(' · ') || '–',
      time: expected ? shortTime(expected, now, zone) : '–',
      count: waiting.length,
      names: `${riderNames(waiting.slice(0, NAMED))}${waiting.length > NAMED ? ' …' : ''}`,
    }),
    choices: [[manifestChoice(work, trip, locale)]],
  });
  const facts = { siteId: trip.toSiteId ?? trip.fromSiteId, jurisdiction: null, need: 'transfer' as const };
  const team = await teamFor(tx, facts, now);
  const key = `triplate:${trip.id}:${trip.version}`;
  await tellTeam(work, team?.id, { key, locale: deps.locale }, write);
  const planner = await deps.desk.reachStaff(work, trip.createdBy, '');
  if (planner) await work.say(planner.target, write(planner.locale), { key: `${key}:${trip.createdBy}` });
}
