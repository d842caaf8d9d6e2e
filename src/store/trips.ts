/** Trips; every change by compare-and-set. Who is on them: trip-seats.ts. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import type { CountedTrip } from '../domain/trip/totals.ts';
import { OPEN_TRIPS, type Purpose, type SeatState, type TripState, UNACCOUNTED } from '../domain/trip.ts';
import { toRecord, toRow } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A trip as stored. */
export interface TripRecord {
  readonly id: string;
  readonly number: number;
  readonly vehicle: string | null;
  readonly driver: string | null;
  readonly kilometres: number | null;
  readonly fromPlace: string;
  readonly fromSiteId: string | null;
  readonly toPlace: string;
  readonly toSiteId: string | null;
  readonly purpose: Purpose;
  readonly plannedFor: Temporal.Instant | null;
  readonly plannedArrivalAt: Temporal.Instant | null;
  readonly state: TripState;
  readonly departedAt: Temporal.Instant | null;
  readonly arrivedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  /** When the team is told that people on it have not arrived. */
  readonly lookAt: Temporal.Instant | null;
  readonly reason: string | null;
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
  readonly version: number;
}

/** States as SQL lists them. */
export const listed = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');
const OPEN = listed(OPEN_TRIPS);

/** People on open trips whom somebody still has to see: `person_id`, `trip`, `trip_state` and `state`. */
export const ON_TRIPS = `select x.person_id, tr.id as trip_id, tr.number as trip, tr.state as trip_state, x.state
  from trip_seat x join trip tr on tr.id = x.trip_id
  where tr.state in (${OPEN}) and x.state in (${listed(UNACCOUNTED)})`;

/** A trip as `to_jsonb` gives it. */
export function toTrip(row: Record<string, unknown>): TripRecord {
  const trip = toRecord<TripRecord & { plannedFor: unknown }>(row);
  const planned = trip.plannedFor;
  return { ...trip, plannedFor: typeof planned === 'string' ? Temporal.Instant.from(planned) : null };
}

/** What a new trip starts with. */
export type NewTrip = Omit<
  TripRecord,
  | 'id'
  | 'number'
  | 'state'
  | 'departedAt'
  | 'arrivedAt'
  | 'closedAt'
  | 'lookAt'
  | 'reason'
  | 'createdAt'
  | 'version'
>;

/** Adds a trip. */
export async function addTrip(tx: Tx, fields: NewTrip, now: Temporal.Instant): Promise<TripRecord> {
  const client = await sql(tx);
  const row = { ...toRow(fields), id: randomUUIDv7(), created_at: toIso(now) };
  const [added] = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `insert into trip (id, vehicle, driver, kilometres, from_place, from_site_id, to_place, to_site_id, purpose,
       planned_for, planned_arrival_at, created_by, created_at)
     select id, vehicle, driver, kilometres, from_place, from_site_id, to_place, to_site_id, purpose, planned_for,
       planned_arrival_at, created_by, created_at from jsonb_populate_record(null::trip, $1::jsonb)
     returning to_jsonb(trip) as row`,
    JSON.stringify(row),
  );
  if (!added) throw new Error('a trip was not added');
  return toTrip(added.row);
}

/** The trip with this number; nobody else changes it, or anybody on it, until this transaction ends. */
export async function lockTrip(tx: Tx, number: number): Promise<TripRecord | undefined> {
  const client = await sql(tx);
  const [found] = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(t) as row from trip t where number = ${number}::int for update`;
  return found && toTrip(found.row);
}

/** The trip with this number, to look at. */
export async function findTrip(db: Reader, number: number): Promise<TripRecord | undefined> {
  const client = await sql(db);
  const [found] = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(t) as row from trip t where number = ${number}::int`;
  return found && toTrip(found.row);
}

/** What may change of a trip. */
export type TripChange = Partial<Omit<TripRecord, 'id' | 'number' | 'createdBy' | 'createdAt' | 'version'>>;

/** Changes a trip unless somebody was first; an empty change only counts its version up. */
export async function changeTrip(
  tx: Tx,
  before: Pick<TripRecord, 'id' | 'version'>,
  change: TripChange,
): Promise<TripRecord | undefined> {
  const client = await sql(tx);
  const row = toRow(change);
  const sets = Object.keys(row).map((column) => `"${column}" = r."${column}"`);
  const [changed] = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `update trip t set ${[...sets, 'version = t.version + 1'].join(', ')}
     from jsonb_populate_record(null::trip, $3::jsonb) r
     where t.id = $1::uuid and t.version = $2::int returning to_jsonb(t) as row`,
    before.id,
    before.version,
    JSON.stringify(row),
  );
  return changed && toTrip(changed.row);
}

/** A trip with how many of its people stand where. */
export interface TripCount {
  readonly trip: TripRecord;
  readonly counts: Readonly<Partial<Record<SeatState, number>>>;
}

/** Open trips, the next first; with `until`, only those begun, those planned before then, and those with somebody missing. */
export async function listOpenTrips(
  db: Reader,
  limit: number,
  until?: Temporal.Instant,
): Promise<TripCount[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown>; counts: TripCount['counts'] }[]>(
    `select to_jsonb(t) as row, coalesce((select jsonb_object_agg(state, count) from (
         select state, count(*)::int as count from trip_seat where trip_id = t.id group by state) c), '{}') as counts
     from trip t where state in (${OPEN})
       and ($2::timestamptz is null or state in ('boarding', 'under-way', 'arrived')
         or planned_for < $2::timestamptz or exists (
           select 1 from trip_seat x where x.trip_id = t.id and x.state = 'missing'))
     order by coalesce(departed_at, planned_for) nulls last, number limit $1::int`,
    limit,
    until ? toIso(until) : null,
  );
  return rows.map(({ row, counts }) => ({ trip: toTrip(row), counts }));
}

/** Somebody on an open trip whom nobody has seen at its end yet. */
export interface Unaccounted {
  readonly personId: string;
  readonly name: string | null;
  readonly room: string | null;
  /** The trip's number. */
  readonly trip: number;
  readonly tripState: TripState;
  readonly state: SeatState;
  /** The emergency that looks for them. */
  readonly ticket: number | null;
}

/** Everybody on an open trip who is unaccounted for, the missing first; with `state` only those. */
export async function listUnaccounted(db: Reader, state?: SeatState): Promise<Unaccounted[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<Unaccounted[]>(
    `select o.person_id::text as "personId", p.name, p.room, o.trip, o.trip_state as "tripState", o.state,
       t.number as ticket
     from (${ON_TRIPS}) o join person p on p.id = o.person_id
     join trip_seat x on x.trip_id = o.trip_id and x.person_id = o.person_id
     left join ticket t on t.id = x.ticket_id
     where $1::text is null or o.state = $1::text
     order by o.state = 'missing' desc, o.trip, p.name, o.person_id`,
    state ?? null,
  );
}

/** Trips that departed within these days of this zone, with how many were on them. */
export async function listCounted(
  db: Reader,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  zone: string,
): Promise<(CountedTrip & { readonly number: number })[]> {
  const client = await sql(db);
  const start = from.toZonedDateTime(zone).toInstant();
  const end = to.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  const rows = await client.$queryRawUnsafe<
    { number: number; departed: Date; people: number; kilometres: number | null }[]
  >(
    `select number, departed_at as departed, kilometres::float8 as kilometres,
       (select count(*)::int from trip_seat x where x.trip_id = t.id and x.state in ('boarded', 'arrived')) as people
     from trip t where departed_at >= $1::timestamptz and departed_at < $2::timestamptz and state <> 'cancelled'
     order by departed_at, number`,
    toIso(start),
    toIso(end),
  );
  return rows.map(({ departed, ...trip }) => ({
    ...trip,
    day: Temporal.Instant.fromEpochMilliseconds(departed.getTime())
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString(),
  }));
}

/** Trips whose arrival is overdue and of which nobody was told: taken once, whoever asks. */
export async function takeLateTrips(tx: Tx, now: Temporal.Instant, limit: number): Promise<TripRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `update trip t set look_at = null where id in (
       select id from trip where look_at <= $1::timestamptz order by look_at limit $2::int for update skip locked)
     returning to_jsonb(t) as row`,
    toIso(now),
    limit,
  );
  return rows.map(({ row }) => toTrip(row));
}

/** The key under which a message was queued that stands in a chat; undefined for a message of somebody else's. */
export async function findKeyOf(
  db: Reader,
  { account, chat, ref }: { readonly account: string; readonly chat: string; readonly ref: string },
): Promise<string | undefined> {
  const client = await sql(db);
  const [row] = await client.$queryRaw<{ key: string }[]>`
    select dedupe_key as key from outgoing where account = ${account} and chat = ${chat} and sent_ref = ${ref}
      and kind = 'message' order by id limit 1`;
  return row?.key;
}
