/** What an export has: one row of each kind, and every column that it may have, in the order of the file. */
import { type Actor, can } from '../actor.ts';

/** What one row stands for. */
export const EXPORT_KINDS = ['tickets', 'people', 'check-ins', 'trips', 'seats'] as const;

/** One of `EXPORT_KINDS`. */
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** How a value is written: `moment` is ISO 8601 in the site's zone with its offset, `day` a date, `list` joined by commas. */
export type ColumnType = 'text' | 'number' | 'moment' | 'day' | 'flag' | 'list';

/**
 * Who reads a column: `numbers` (phones, documents) and `restricted` (what carers read) are left out for whoever may not;
 * `ticket` is empty in the rows of restricted tickets that they may not read.
 */
export type ColumnGuard = 'numbers' | 'restricted' | 'ticket';

/** One column; its meaning is the text `staff-exports:column.<key>`. */
export interface ExportColumn {
  readonly key: string;
  readonly type: ColumnType;
  readonly guard?: ColumnGuard;
}

const text = <K extends string>(key: K) => ({ key, type: 'text' }) as const;
const number = <K extends string>(key: K) => ({ key, type: 'number' }) as const;
const moment = <K extends string>(key: K) => ({ key, type: 'moment' }) as const;
const day = <K extends string>(key: K) => ({ key, type: 'day' }) as const;
const flag = <K extends string>(key: K) => ({ key, type: 'flag' }) as const;
const list = <K extends string>(key: K) => ({ key, type: 'list' }) as const;
const guarded = <K extends string, G extends ColumnGuard>(guard: G, key: K) =>
  ({ key, type: 'text', guard }) as const;

const TICKETS = [
  number('number'),
  guarded('ticket', 'need'),
  text('urgency'),
  text('state'),
  flag('restricted'),
  text('source'),
  text('site'),
  text('room'),
  text('team'),
  text('owner'),
  guarded('ticket', 'person_id'),
  guarded('ticket', 'person_name'),
  guarded('ticket', 'jurisdiction'),
  guarded('ticket', 'language'),
  flag('spoken_for'),
  moment('opened_at'),
  moment('claimed_at'),
  moment('first_response_at'),
  moment('response_due_at'),
  flag('response_kept'),
  number('response_minutes'),
  moment('resolved_at'),
  moment('resolution_due_at'),
  flag('resolution_kept'),
  number('resolution_minutes'),
  moment('reopened_at'),
  guarded('ticket', 'waiting_on'),
  number('rating'),
  guarded('ticket', 'rating_comment'),
  number('merged_into'),
  guarded('ticket', 'summary'),
] as const;

const PEOPLE = [
  text('person_id'),
  text('person_name'),
  text('site'),
  text('room'),
  text('sex'),
  day('birth_date'),
  text('nationality'),
  text('document_type'),
  guarded('numbers', 'document_number'),
  guarded('numbers', 'phone'),
  text('contact_name'),
  guarded('numbers', 'contact_phone'),
  list('languages'),
  text('jurisdiction'),
  text('party'),
  text('next_destination'),
  list('care'),
  list('other_care'),
  text('stay_state'),
  text('flight'),
  text('flight_seat'),
  day('entered_on'),
  text('entry_place'),
  moment('came_at'),
  day('release_on'),
  day('home_until'),
  moment('released_at'),
  moment('stay_ended_at'),
  number('stay_rating'),
  text('stay_comment'),
  number('accounts'),
  moment('added_at'),
] as const;

const CHECK_INS = [
  day('day'),
  text('person_id'),
  text('person_name'),
  text('site'),
  text('room'),
  text('check_in_state'),
  moment('asked_at'),
  moment('reminded_at'),
  moment('answered_at'),
  flag('answered_for_them'),
  number('temperature'),
  list('symptoms'),
  flag('no_symptoms'),
  guarded('restricted', 'mood'),
  guarded('restricted', 'note'),
  moment('call_asked_at'),
  number('call_ticket'),
] as const;

const TRIPS = [
  number('trip'),
  text('trip_state'),
  text('purpose'),
  text('vehicle'),
  text('driver'),
  text('from_place'),
  text('from_site'),
  text('to_place'),
  text('to_site'),
  moment('planned_for'),
  moment('planned_arrival_at'),
  moment('departed_at'),
  moment('arrived_at'),
  moment('closed_at'),
  number('kilometres'),
  number('people'),
  number('people_arrived'),
  number('people_missing'),
  number('people_off'),
  text('cancel_reason'),
  text('created_by'),
  moment('created_at'),
] as const;

const SEATS = [
  number('trip'),
  text('trip_state'),
  text('purpose'),
  text('from_place'),
  text('to_place'),
  moment('planned_for'),
  moment('departed_at'),
  text('person_id'),
  text('person_name'),
  text('site'),
  text('room'),
  text('seat_state'),
  moment('boarded_at'),
  text('boarded_by'),
  moment('seat_arrived_at'),
  text('arrived_by'),
  text('seat_reason'),
  number('seat_ticket'),
] as const;

/** Every column of every kind. */
export const EXPORT_COLUMNS = {
  tickets: TICKETS,
  people: PEOPLE,
  'check-ins': CHECK_INS,
  trips: TRIPS,
  seats: SEATS,
} as const satisfies Record<ExportKind, readonly ExportColumn[]>;

/** The keys of a kind's columns. */
export type ColumnKey<K extends ExportKind> = (typeof EXPORT_COLUMNS)[K][number]['key'];

/** The columns that somebody's file has: what they may read in no row is left out, not empty. */
export function columnsFor(kind: ExportKind, actor: Actor): readonly ExportColumn[] {
  const columns: readonly ExportColumn[] = EXPORT_COLUMNS[kind];
  return columns.filter(({ guard }) => {
    if (guard === 'numbers') return can(actor, 'person.read-numbers');
    return guard !== 'restricted' || can(actor, 'ticket.read-restricted');
  });
}
