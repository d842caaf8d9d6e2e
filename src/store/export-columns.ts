/** Where the columns of exports come from: an expression for each, over the sources of export-rows.ts. */
import type { ColumnKey, ExportKind } from '../domain/export/columns.ts';

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;
const minutes = (from: string, to: string): string =>
  `round((extract(epoch from ${to} - ${from}) / 60)::numeric, 1)`;
const seatsThat = (condition: string): string =>
  `(select count(*)::int from trip_seat c where c.trip_id = r.id and ${condition})`;
const staffName = (column: string): string => `(select name from staff where id = ${column})`;

type Expressions<K extends ExportKind> = Record<ColumnKey<K>, string>;

const TICKETS: Expressions<'tickets'> = {
  number: 'r.number',
  need: 'r.need',
  urgency: 'r.urgency',
  state: 'r.state',
  restricted: 'r.restricted',
  source: 'r.source',
  site: 'r.site_name',
  room: 'p.room',
  team: '(select name from team where id = r.team_id)',
  owner: staffName('r.owner_id'),
  person_id: 'r.person_id',
  person_name: 'p.name',
  jurisdiction: 'p.jurisdiction',
  language: 'r.language',
  spoken_for: 'r.speaker_id is not null',
  opened_at: ms('r.opened_at'),
  claimed_at: ms('r.claimed_at'),
  first_response_at: ms('r.first_response_at'),
  response_due_at: ms('r.response_due_at'),
  response_kept: 'r.response_kept',
  response_minutes: minutes('r.opened_at', 'r.first_response_at'),
  resolved_at: ms('r.resolved_at'),
  resolution_due_at: ms('r.resolution_due_at'),
  resolution_kept: 'r.resolution_kept',
  resolution_minutes: minutes('r.opened_at', 'r.resolved_at'),
  reopened_at: ms('r.reopened_at'),
  waiting_on: 'r.waiting_on',
  rating: 'r.rating',
  rating_comment: 'r.rating_comment',
  merged_into: '(select number from ticket where id = r.merged_into_id)',
  summary: 'r.summary',
};

const PEOPLE: Expressions<'people'> = {
  person_id: 'r.id',
  person_name: 'r.name',
  site: 'r.site_name',
  room: 'r.room',
  sex: 'd.sex',
  birth_date: 'd.birth_date',
  nationality: 'd.nationality',
  document_type: 'd.document_type',
  document_number: 'd.document_number',
  phone: 'r.phone',
  contact_name: 'd.contact_name',
  contact_phone: 'd.contact_phone',
  languages: `to_jsonb(case when cardinality(d.languages) > 0 then d.languages
    else array_remove(array[r.locale], null) end || coalesce(d.other_languages, '{}'))`,
  jurisdiction: 'r.jurisdiction',
  party: '(select name from party where id = r.party_id)',
  next_destination: 'd.next_destination',
  care: 'to_jsonb(r.care)',
  other_care: 'to_jsonb(d.other_care)',
  stay_state: 'y.state',
  flight: 'y.flight',
  flight_seat: 'y.seat',
  entered_on: 'y.entry_on',
  entry_place: 'y.entry_place',
  came_at: ms('y.arrived_at'),
  release_on: 'y.release_on',
  home_until: 'y.home_until',
  released_at: ms('y.released_at'),
  stay_ended_at: ms('y.ended_at'),
  stay_rating: 'y.rating',
  stay_comment: 'y.rating_comment',
  accounts: '(select count(*)::int from channel_identity i where i.person_id = r.id)',
  added_at: ms('r.created_at'),
};

const CHECK_INS: Expressions<'check-ins'> = {
  day: 'r.day',
  person_id: 'r.person_id',
  person_name: 'p.name',
  site: 'r.site_name',
  room: 'p.room',
  check_in_state: 'r.state',
  asked_at: ms('r.asked_at'),
  reminded_at: ms('r.reminded_at'),
  answered_at: ms('r.answered_at'),
  answered_for_them: 'r.answered_by is not null',
  temperature: 'r.temperature',
  symptoms: 'to_jsonb(r.symptoms)',
  no_symptoms: 'r.no_symptoms',
  mood: 'r.mood',
  note: 'r.note',
  call_asked_at: ms('r.call_at'),
  call_ticket: '(select number from ticket where id = r.call_ticket_id)',
};

const TRIPS: Expressions<'trips'> = {
  trip: 'r.number',
  trip_state: 'r.state',
  purpose: 'r.purpose',
  vehicle: 'r.vehicle',
  driver: 'r.driver',
  from_place: 'r.from_place',
  from_site: 'r.from_name',
  to_place: 'r.to_place',
  to_site: 'r.to_name',
  planned_for: ms('r.planned_for'),
  planned_arrival_at: ms('r.planned_arrival_at'),
  departed_at: ms('r.departed_at'),
  arrived_at: ms('r.arrived_at'),
  closed_at: ms('r.closed_at'),
  kilometres: 'r.kilometres',
  people: seatsThat(`c.state <> 'off'`),
  people_arrived: seatsThat(`c.state = 'arrived'`),
  people_missing: seatsThat(`c.state = 'missing'`),
  people_off: seatsThat(`c.state = 'off'`),
  cancel_reason: 'r.reason',
  created_by: staffName('r.created_by'),
  created_at: ms('r.created_at'),
};

const SEATS: Expressions<'seats'> = {
  trip: 'r.number',
  trip_state: 'r.trip_state',
  purpose: 'r.purpose',
  from_place: 'r.from_place',
  to_place: 'r.to_place',
  planned_for: ms('r.planned_for'),
  departed_at: ms('r.departed_at'),
  person_id: 'r.person_id',
  person_name: 'p.name',
  site: '(select name from site where id = p.site_id)',
  room: 'p.room',
  seat_state: 'r.state',
  boarded_at: ms('r.boarded_at'),
  boarded_by: staffName('r.boarded_by'),
  seat_arrived_at: ms('r.arrived_at'),
  arrived_by: staffName('r.arrived_by'),
  seat_reason: 'r.reason',
  seat_ticket: '(select number from ticket where id = r.ticket_id)',
};

/** The expression of every column. */
export const EXPORT_SQL: { readonly [K in ExportKind]: Expressions<K> } = {
  tickets: TICKETS,
  people: PEOPLE,
  'check-ins': CHECK_INS,
  trips: TRIPS,
  seats: SEATS,
};
