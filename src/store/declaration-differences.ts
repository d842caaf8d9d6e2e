/** Where declarations and books differ, until somebody has looked; and the books they are held against. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { Difference, DifferenceField, RosterFacts } from '../domain/declaration/differences.ts';
import type { RosterField } from '../domain/declaration/form.ts';
import { rosterKeys } from '../domain/roster/match.ts';
import { keysToFind, storedKey } from './person-keys.ts';
import { seal, unseal } from './sealed.ts';
import { sql, type Tx } from './transaction.ts';

/** What somebody found out. */
export const VERDICTS = ['declared', 'roster', 'false'] as const;
/** One of them: what was declared is true, or the roster is and it was a mistake, or it was no mistake. */
export type Verdict = (typeof VERDICTS)[number];

/** A difference with whose it is. */
export interface DifferenceRecord extends Difference {
  readonly id: string;
  readonly number: number;
  readonly declarationId: string;
  readonly personId: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly state: 'open' | Verdict;
  readonly signedAt: Date;
  readonly verifiedAt: Date | null;
  /** Who verified it, by name. */
  readonly verifiedBy: string | null;
}

const SELECT = `select df.id::text as id, df.number, df.declaration_id::text as "declarationId", df.field, df.declared,
    df.roster, df.state, d.person_id::text as "personId", p.name, p.room, si.name as site, d.signed_at as "signedAt",
    df.verified_at as "verifiedAt", st.name as "verifiedBy"
  from declaration_difference df join declaration d on d.id = df.declaration_id join person p on p.id = d.person_id
  left join site si on si.id = p.site_id left join staff st on st.id = df.verified_by`;

/** Writes what somebody must look at; what the person declared before in the same words, and waits, is not asked twice. */
export async function addDifferences(
  tx: Tx,
  declaration: { readonly id: string; readonly personId: string },
  differences: readonly Difference[],
): Promise<void> {
  if (differences.length === 0) return;
  const client = await sql(tx);
  const waiting = await client.$queryRawUnsafe<DifferenceRecord[]>(
    `${SELECT} where d.person_id = $1::uuid and df.state = 'open'`,
    declaration.personId,
  );
  const known = waiting.map((row) => words(tx, row));
  const rows = differences
    .filter((one) => !known.some((other) => FACTS.every((name) => one[name] === other[name])))
    .map((one) => sealedDifference(tx, randomUUIDv7(), one));
  await client.$executeRaw`
    insert into declaration_difference (id, declaration_id, field, declared, roster, state)
    select (r->>'id')::uuid, ${declaration.id}::uuid, r->>'field', r->>'declared', r->>'roster', 'open'
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as one(r, at)
    order by at on conflict (declaration_id, field) do nothing`;
}

const FACTS = ['field', 'declared', 'roster'] as const;
const DECLARED = 'declaration_difference.declared';
const ROSTER = 'declaration_difference.roster';

/** As it is stored: numbers of documents encrypted. */
function sealedDifference(tx: Tx, id: string, one: Difference): Difference & { readonly id: string } {
  if (one.field !== 'documentNumber') return { id, ...one };
  const { field, declared, roster } = one;
  return {
    id,
    field,
    declared: seal(tx, DECLARED, id, declared),
    roster: seal(tx, ROSTER, id, roster) ?? null,
  };
}

/** With its number in words. */
function words(tx: Tx, row: DifferenceRecord): DifferenceRecord {
  if (row.field !== 'documentNumber') return row;
  const { id, declared, roster } = row;
  return { ...row, declared: unseal(tx, DECLARED, id, declared), roster: unseal(tx, ROSTER, id, roster) };
}

/** Those that nobody has looked at, oldest first, and how many there are; `siteId` null for all sites. */
export async function listOpenDifferences(
  tx: Tx,
  siteId: string | null,
  most: number,
): Promise<{ readonly differences: DifferenceRecord[]; readonly count: number }> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<(DifferenceRecord & { total: number })[]>(
    `select one.*, count(*) over ()::int as total from (${SELECT}
       where df.state = 'open' and ($1::uuid is null or p.site_id = $1::uuid)) one order by number limit $2::int`,
    siteId,
    most,
  );
  return { differences: rows.map((row) => words(tx, row)), count: rows[0]?.total ?? 0 };
}

/** The difference with this number. */
export async function findDifference(tx: Tx, number: number): Promise<DifferenceRecord | undefined> {
  const client = await sql(tx);
  const [row] = await client.$queryRawUnsafe<DifferenceRecord[]>(
    `${SELECT} where df.number = $1::int`,
    number,
  );
  return row && words(tx, row);
}

/** Records what somebody found out; false when somebody else was first. */
export async function settleDifference(
  tx: Tx,
  id: string,
  found: {
    readonly verdict: Verdict;
    readonly note: string | null;
    readonly by: string;
    readonly now: Temporal.Instant;
  },
): Promise<boolean> {
  const client = await sql(tx);
  const { verdict, note, by, now } = found;
  const { count } = await client.declarationDifference.updateMany({
    where: { id, state: 'open' },
    data: { state: verdict, note, verifiedBy: by, verifiedAt: toDate(now) },
  });
  return count > 0;
}

/** What the roster says of somebody, by their open or last stay. */
export async function readRosterFacts(
  tx: Tx,
  personId: string,
): Promise<{ readonly roster: RosterFacts; readonly hasStay: boolean }> {
  const client = await sql(tx);
  const [row] = await client.$queryRaw<(RosterFacts & { stay: boolean })[]>`
    select p.name, d.birth_date::text as "birthDate", d.document_type as "documentType",
      d.document_number as "documentNumber", s.flight, s.seat, s.entry_on::text as "entryOn",
      s.contact_on::text as "contactOn", p.jurisdiction, s.id is not null as stay
    from person p left join person_details d on d.person_id = p.id
    left join lateral (select * from stay where person_id = p.id
      order by (ended_at is null) desc, created_at desc, id desc limit 1) s on true
    where p.id = ${personId}::uuid`;
  const { stay, ...roster } = row as RosterFacts & { stay: boolean };
  const documentNumber = unseal(tx, 'person_details.document_number', personId, roster.documentNumber);
  return { roster: { ...roster, documentNumber }, hasStay: stay };
}

/** Where each fact stands. */
const COLUMNS: Record<RosterField, readonly ['person' | 'person_details' | 'stay', string, string]> = {
  name: ['person', 'name', 'text'],
  jurisdiction: ['person', 'jurisdiction', 'text'],
  birthDate: ['person_details', 'birth_date', 'date'],
  documentType: ['person_details', 'document_type', 'text'],
  documentNumber: ['person_details', 'document_number', 'text'],
  flight: ['stay', 'flight', 'text'],
  seat: ['stay', 'seat', 'text'],
  entryOn: ['stay', 'entry_on', 'date'],
  contactOn: ['stay', 'contact_on', 'date'],
};

/** The roster says from now on what was declared; `stayId` is the stay that is meant, where there is one. */
export async function correctRoster(
  tx: Tx,
  personId: string,
  stayId: string | undefined,
  { field, declared }: { readonly field: Exclude<DifferenceField, 'care'>; readonly declared: string },
): Promise<void> {
  const client = await sql(tx);
  const [table, column, type] = COLUMNS[field];
  const { roster: before } = await readRosterFacts(tx, personId);
  if (table === 'stay') {
    if (!stayId) return;
    await client.$executeRawUnsafe(
      `update stay set ${column} = $2::${type}, needs_plan = needs_plan or $3 where id = $1::uuid`,
      stayId,
      declared,
      type === 'date',
    );
  } else if (table === 'person') {
    await client.$executeRawUnsafe(
      `update person set ${column} = $2 where id = $1::uuid`,
      personId,
      declared,
    );
  } else {
    await client.$executeRawUnsafe(
      `insert into person_details (person_id, ${column}) values ($1::uuid, $2::${type})
       on conflict (person_id) do update set ${column} = excluded.${column}`,
      personId,
      field === 'documentNumber' ? seal(tx, 'person_details.document_number', personId, declared) : declared,
    );
  }
  tx.changed.add(personId);
  await replaceKeys(tx, personId, before, { ...before, [field]: declared });
}

/** Somebody is found by what is true of them, and no longer by what is not. */
async function replaceKeys(tx: Tx, personId: string, before: RosterFacts, after: RosterFacts): Promise<void> {
  const client = await sql(tx);
  const old = keysOf(before);
  const now = keysOf(after);
  const gone = old.filter((key) => !now.includes(key));
  const stored = JSON.stringify(now.map((key) => storedKey(tx, key)));
  await client.$executeRaw`
    delete from person_key where person_id = ${personId}::uuid and key = any(${keysToFind(tx, gone)}::text[])`;
  await client.$executeRaw`
    insert into person_key (key, sealed, person_id)
    select key, sealed, ${personId}::uuid from jsonb_to_recordset(${stored}::jsonb) as r(key text, sealed text)
    on conflict do nothing`;
}

/** Phones are not declared: their keys stay. */
const keysOf = ({ name, birthDate, documentNumber, flight, entryOn }: RosterFacts): string[] =>
  rosterKeys({
    name: name ?? '',
    birthDate: birthDate === null ? null : Temporal.PlainDate.from(birthDate),
    documentNumber,
    phone: null,
    flight,
    entryDate: entryOn === null ? null : Temporal.PlainDate.from(entryOn),
  }).map(({ key }) => key);
