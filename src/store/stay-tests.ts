/** Tests and their results, who is to be tested, and how far overdue tests were listed. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import type { StayState } from '../domain/roster-import.ts';
import type { TestResult } from '../domain/stay/facts.ts';
import type { Candidate } from '../domain/test-import/decide-results.ts';
import { keysByStored } from './person-keys.ts';
import { unseal } from './sealed.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Holds off everybody else who would write to these stays, until the end of this transaction. */
export async function lockStays(tx: Tx, ids: readonly string[]): Promise<void> {
  const client = await sql(tx);
  await client.$queryRawUnsafe(
    'select 1 from stay where id = any($1::uuid[]) order by id for no key update',
    ids,
  );
}

/** A result to be kept. */
export interface TestWrite {
  readonly stayId: string;
  readonly on: Temporal.PlainDate;
  readonly result: TestResult;
}

/** Keeps results; one of the same stay and day gives way. */
export async function saveTests(
  tx: Tx,
  tests: readonly TestWrite[],
  by: string | null,
  now: Temporal.Instant,
): Promise<void> {
  if (tests.length === 0) return;
  const client = await sql(tx);
  const rows = tests.map(({ stayId, on, result }) => ({
    id: randomUUIDv7(),
    stay_id: stayId,
    taken_on: on.toString(),
    result,
    entered_by: by,
    entered_at: toIso(now),
  }));
  await client.$executeRawUnsafe(
    `with tests as (
       insert into stay_test (id, stay_id, taken_on, result, entered_by, entered_at)
       select id, stay_id, taken_on, result, entered_by, entered_at from jsonb_populate_recordset(null::stay_test, $1::jsonb)
       on conflict (stay_id, taken_on) do update set result = excluded.result, entered_by = excluded.entered_by,
         entered_at = excluded.entered_at
       returning stay_id)
     update stay set needs_plan = true where id in (select stay_id from tests)`,
    JSON.stringify(rows),
  );
}

/** When a result was entered last, in milliseconds since 1970: with every correction it is another. */
export async function enteredAt(tx: Tx, stayId: string, on: Temporal.PlainDate): Promise<number> {
  const client = await sql(tx);
  const takenOn = new Date(`${on}T00:00:00Z`);
  const test = await client.stayTest.findUnique({ where: { stayId_takenOn: { stayId, takenOn } } });
  return test?.enteredAt.getTime() ?? 0;
}

/** Somebody who lives at a site now. */
export interface Resident {
  readonly stayId: string;
  readonly personId: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly siteId: string | null;
}

/** People at this site (null: of no site), by the id of their stay: so many behind `after`. */
export async function listResidents(
  db: Reader,
  siteId: string | null,
  after: string | undefined,
  limit: number,
): Promise<Resident[]> {
  const client = await sql(db);
  // One of the two, or a small site would be looked for among everybody.
  const there = siteId === null ? 's.site_id is null and $1::uuid is null' : 's.site_id = $1::uuid';
  return client.$queryRawUnsafe<Resident[]>(
    `select s.id::text as "stayId", p.id::text as "personId", p.name, p.room, s.site_id::text as "siteId"
     from stay s join person p on p.id = s.person_id
     where s.ended_at is null and s.state = 'here' and ${there} and ($2::uuid is null or s.id > $2::uuid)
     order by s.id limit $3::int`,
    siteId,
    after ?? null,
    limit,
  );
}

/** Up to which day overdue tests were listed, by site; `-` for people without one. */
export async function readRolls(db: Reader): Promise<ReadonlyMap<string, Temporal.PlainDate>> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ site: string; day: string }[]>`
    select site, listed_to::text as day from test_roll`;
  return new Map(rows.map(({ site, day }) => [site, Temporal.PlainDate.from(day)]));
}

/** Notes that a site's overdue tests are listed up to a day; false when another process did it. */
export async function keepRoll(tx: Tx, site: string, day: Temporal.PlainDate): Promise<boolean> {
  const client = await sql(tx);
  const count = await client.$executeRaw`
    insert into test_roll (site, listed_to) values (${site}, ${day.toString()}::date)
    on conflict (site) do update set listed_to = excluded.listed_to where test_roll.listed_to < excluded.listed_to`;
  return count === 1;
}

/** A room as a row of a table names it, in lower case. */
export interface RoomName {
  readonly site: string | null;
  readonly room: string;
}

/** Everybody who has one of these keys, or lives in one of these rooms now. */
export async function findTested(
  db: Reader,
  keys: readonly string[],
  rooms: readonly RoomName[],
): Promise<Candidate[]> {
  const client = await sql(db);
  const wanted = keysByStored(db, keys);
  const rows = await client.$queryRawUnsafe<(Omit<Candidate, 'birthDate'> & { birthDate: string | null })[]>(
    `with keyed as (select person_id, array_agg(key) as keys from person_key where key = any($1::text[]) group by 1),
     roomed as (select p.id from jsonb_to_recordset($2::jsonb) as r(site text, room text)
       join person p on lower(p.room) = r.room left join site s on s.id = p.site_id
       where (r.site is null or lower(s.name) = r.site)
         and exists (select 1 from stay st where st.person_id = p.id and st.ended_at is null))
     select p.id::text as id, p.name, p.room, s.name as site, d.birth_date::text as "birthDate",
       d.document_number as "documentNumber", coalesce(k.keys, '{}') as keys
     from (select person_id as id from keyed union select id from roomed) f join person p on p.id = f.id
     left join keyed k on k.person_id = p.id left join person_details d on d.person_id = p.id
     left join site s on s.id = p.site_id order by p.id`,
    [...wanted.keys()],
    JSON.stringify(rooms),
  );
  return rows.map((row) => ({
    ...row,
    birthDate: row.birthDate === null ? null : Temporal.PlainDate.from(row.birthDate),
    documentNumber: unseal(db, 'person_details.document_number', row.id, row.documentNumber),
    keys: row.keys.flatMap((key) => wanted.get(key) ?? []),
  }));
}

/** Where somebody was when a positive test took them to hospital, by the record of it; at the site where there is none. */
export async function stateBeforeHospital(tx: Tx, personId: string): Promise<StayState> {
  const client = await sql(tx);
  const [row] = await client.$queryRaw<{ state: StayState }[]>`
    select before->>'stayState' as state from audit
    where action = 'test.hospital' and before->>'personId' = ${personId} order by id desc limit 1`;
  return row?.state ?? 'here';
}
