/** Who is on a trip, and what becomes of them when they arrive; every seat by compare-and-set. */
import { toIso } from '../clock.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import type { SeatState } from '../domain/trip.ts';
import { type PersonRecord, type TicketRecord, toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';
import { listed, ON_TRIPS, type TripRecord, toTrip } from './trips.ts';

/** One of a manifest, with who they are. */
export interface SeatRecord {
  readonly tripId: string;
  readonly personId: string;
  readonly state: SeatState;
  readonly boardedAt: Temporal.Instant | null;
  readonly boardedBy: string | null;
  readonly arrivedAt: Temporal.Instant | null;
  readonly arrivedBy: string | null;
  readonly reason: string | null;
  readonly ticketId: string | null;
  /** When and where they would go, as they were told last. */
  readonly told: string | null;
  readonly name: string | null;
  readonly room: string | null;
  /** The site they are at, or are expected at. */
  readonly siteId: string | null;
}

/** Everybody on the manifest, by name. */
export async function listSeats(db: Reader, tripId: string): Promise<SeatRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(x) || jsonb_build_object('name', p.name, 'room', p.room, 'site_id', p.site_id) as row
    from trip_seat x join person p on p.id = x.person_id where x.trip_id = ${tripId}::uuid
    order by lower(p.name) nulls last, x.person_id`;
  return rows.map(({ row }) => toRecord<SeatRecord>(row));
}

/** Puts people on a manifest; whoever was taken off it is on it again. */
export async function addSeats(tx: Tx, tripId: string, personIds: readonly string[]): Promise<void> {
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `insert into trip_seat (trip_id, person_id) select $1::uuid, unnest($2::uuid[])
     on conflict (trip_id, person_id) do update set state = 'listed', boarded_at = null, boarded_by = null,
       reason = null where trip_seat.state = 'off'`,
    tripId,
    personIds,
  );
}

/** What becomes of seats. */
export interface SeatWrite {
  readonly to: SeatState;
  readonly from: readonly SeatState[];
  readonly at: Temporal.Instant;
  readonly by: string;
  readonly reason?: string | undefined;
  readonly ticketId?: string | undefined;
}

/** Moves those that still stand where they should; the people whose seats they are. */
export async function tickSeats(
  tx: Tx,
  tripId: string,
  personIds: readonly string[],
  { to, from, at, by, reason, ticketId }: SeatWrite,
): Promise<string[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ id: string }[]>(
    `update trip_seat set state = $3::text, reason = coalesce($6::text, reason), ticket_id = coalesce($7::uuid, ticket_id),
       boarded_at = case $3::text when 'boarded' then $5::timestamptz when 'listed' then null else boarded_at end,
       boarded_by = case $3::text when 'boarded' then $8::uuid when 'listed' then null else boarded_by end,
       arrived_at = case $3::text when 'arrived' then $5::timestamptz else arrived_at end,
       arrived_by = case $3::text when 'arrived' then $8::uuid else arrived_by end
     where trip_id = $1::uuid and person_id = any($2::uuid[]) and state = any($4::text[])
     returning person_id::text as id`,
    tripId,
    personIds,
    to,
    [...from],
    toIso(at),
    reason ?? null,
    ticketId ?? null,
    by,
  );
  return rows.map(({ id }) => id);
}

/** Keeps what people were told; null where it holds no more. */
export async function keepTold(
  tx: Tx,
  tripId: string,
  personIds: readonly string[],
  told: string | null,
): Promise<void> {
  if (personIds.length === 0) return;
  const client = await sql(tx);
  await client.$executeRaw`update trip_seat set told = ${told}
    where trip_id = ${tripId}::uuid and person_id = any(${personIds}::uuid[])`;
}

/** Those of these people who are on other open trips; they are put on no other one until this transaction ends. */
export async function listOtherTrips(
  tx: Tx,
  tripId: string,
  personIds: readonly string[],
): Promise<{ readonly personId: string; readonly name: string | null; readonly trip: TripRecord }[]> {
  const client = await sql(tx);
  await client.$queryRawUnsafe(
    `select id from person where id = any($1::uuid[]) order by id for no key update`,
    personIds,
  );
  const rows = await client.$queryRawUnsafe<
    { person_id: string; name: string | null; row: Record<string, unknown> }[]
  >(
    `select o.person_id::text, p.name, to_jsonb(t) as row from (${ON_TRIPS}) o
     join trip t on t.id = o.trip_id join person p on p.id = o.person_id
     where o.person_id = any($2::uuid[]) and o.trip_id <> $1::uuid order by p.name, t.number`,
    tripId,
    personIds,
  );
  return rows.map(({ person_id: personId, name, row }) => ({ personId, name, trip: toTrip(row) }));
}

/** People of a flight whose stay lasts; with a day, only those who entered on it. */
export async function listFlight(
  db: Reader,
  flight: string,
  day: Temporal.PlainDate | null,
): Promise<{ readonly personId: string; readonly day: string | null; readonly hasCome: boolean }[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<{ personId: string; day: string | null; hasCome: boolean }[]>(
    `select s.person_id::text as "personId", s.entry_on::text as day, s.state <> 'expected' as "hasCome"
     from stay s where s.flight = $1 and s.ended_at is null and ($2::date is null or s.entry_on = $2::date)
     order by s.person_id`,
    flight,
    day?.toString() ?? null,
  );
}

/** These people. */
export async function listPeople(db: Reader, ids: readonly string[]): Promise<PersonRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(p) as row from person p where id = any($1::uuid[]) order by lower(name) nulls last, id`,
    ids,
  );
  return rows.map(({ row }) => toRecord<PersonRecord>(row));
}

/** Open tickets about these people, oldest first. */
export async function listOpenTickets(db: Reader, personIds: readonly string[]): Promise<TicketRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t
     where person_id = any($1::uuid[]) and state in (${listed(OPEN_STATES)}) order by number`,
    personIds,
  );
  return rows.map(({ row }) => toRecord<TicketRecord>(row));
}

/** People are somewhere else now: the room they had is not theirs any more. Without a site they keep theirs. */
export async function movePeople(
  tx: Tx,
  people: readonly { readonly personId: string; readonly room: string | null }[],
  siteId: string | null,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `update person p set site_id = coalesce($2::uuid, p.site_id), room = r.room
     from jsonb_to_recordset($1::jsonb) as r("personId" uuid, room text) where p.id = r."personId"`,
    JSON.stringify(people),
    siteId,
  );
  for (const { personId } of people) tx.changed.add(personId);
}

/** Notes which ticket looks after these people of a manifest. */
export async function linkSeats(
  tx: Tx,
  tripId: string,
  personIds: readonly string[],
  ticketId: string,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update trip_seat set ticket_id = ${ticketId}::uuid
    where trip_id = ${tripId}::uuid and person_id = any(${personIds}::uuid[])`;
}
