/**
 * Rows of exports, a page at a time: each page is a statement of its own that goes on behind the last row, so that
 * nothing is held open between two pages, however slowly a file is taken.
 */
import { type Actor, can } from '../domain/actor.ts';
import type { RawRow } from '../domain/export/cells.ts';
import type { ExportColumn, ExportKind } from '../domain/export/columns.ts';
import type { ExportQuery } from '../domain/export/query.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { OPEN_TRIPS } from '../domain/trip.ts';
import { EXPORT_SQL } from './export-columns.ts';
import { type Place, unseal } from './sealed.ts';
import { type Reader, sql } from './transaction.ts';

/** Behind which row a page begins: the values of the kind's key. */
export type ExportCursor = readonly (string | number)[];

/** Which rows are wanted, for whom. */
export interface ExportWish {
  readonly query: ExportQuery;
  readonly columns: readonly ExportColumn[];
  readonly actor: Actor;
  /** The installation's, where a site has none. */
  readonly zone: string;
}

/** What makes a kind's rows: `from` names the row `r`, of `inner` after filter, order and limit. */
interface Source {
  /** Its key, in the order of the rows, with the type of each part and what is before all rows. */
  readonly key: readonly (readonly [column: string, type: string, first: string | number])[];
  readonly inner: string;
  /** The day that `from` and `to` are about; `at` stands for the zone. */
  readonly day: string;
  readonly sites: readonly string[];
  readonly state: string;
  readonly from: string;
}

/** Columns of people that are encrypted. */
const SEALED: Readonly<Record<string, Place>> = {
  phone: 'person.phone',
  document_number: 'person_details.document_number',
  contact_phone: 'person_details.contact_phone',
};

const NO_ID = '00000000-0000-0000-0000-000000000000';
const ZONE = 'coalesce(s.time_zone, $1)';
const dayOf = (moment: string): string => `(${moment} at time zone ${ZONE})::date`;
/** By its key: a limit keeps the planner from reading everybody for a page of rows. */
const PERSON = 'join lateral (select * from person where id = r.person_id limit 1) p on true';
const TRIP_DAY = dayOf('coalesce(t.departed_at, t.planned_for, t.created_at)');

const SOURCES: Readonly<Record<ExportKind, Source>> = {
  tickets: {
    key: [['t.number', 'int', 0]],
    inner: `select t.*, s.name as site_name, ${ZONE} as zone from ticket t left join site s on s.id = t.site_id`,
    day: dayOf('t.opened_at'),
    sites: ['t.site_id'],
    state: 't.state',
    from: PERSON,
  },
  people: {
    key: [['t.id', 'uuid', NO_ID]],
    inner: `select t.*, s.name as site_name, ${ZONE} as zone from person t left join site s on s.id = t.site_id`,
    day: dayOf('t.created_at'),
    sites: ['t.site_id'],
    state: `(select state from stay where person_id = t.id order by ended_at desc nulls first, created_at desc limit 1)`,
    from: `left join lateral (select * from person_details where person_id = r.id limit 1) d on true
      left join lateral (select * from stay where person_id = r.id
        order by ended_at desc nulls first, created_at desc limit 1) y on true`,
  },
  'check-ins': {
    key: [
      ['t.day', 'date', '0001-01-01'],
      ['t.person_id', 'uuid', NO_ID],
    ],
    inner: `select t.*, s.name as site_name, ${ZONE} as zone from check_in t left join site s on s.id = t.site_id`,
    day: 't.day',
    sites: ['t.site_id'],
    state: 't.state',
    from: PERSON,
  },
  trips: {
    key: [['t.number', 'int', 0]],
    inner: `select t.*, s.name as from_name, u.name as to_name, ${ZONE} as zone
      from trip t left join site s on s.id = t.from_site_id left join site u on u.id = t.to_site_id`,
    day: TRIP_DAY,
    sites: ['t.from_site_id', 't.to_site_id'],
    state: 't.state',
    from: '',
  },
  seats: {
    key: [
      ['t.number', 'int', 0],
      ['x.person_id', 'uuid', NO_ID],
    ],
    inner: `select x.*, t.number, t.state as trip_state, t.purpose, t.from_place, t.to_place, t.planned_for, t.departed_at,
        ${ZONE} as zone
      from trip_seat x join trip t on t.id = x.trip_id left join site s on s.id = t.from_site_id`,
    day: TRIP_DAY,
    sites: ['t.from_site_id', 't.to_site_id'],
    state: 'x.state',
    from: PERSON,
  },
};

/** One page of rows, in the order of their key, and where the next one begins; undefined behind the last row. */
export async function readExportPage(
  db: Reader,
  wish: ExportWish,
  after: ExportCursor | undefined,
  limit: number,
): Promise<{ readonly rows: readonly RawRow[]; readonly next: ExportCursor | undefined }> {
  const { kind } = wish.query;
  const { key, inner, from } = SOURCES[kind];
  const params: unknown[] = [wish.zone];
  const where = conditions(wish, params);
  const behind = key.map(([, type, first], at) => `$${params.push(after?.[at] ?? first)}::${type}`);
  const names = key.map(([column]) => column);
  const order = names.map((name) => `r.${name.slice(name.indexOf('.') + 1)}`);
  const values = wish.columns.map((column) => expression(kind, column.key));
  const row = [
    ...order,
    'r.zone',
    ...(kind === 'tickets' ? ['r.restricted', 'r.owner_id'] : ['null', 'null']),
    ...values,
  ];
  const client = await sql(db);
  const [page] = await client.$queryRawUnsafe<{ rows: string }[]>(
    `select coalesce(json_agg(json_build_array(${row.join(', ')}) order by ${order.join(', ')}), '[]')::text as rows
     from (${inner} where (${names.join(', ')}) > (${behind.join(', ')})${where}
       order by ${names.join(', ')} limit ${limit}) r ${from}`,
    ...params,
  );
  const found = JSON.parse(page?.rows ?? '[]') as unknown[][];
  const last = found.length < limit ? undefined : (found.at(-1)?.slice(0, key.length) as ExportCursor);
  const open = numbersIn(db, wish);
  return { rows: found.map((values) => open(toRaw(values, key.length), values)), next: last };
}

/** Phones and documents in words again; a person's row is named by the person, which is its key. */
function numbersIn(db: Reader, { columns }: ExportWish): (row: RawRow, found: readonly unknown[]) => RawRow {
  const places = columns.map(({ key }) => SEALED[key]);
  if (places.every((place) => place === undefined)) return (row) => row;
  return (row, [personId]) => ({
    ...row,
    values: row.values.map((value, at) => {
      const place = places[at];
      return place && typeof value === 'string' ? unseal(db, place, String(personId), value) : value;
    }),
  });
}

const expression = (kind: ExportKind, column: string): string =>
  (EXPORT_SQL[kind] as Readonly<Record<string, string>>)[column] ?? 'null';

function toRaw(found: readonly unknown[], keys: number): RawRow {
  const [zone, restricted, ownerId] = found.slice(keys, keys + 3) as [string, boolean | null, string | null];
  const ticket = restricted === null ? null : { restricted, ownerId };
  return { zone, ticket, values: found.slice(keys + 3) };
}

function conditions({ query, actor }: ExportWish, params: unknown[]): string {
  const { day, sites, state } = SOURCES[query.kind];
  const all: string[] = [];
  const bound = (value: unknown): string => `$${params.push(value)}`;
  if (query.from) all.push(`${day} >= ${bound(query.from.toString())}::date`);
  if (query.to) all.push(`${day} <= ${bound(query.to.toString())}::date`);
  if (query.siteId) all.push(`${bound(query.siteId)}::uuid in (${sites.join(', ')})`);
  if (query.need) all.push(`t.need = ${bound(query.need)}`);
  // What a confidential ticket is about must not be learned by asking for it either.
  if (query.need && !can(actor, 'ticket.read-restricted'))
    all.push(`(not t.restricted or t.owner_id::text = ${bound(actor.id)})`);
  if (query.state) all.push(`${state} = any(${bound(statesOf(query.kind, query.state))}::text[])`);
  return all.map((condition) => ` and ${condition}`).join('');
}

function statesOf(kind: ExportKind, state: string): readonly string[] {
  if (state !== 'open') return [state];
  return kind === 'trips' ? OPEN_TRIPS : OPEN_STATES;
}
