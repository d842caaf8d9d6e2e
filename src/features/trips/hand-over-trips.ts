/** The handover sheet's section of trips: whoever is missing, what is under way, and what the next shift has to drive. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import type { SheetLine, SheetPart } from '../../domain/handover.ts';
import { isolate } from '../../domain/isolate.ts';
import { stateKey } from '../../domain/trip.ts';
import { candidatesFor } from '../../store/routing.ts';
import { listOpenTrips, listUnaccounted, type TripCount, type TripRecord } from '../../store/trips.ts';
import { wayOf } from './trip-at-hand.ts';

const MOST = 100;

/** Adds the trips that this team looks after. */
export async function handOverTrips(
  work: Work,
  { teamId, startsAt, endsAt, add }: Extract<DomainEvent, { type: 'handover.posting' }>,
): Promise<void> {
  // The next shift is taken to be as long as this one.
  const until = endsAt.add({ milliseconds: endsAt.epochMilliseconds - startsAt.epochMilliseconds });
  const trips: TripCount[] = [];
  for (const one of await listOpenTrips(work.tx, MOST, until))
    if (await isTheirs(work, one.trip, teamId)) trips.push(one);
  if (trips.length === 0) return;
  const numbers = new Set(trips.map(({ trip }) => trip.number));
  const missing = (await listUnaccounted(work.tx, 'missing')).filter(({ trip }) => numbers.has(trip));
  const lines: SheetLine[] = [
    ...missing.map(({ trip, name, room, ticket }): SheetLine => {
      const params = { number: trip, name: isolate(name ?? '?') };
      const parts: SheetPart[] = [{ key: 'staff-trips:sheet.missing', params }];
      if (room) parts.push({ key: 'staff:card.room', params: { room } });
      if (ticket) parts.push(`#${ticket}`);
      return { parts };
    }),
    ...trips.map(({ trip, counts }): SheetLine => {
      const at = trip.departedAt ?? trip.plannedFor;
      const people =
        (counts.listed ?? 0) + (counts.boarded ?? 0) + (counts.arrived ?? 0) + (counts.missing ?? 0);
      return {
        parts: [
          { key: 'staff-trips:sheet.trip', params: { number: trip.number } },
          { key: stateKey(trip.state) },
          ...(at ? [{ key: 'staff-trips:sheet.at', at: at.toString() }] : []),
          wayOf(trip),
          { key: 'staff-trips:people', params: { count: people } },
        ],
      };
    }),
  ];
  add({ title: 'staff-trips:section', lines });
}

/** A trip belongs to whichever teams move people from or to its sites, and to the one that takes what nobody takes. */
async function isTheirs(work: Work, trip: TripRecord, teamId: string): Promise<boolean> {
  for (const siteId of new Set([trip.toSiteId, trip.fromSiteId])) {
    const facts = { siteId, jurisdiction: null, need: 'transfer' as const };
    const teams = await candidatesFor(work.tx, facts, work.now);
    if (teams.some(({ team }) => team.id === teamId)) return true;
  }
  return false;
}
