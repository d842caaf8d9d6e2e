/** Declarations: drafts that go on anywhere, and signed ones, which never change. */
import { randomUUIDv7 } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { toIso } from '../clock.ts';
import type { Answers } from '../domain/declaration/answers.ts';
import type { Form } from '../domain/declaration/form.ts';
import { isChild, isGrown } from './children.ts';
import { formOf } from './declaration-forms.ts';
import { type PersonRecord, toRecord } from './records.ts';
import { sealAnswers, unsealAnswers } from './sealed-answers.ts';
import { sql, type Tx } from './transaction.ts';

/** A declaration as stored. */
export interface DeclarationRecord {
  readonly id: string;
  readonly personId: string;
  readonly formVersion: number;
  /** The form of that version; undefined when nobody knows it any more. */
  readonly form: Form | undefined;
  readonly answers: Answers;
  readonly locale: string;
  /** When it was signed; null for a draft, of which everybody has one at most. */
  readonly signedAt: Temporal.Instant | null;
  /** The person who signed, where somebody else did. */
  readonly signedBy: string | null;
}

type Row = { row: Record<string, unknown> };
type DeclarationRow = Row & { form: unknown };

const SELECT = `select to_jsonb(d) as row, f.form from declaration d
  left join declaration_form f on f.version = d.form_version`;

const toDeclaration = (tx: Tx, { row, form: stored }: DeclarationRow): DeclarationRecord => {
  const record = toRecord<DeclarationRecord>(row);
  const form = formOf(record.formVersion, stored);
  return { ...record, form, answers: unsealAnswers(tx, record.id, form, record.answers) };
};

/** Whom somebody may declare for: themselves first, whom the team lets them speak for, and children under 14 of their party. */
export async function listDeclarable(
  tx: Tx,
  personId: string,
  today: Temporal.PlainDate,
): Promise<PersonRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<Row[]>(
    `select to_jsonb(p) as row from person p where p.id = any(array(select $1::uuid
       union select subject_id from proxy where speaker_id = $1::uuid and state = 'verified'
       union select c.id from person me join person c on c.party_id = me.party_id
         join person_details d on d.person_id = c.id and ${isChild('d.birth_date', '$2::date')}
         left join person_details md on md.person_id = me.id
         where me.id = $1::uuid and ${isGrown('md.birth_date', '$2::date')}))
     order by p.id = $1::uuid desc, p.name, p.id limit 10`,
    personId,
    today.toString(),
  );
  return rows.map(({ row }) => toRecord<PersonRecord>(row));
}

/** The draft of one of these people whose id ends so; without an ending, of the first of them. */
export async function findDraft(
  tx: Tx,
  people: readonly PersonRecord[],
  ending = '',
): Promise<DeclarationRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<DeclarationRow[]>(
    `${SELECT} where d.signed_at is null and d.person_id = any($1::uuid[]) and d.id::text like $2`,
    people.map(({ id }) => id),
    `%${ending}`,
  );
  return rows[0] && toDeclaration(tx, rows[0]);
}

/** The declaration with this id. */
export async function findDeclaration(tx: Tx, id: string): Promise<DeclarationRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<DeclarationRow[]>(`${SELECT} where d.id = $1::uuid`, id);
  return rows[0] && toDeclaration(tx, rows[0]);
}

/** What somebody signed last, and what before that; newest first, two at most. */
export async function listSigned(tx: Tx, personId: string): Promise<DeclarationRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<DeclarationRow[]>(
    `${SELECT} where d.person_id = $1::uuid and d.signed_at is not null order by d.signed_at desc, d.id desc limit 2`,
    personId,
  );
  return rows.map((row) => toDeclaration(tx, row));
}

/** Begins a draft; the one there is already wins. */
export async function beginDraft(
  tx: Tx,
  person: PersonRecord,
  begun: { readonly formVersion: number; readonly locale: string },
  now: Temporal.Instant,
): Promise<DeclarationRecord> {
  const client = await sql(tx);
  const at = toIso(now);
  await client.$executeRaw`
    insert into declaration (id, person_id, form_version, answers, locale, started_at, updated_at)
    values (${randomUUIDv7()}::uuid, ${person.id}::uuid, ${begun.formVersion}, '{}', ${begun.locale},
      ${at}::timestamptz, ${at}::timestamptz)
    on conflict (person_id) where signed_at is null do nothing`;
  return (await findDraft(tx, [person])) as DeclarationRecord;
}

/** Keeps the answers of a draft; false when it was signed meanwhile. */
export async function keepAnswers(
  tx: Tx,
  id: string,
  kept: { readonly answers: Answers; readonly form: Form; readonly locale: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const { answers, form, locale } = kept;
  const sealed = JSON.stringify(sealAnswers(tx, id, form, answers));
  const count = await client.$executeRaw`
    update declaration set answers = ${sealed}::jsonb, form_version = ${form.version}, locale = ${locale},
      updated_at = ${toIso(now)}::timestamptz
    where id = ${id}::uuid and signed_at is null`;
  return count > 0;
}

/** Signs these answers of a draft; `by` is null for whom it is about. False when it was signed or changed a moment before. */
export async function signDraft(
  tx: Tx,
  id: string,
  signed: {
    readonly answers: Answers;
    readonly by: string | null;
    readonly locale: string;
    readonly now: Temporal.Instant;
  },
): Promise<boolean> {
  const client = await sql(tx);
  const { answers, by, locale, now } = signed;
  // Encrypted answers are never written in the same letters twice: they are compared in words.
  const [draft] = await client.$queryRawUnsafe<DeclarationRow[]>(
    `${SELECT} where d.id = $1::uuid and d.signed_at is null for update of d`,
    id,
  );
  if (!draft || !isDeepStrictEqual(toDeclaration(tx, draft).answers, answers)) return false;
  const count = await client.$executeRaw`
    update declaration set signed_at = ${toIso(now)}::timestamptz, updated_at = ${toIso(now)}::timestamptz,
      signed_by = ${by}::uuid, locale = ${locale}
    where id = ${id}::uuid and signed_at is null`;
  return count > 0;
}

/** The stay of somebody who is staying, or about to, and has not begun a declaration; `zone` is its site's. */
export async function mustDeclare(
  tx: Tx,
  personId: string,
): Promise<{ readonly zone: string | null } | undefined> {
  const client = await sql(tx);
  const [row] = await client.$queryRaw<{ zone: string | null }[]>`
    select si.time_zone as zone from stay s left join site si on si.id = s.site_id
    where s.person_id = ${personId}::uuid and s.ended_at is null
      and s.state in ('expected', 'here')
      and not exists (select 1 from declaration d where d.person_id = s.person_id
        and (d.signed_at is null or d.signed_at > s.created_at - interval '21 days'))`;
  return row;
}

/** How many of those at a site have signed. */
export interface SiteCount {
  readonly site: string | null;
  readonly signed: number;
  readonly unsigned: number;
}

/** Somebody at a site who has not signed. */
export interface Unsigned {
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
}

/** Everybody who stays now, with whether they have signed for this stay. */
const STAYING = `select p.name, p.room, si.name as site, exists (select 1 from declaration d
    where d.person_id = s.person_id and d.signed_at > s.created_at - interval '21 days') as signed
  from stay s join person p on p.id = s.person_id left join site si on si.id = coalesce(s.site_id, p.site_id)
  where s.ended_at is null and s.state in ('here', 'hospital')
    and ($1::uuid is null or coalesce(s.site_id, p.site_id) = $1::uuid)`;

/** By site, of those who are there now; `siteId` null for all. */
export async function countSigned(tx: Tx, siteId: string | null): Promise<SiteCount[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<SiteCount[]>(
    `select site, count(*) filter (where signed)::int as signed, count(*) filter (where not signed)::int as unsigned
     from (${STAYING}) one group by site order by site nulls last`,
    siteId,
  );
}

/** Those there now who have not signed, by site and room. */
export async function listUnsigned(tx: Tx, siteId: string | null, most: number): Promise<Unsigned[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<Unsigned[]>(
    `select name, room, site from (${STAYING}) one where not signed
     order by site nulls last, room nulls last, name limit $2::int`,
    siteId,
    most,
  );
}
