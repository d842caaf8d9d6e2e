/** Who is in the books, as far as rows of a roster may be them; and what becomes of them. */
import { toIso } from '../clock.ts';
import type { CareFlag, CareKind, Sex } from '../domain/roster.ts';
import type { Facts, Known, KnownStay, PartyWrite, PersonWrite } from '../domain/roster-import.ts';
import { keysToFind, storedKey } from './person-keys.ts';
import { type Place, rowIndexes, seal, unseal } from './sealed.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** People with one key that are looked at: a hotel's phone may be that of thousands. */
const MOST_PER_KEY = 4;

const FIND = `
  with wanted as (
    select pk.person_id from unnest($1::text[]) as wanted_key
      cross join lateral (select person_id from person_key where key = wanted_key order by person_id limit ${MOST_PER_KEY}) pk
    union
    select person_id from person_details where row_hash is not null and split_part(row_hash, '.', 4) = any($2::text[]))
  select to_jsonb(p) as person, to_jsonb(d) as details, to_jsonb(s) as stay, pa.name as party,
    (select jsonb_agg(to_jsonb(f)) from care_flag f where f.person_id = p.id) as flags
  from wanted w join person p on p.id = w.person_id
  left join person_details d on d.person_id = p.id
  left join party pa on pa.id = p.party_id
  left join lateral (select * from stay where person_id = p.id
    order by (ended_at is null) desc, created_at desc, id desc limit 1) s on true
  order by p.id`;

type Json = Record<string, unknown>;

interface FoundRow {
  person: Json;
  details: Json | null;
  stay: Json | null;
  party: string | null;
  flags: Json[] | null;
}

/** Everybody who has one of these keys, or was imported last from a row with one of these hashes. */
export async function findKnown(
  db: Reader,
  keys: readonly string[],
  hashes: readonly string[],
  importId: string | undefined,
): Promise<Known[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<FoundRow[]>(FIND, keysToFind(db, keys), rowIndexes(db, hashes));
  return rows.map((row) => toKnown(opened(db, row), importId));
}

/** With its numbers in words. */
function opened(db: Reader, row: FoundRow): FoundRow {
  const id = String(row.person.id);
  const read = (place: Place, value: unknown): string | null =>
    typeof value === 'string' ? unseal(db, place, id, value) : null;
  const { person, details } = row;
  return {
    ...row,
    person: { ...person, phone: read('person.phone', person.phone) },
    details: details && {
      ...details,
      document_number: read('person_details.document_number', details.document_number),
      contact_phone: read('person_details.contact_phone', details.contact_phone),
      row_hash: read('person_details.row_hash', details.row_hash),
    },
  };
}

function toKnown({ person, details, stay, party, flags }: FoundRow, importId: string | undefined): Known {
  const partyId = person.party_id as string | null;
  const isNamed = importId !== undefined && details?.import_id === importId;
  return {
    id: String(person.id),
    facts: toFacts(person, details ?? {}, stay ?? {}, flags ?? []),
    party: partyId ? { id: partyId, name: party } : null,
    stay: stay && {
      id: String(stay.id),
      state: stay.state as KnownStay['state'],
      isOver: stay.ended_at !== null,
    },
    fileRow: isNamed ? Number(details.import_row) : null,
    rowHash: (details?.row_hash as string | null | undefined) ?? null,
  };
}

function toFacts(person: Json, details: Json, stay: Json, flags: readonly Json[]): Facts {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const list = (value: unknown): string[] => (Array.isArray(value) ? value : []);
  return {
    name: text(person.name) ?? '',
    phone: text(person.phone),
    room: text(person.room),
    siteId: text(person.site_id),
    homeJurisdiction: text(person.jurisdiction),
    sex: text(details.sex) as Sex | null,
    birthDate: day(details.birth_date),
    nationality: text(details.nationality),
    documentType: text(details.document_type),
    documentNumber: text(details.document_number),
    languages: list(details.languages),
    otherLanguages: list(details.other_languages),
    otherCare: list(details.other_care),
    nextDestination: text(details.next_destination),
    contactName: text(details.contact_name),
    contactPhone: text(details.contact_phone),
    flight: text(stay.flight),
    seat: text(stay.seat),
    entryDate: day(stay.entry_on),
    entryPlace: text(stay.entry_place),
    flags: flags.map(
      (flag): CareFlag => ({ kind: flag.kind as CareKind, date: day(flag.date), note: text(flag.note) }),
    ),
  };
}

const day = (value: unknown): Temporal.PlainDate | null =>
  typeof value === 'string' ? Temporal.PlainDate.from(value) : null;

/** Where people are written: a table, its columns, and what happens to a row that is there. */
const STATEMENTS = {
  party: insertion('party', ['id', 'name', 'created_at'], '(id) do nothing'),
  newPerson: insertion('person', [
    'id',
    'name',
    'room',
    'site_id',
    'locale',
    'phone',
    'jurisdiction',
    'party_id',
    'created_at',
  ]),
  person: `update person p set name = coalesce(r.name, p.name), room = coalesce(r.room, p.room),
    site_id = coalesce(r.site_id, p.site_id), locale = coalesce(p.locale, r.locale), phone = coalesce(r.phone, p.phone),
    jurisdiction = coalesce(r.jurisdiction, p.jurisdiction), party_id = coalesce(r.party_id, p.party_id)
    from jsonb_populate_recordset(null::person, $1::jsonb) r where p.id = r.id`,
  details: detailsUpsert(),
  newStay: insertion('stay', [
    'id',
    'person_id',
    'site_id',
    'flight',
    'seat',
    'entry_on',
    'entry_place',
    'state',
    'created_at',
  ]),
  stay: `update stay s set site_id = coalesce(r.site_id, s.site_id), flight = coalesce(r.flight, s.flight),
    seat = coalesce(r.seat, s.seat), entry_on = coalesce(r.entry_on, s.entry_on),
    entry_place = coalesce(r.entry_place, s.entry_place), state = r.state
    from jsonb_populate_recordset(null::stay, $1::jsonb) r where s.id = r.id and s.ended_at is null`,
  flag: insertion(
    'care_flag',
    ['person_id', 'kind', 'date', 'note'],
    '(person_id, kind) do update set date = excluded.date, note = excluded.note',
  ),
  key: insertion('person_key', ['key', 'sealed', 'person_id'], 'do nothing'),
} as const;

function insertion(table: string, columns: readonly string[], conflict?: string): string {
  const list = columns.join(', ');
  const onConflict = conflict ? ` on conflict ${conflict}` : '';
  return `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb)${onConflict}`;
}

function detailsUpsert(): string {
  const texts = [
    'sex',
    'birth_date',
    'nationality',
    'document_type',
    'document_number',
    'next_destination',
    'contact_name',
    'contact_phone',
  ];
  const lists = ['languages', 'other_languages', 'other_care'];
  const places = ['import_id', 'import_row', 'row_hash'];
  const set = [
    ...texts.map((name) => `${name} = coalesce(excluded.${name}, person_details.${name})`),
    ...lists.map(
      (name) =>
        `${name} = case when excluded.${name} = '{}' then person_details.${name} else excluded.${name} end`,
    ),
    ...places.map((name) => `${name} = excluded.${name}`),
  ];
  return insertion(
    'person_details',
    ['person_id', ...texts, ...lists, ...places],
    `(person_id) do update set ${set.join(', ')}`,
  );
}

/** Writes what was decided of some people, a statement for each table. */
export async function writePeople(
  tx: Tx,
  importId: string,
  writes: readonly PersonWrite[],
  parties: readonly PartyWrite[],
  now: Temporal.Instant,
): Promise<void> {
  const at = toIso(now);
  const changesPerson = ({ change, partyId }: PersonWrite): boolean =>
    partyId !== null || PERSON_FIELDS.some((name) => change[name] !== undefined);
  const rows: Record<keyof typeof STATEMENTS, object[]> = {
    party: parties.map((party) => ({ ...party, created_at: at })),
    newPerson: writes.filter(({ isNew }) => isNew).map((write) => personRow(tx, write, at)),
    person: writes
      .filter((write) => !write.isNew && changesPerson(write))
      .map((write) => personRow(tx, write, at)),
    details: writes.map((write) => detailsRow(tx, write, importId)),
    newStay: writes.flatMap((write) => (write.stay?.isNew ? stayRow(write, at) : [])),
    stay: writes.flatMap((write) => (write.stay && !write.stay.isNew ? stayRow(write, at) : [])),
    flag: writes.flatMap(({ id, change }) =>
      (change.flags ?? []).map((flag) => ({ person_id: id, ...flag })),
    ),
    key: writes.flatMap(({ id, keys }) => keys.map((key) => ({ ...storedKey(tx, key), person_id: id }))),
  };
  const client = await sql(tx);
  for (const [name, statement] of Object.entries(STATEMENTS)) {
    const some = rows[name as keyof typeof STATEMENTS];
    if (some.length > 0) await client.$executeRawUnsafe(statement, JSON.stringify(some));
  }
  for (const { id, isNew } of writes) if (!isNew) tx.changed.add(id);
}

const PERSON_FIELDS = ['name', 'phone', 'room', 'siteId', 'homeJurisdiction', 'languages'] as const;

const personRow = (tx: Tx, { id, change, partyId }: PersonWrite, at: string): object => ({
  id,
  name: change.name,
  room: change.room,
  site_id: change.siteId,
  locale: change.languages?.[0],
  phone: seal(tx, 'person.phone', id, change.phone),
  jurisdiction: change.homeJurisdiction,
  party_id: partyId,
  created_at: at,
});

const detailsRow = (tx: Tx, { id, change, row, hash }: PersonWrite, importId: string): object => ({
  person_id: id,
  sex: change.sex,
  birth_date: change.birthDate,
  nationality: change.nationality,
  document_type: change.documentType,
  document_number: seal(tx, 'person_details.document_number', id, change.documentNumber),
  languages: change.languages ?? [],
  other_languages: change.otherLanguages ?? [],
  other_care: change.otherCare ?? [],
  next_destination: change.nextDestination,
  contact_name: change.contactName,
  contact_phone: seal(tx, 'person_details.contact_phone', id, change.contactPhone),
  import_id: importId,
  import_row: row,
  row_hash: seal(tx, 'person_details.row_hash', id, hash),
});

const stayRow = ({ id, stay }: PersonWrite, at: string): object => ({
  id: stay?.id,
  person_id: id,
  site_id: stay?.says.siteId,
  flight: stay?.says.flight,
  seat: stay?.says.seat,
  entry_on: stay?.says.entryDate,
  entry_place: stay?.says.entryPlace,
  state: stay?.state,
  created_at: at,
});
