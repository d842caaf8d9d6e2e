/** Whoever arrived is somewhere else now: their stay, their room, and who looks after their tickets. */
import type { Turn } from '../../conversation/feature.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { findPerson, updatePerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { teamFor } from '../../store/routing.ts';
import { addStay, listStays, type StayRecord, type StayWrite, updateStays } from '../../store/stays.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import { listOpenTickets, listPeople, movePeople, type SeatRecord } from '../../store/trip-seats.ts';
import type { TripRecord } from '../../store/trips.ts';
import { tellArrived, tellRoom } from './tell-travellers.ts';
import { riderName, type TripDeps } from './trip-at-hand.ts';

/** Does everything that follows from these people's arrival, and tells them. */
export async function settleArrivals(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  seats: readonly SeatRecord[],
  rooms: ReadonlyMap<string, string>,
): Promise<void> {
  const people = seats.map((seat) => ({ ...seat, newRoom: rooms.get(seat.personId) ?? keptFor(trip, seat) }));
  const ids = seats.map(({ personId }) => personId);
  await movePeople(
    turn.tx,
    people.map(({ personId, newRoom }) => ({ personId, room: newRoom })),
    trip.purpose === 'release' ? null : trip.toSiteId,
  );
  await moveStays(turn, trip, ids);
  if (trip.toSiteId && trip.purpose !== 'release') await moveTickets(turn, deps, trip, trip.toSiteId, seats);
  await tellArrived(turn, deps, trip, people);
}

/** The room that the list has for them at the place they have come to. */
const keptFor = ({ purpose, toSiteId }: TripRecord, { siteId, room }: SeatRecord): string | null =>
  purpose === 'arrival' && toSiteId !== null && siteId === toSiteId ? room : null;

/** The room of somebody who arrived before it was known. */
export async function moveIn(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  seats: readonly SeatRecord[],
  rooms: ReadonlyMap<string, string>,
): Promise<void> {
  for (const seat of seats) {
    const room = rooms.get(seat.personId);
    if (!room) continue;
    await updatePerson(turn.tx, seat.personId, { room });
    turn.tx.changed.add(seat.personId);
    const person = await findPerson(turn.tx, seat.personId);
    const tickets = await listOpenTickets(turn.tx, [seat.personId]);
    if (person) await turn.emit({ type: 'profile.changed', person, tickets, inboundId: turn.inboundId });
    await tellRoom(turn, deps, trip, [seat], room);
  }
}

/** Nobody has said yet that they may go: the release (src/features/release) is a decision of its own. */
const isNotLetGo = ({ state, endedAt }: StayRecord): boolean =>
  endedAt === null && state !== 'home' && state !== 'released';

/** Those of a trip that takes people away who were not let go before. */
export async function notLetGo(
  turn: Turn,
  { purpose }: TripRecord,
  seats: readonly SeatRecord[],
): Promise<SeatRecord[]> {
  if (purpose !== 'release' || seats.length === 0) return [];
  const stays = await listStays(turn.tx, { people: seats.map(({ personId }) => personId) });
  const ids = new Set(stays.filter(isNotLetGo).map(({ personId }) => personId));
  return seats.filter(({ personId }) => ids.has(personId));
}

/** A first arrival is kept: days may be counted from it. Whoever leaves without having been let go has only left. */
async function moveStays(turn: Turn, trip: TripRecord, ids: readonly string[]): Promise<void> {
  const { tx, now, actor } = turn;
  const { purpose, toSiteId } = trip;
  const known = await listStays(tx, { people: ids });
  const before = known.filter(({ endedAt }) => endedAt === null);
  const comes = purpose === 'transfer' || purpose === 'arrival';
  const created: string[] = [];
  for (const personId of comes ? ids.filter((id) => !before.some((stay) => stay.personId === id)) : [])
    created.push(await addStay(tx, personId, toSiteId, 'here', now));
  const arrivedAt = trip.arrivedAt ?? now;
  const idsOf = (stays: readonly StayRecord[]): string[] => stays.map(({ id }) => id);
  const site = toSiteId ? { siteId: toSiteId } : {};
  if (comes) {
    const first = before.filter((stay) => stay.arrivedAt === null);
    const write: StayWrite = { ...site, state: 'here' };
    await updateStays(tx, [...idsOf(first), ...created], { ...write, arrivedAt });
    await updateStays(tx, idsOf(before.filter((stay) => stay.arrivedAt !== null)), write);
  } else if (purpose === 'hospital') await updateStays(tx, idsOf(before), { ...site, state: 'hospital' });
  else await updateStays(tx, idsOf(before.filter(isNotLetGo)), { state: 'left' });
  const stayIds = [...idsOf(before), ...created];
  for (const stay of await listStays(tx, { ids: stayIds })) {
    const was = before.find(({ id }) => id === stay.id) ?? null;
    await turn.emit({ type: 'stay.moved', before: was, stay, actor });
  }
  if (stayIds.length > 0) await turn.emit({ type: 'stays.changed', stayIds, actor });
}

/**
 * Every open ticket is about the new place now. What nobody has taken on goes to the team of that place; what somebody
 * has stays with them, who are told. A guests' group of the place they left learns nothing more of it.
 */
async function moveTickets(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  siteId: string,
  seats: readonly SeatRecord[],
): Promise<void> {
  const { tx, now } = turn;
  const ids = seats.map(({ personId }) => personId);
  const tickets = await listOpenTickets(tx, ids);
  if (tickets.length === 0) return;
  const people = new Map((await listPeople(tx, ids)).map((person) => [person.id, person]));
  for (const before of tickets) {
    const { jurisdiction = null, care } = people.get(before.personId) ?? {};
    const facts = { siteId, jurisdiction, care, need: before.need };
    const team = before.ownerId === null ? await teamFor(tx, facts, now) : undefined;
    await moveTicket(turn, before, trip, {
      siteId,
      ...(team ? { teamId: team.id } : {}),
      ...(before.privateChat ? { groupChat: null } : {}),
    });
    const seat = seats.find(({ personId }) => personId === before.personId);
    if (!before.ownerId || before.ownerId === turn.actor.id || !seat) continue;
    await deps.desk.tellStaff(
      turn,
      before,
      before.ownerId,
      `moved:${before.id}:${trip.id}:${before.ownerId}`,
      (locale) => ({
        text: turn.t(locale, 'staff-trips:owner-moved', {
          number: before.number,
          name: riderName(seat),
          place: trip.toPlace,
        }),
      }),
    );
  }
}

async function moveTicket(
  turn: Turn,
  before: TicketRecord,
  trip: TripRecord,
  change: TicketChange,
): Promise<void> {
  const { tx, now, actor, inbound } = turn;
  const ticket = await changeTicket(tx, before, { states: OPEN_STATES, ownerId: before.ownerId }, change, {
    actor,
    action: 'ticket.move',
    channel: inbound.account,
    now,
  });
  if (!ticket) return;
  const params = { site: trip.toPlace };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'moved', params, actor });
}
