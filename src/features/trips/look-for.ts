/** Tickets that a trip gives rise to: somebody is missing, or would not go. */
import type { Turn } from '../../conversation/feature.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import type { Tick } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { findPerson } from '../../store/people.ts';
import type { PersonRecord, TicketRecord } from '../../store/records.ts';
import { addEntry, changeTicket, findTicket } from '../../store/tickets.ts';
import { listOpenTickets, type SeatRecord } from '../../store/trip-seats.ts';
import type { TripRecord } from '../../store/trips.ts';
import { houseLocale, riderNames, type TripDeps, wayOf } from './trip-at-hand.ts';

/** An emergency that pages people at once; one that looks for them already is gone on with. */
export async function raiseMissing(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  seat: SeatRecord,
): Promise<TicketRecord> {
  const text = sentence(turn, deps, trip, seat.boardedAt ? 'missing.boarded' : 'missing.listed', [seat]);
  const known = seat.ticketId ? await findTicket(turn.tx, seat.ticketId) : undefined;
  if (known && OPEN_STATES.includes(known.state) && known.urgency === 'emergency' && !known.ownerId) {
    // Nobody has taken it on yet: it pages again from now.
    const again = await note(turn, deps, known, text, { nextPageAt: turn.now });
    if (again) return again;
  }
  const person = await personOf(turn, seat);
  const { actor, inbound } = turn;
  return deps.people.open(turn, {
    person,
    need: 'transfer',
    urgency: 'emergency',
    summary: text,
    actor,
    channel: inbound.account,
  });
}

/** The search is over: its ticket says so and pages nobody any more; whoever has it closes it. */
export async function noteFound(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  seats: readonly SeatRecord[],
  tick: Tick,
): Promise<void> {
  for (const seat of seats) {
    const ticket = seat.ticketId ? await findTicket(turn.tx, seat.ticketId) : undefined;
    if (!ticket || !OPEN_STATES.includes(ticket.state)) continue;
    await note(turn, deps, ticket, sentence(turn, deps, trip, `found.${tick}`, [seat]), { nextPageAt: null });
  }
}

/** The open ticket about a transfer of one of those who would not go, or a new one. */
export async function raiseRefused(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  seats: readonly SeatRecord[],
  reason: string,
): Promise<TicketRecord> {
  const text = `${sentence(turn, deps, trip, 'refused', seats)} ${reason}`.trim();
  const open = await listOpenTickets(
    turn.tx,
    seats.map(({ personId }) => personId),
  );
  const known = open.find(({ need }) => need === 'transfer');
  if (known) return (await note(turn, deps, known, text, {})) ?? known;
  // A child's ticket is about whoever decides for it.
  const [first] = seats;
  if (!first) throw new UserError('common:error.old-choice');
  const { actor, inbound } = turn;
  return deps.people.open(turn, {
    person: await personOf(turn, first),
    need: 'transfer',
    urgency: 'high',
    summary: text,
    actor,
    channel: inbound.account,
  });
}

async function personOf({ tx }: Turn, { personId }: SeatRecord): Promise<PersonRecord> {
  const person = await findPerson(tx, personId);
  if (!person) throw new UserError('common:error.old-choice');
  return person;
}

function sentence(
  { t, staff }: Turn,
  deps: TripDeps,
  trip: TripRecord,
  key: string,
  seats: readonly SeatRecord[],
): string {
  const names = riderNames(seats);
  return t(houseLocale(deps), `staff-trips:${key}`, {
    number: trip.number,
    way: wayOf(trip),
    vehicle: trip.vehicle ?? '–',
    names,
    by: staff?.name ?? '–',
  });
}

/** A line in the transcript, on the cards, and for whoever has the ticket. */
async function note(
  turn: Turn,
  { desk }: TripDeps,
  before: TicketRecord,
  text: string,
  change: { readonly nextPageAt?: Temporal.Instant | null },
): Promise<TicketRecord | undefined> {
  const { tx, now, actor, inbound, staff } = turn;
  const ticket = await changeTicket(tx, before, { states: OPEN_STATES }, change, {
    actor,
    action: 'ticket.note',
    channel: inbound.account,
    now,
  });
  if (!ticket) return undefined;
  addEntry(tx, { ticketId: ticket.id, kind: 'note', at: now, text, staffId: actor.id });
  await turn.emit({
    type: 'ticket.changed',
    ticket,
    before,
    what: 'noted',
    params: { name: staff?.name },
    actor,
  });
  if (ticket.ownerId && ticket.ownerId !== actor.id) {
    const key = `tripnote:${turn.inboundId}:${ticket.id}`;
    await desk.tellStaff(turn, ticket, ticket.ownerId, key, () => ({ text: `#${ticket.number} · ${text}` }));
  }
  return ticket;
}

/** Whether a reason says that somebody would not go. */
export const isRefusal = (reason: string): boolean =>
  /^(?:refus|will not|won't|does not want|拒绝|拒絕|不愿|不願|不肯|不想)/iu.test(reason.trim());
