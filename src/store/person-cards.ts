/** People as colleagues look them up. */
import type { CareFlag } from '../domain/roster.ts';
import type { StayState } from '../domain/roster-import.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type FlagRow, toFlags } from './care.ts';
import { keysToFind } from './person-keys.ts';
import type { TicketRecord } from './records.ts';
import { unseal } from './sealed.ts';
import { type Reader, sql } from './transaction.ts';

/** Somebody who may be meant. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
}

const FOUND = `select p.id::text as id, p.name, p.room, s.name as site from person p left join site s on s.id = p.site_id`;

/** Whoever is called so, lives in that room (`1203`, `Sun Hotel 1203`) or has one of these keys; else in part. */
export async function findPeople(
  db: Reader,
  words: string,
  keys: readonly string[],
  limit: number,
): Promise<FoundPerson[]> {
  const client = await sql(db);
  // Each by an index of its own: joined by "or" they would be looked for among everybody.
  const exact = await client.$queryRawUnsafe<FoundPerson[]>(
    `${FOUND} where p.id = any(array(select id from person where lower(name) = lower($1)
       union select id from person where lower(room) = lower($1)
       union select r.id from site h join person r on r.site_id = h.id
           and lower(r.room) = substr(lower($1), length(lower(h.name)) + 2)
         where left(lower($1), length(lower(h.name)) + 1) = lower(h.name) || ' '
       union select person_id from person_key where key = any($2::text[])))
     order by p.name, p.id limit $3::int`,
    words,
    keysToFind(db, keys),
    limit,
  );
  if (exact.length > 0) return exact;
  const parts = words.split(/\s+/).map((word) => `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  return client.$queryRawUnsafe<FoundPerson[]>(
    `${FOUND} where p.name ilike all($1::text[]) order by p.name, p.id limit $2::int`,
    parts,
    limit,
  );
}

/** What colleagues are shown of somebody, without any number. */
export interface PersonCard extends FoundPerson {
  readonly jurisdiction: string | null;
  readonly languages: readonly string[];
  /** Of the latest stay; null where there was none. */
  readonly state: StayState | null;
  readonly flight: string | null;
  readonly entryOn: Temporal.PlainDate | null;
  readonly flags: readonly CareFlag[];
  readonly otherCare: readonly string[];
  /** Open ones, the newest first. */
  readonly tickets: readonly Pick<
    TicketRecord,
    'number' | 'need' | 'urgency' | 'state' | 'restricted' | 'ownerId'
  >[];
}

type Ticket = PersonCard['tickets'][number];

interface CardRow extends FoundPerson {
  jurisdiction: string | null;
  languages: string[] | null;
  locale: string | null;
  state: StayState | null;
  flight: string | null;
  entryOn: string | null;
  otherCare: string[] | null;
  flags: FlagRow[] | null;
  tickets: Ticket[] | null;
}

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');
const MOST_TICKETS = 10;

/** The card of one person; undefined when there is none with this id. */
export async function readPersonCard(db: Reader, id: string): Promise<PersonCard | undefined> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<CardRow[]>(
    `select p.id::text as id, p.name, p.room, p.jurisdiction, p.locale, si.name as site, st.state, st.flight,
       st.entry_on::text as "entryOn", d.languages || d.other_languages as languages, d.other_care as "otherCare",
       (select jsonb_agg(to_jsonb(f) order by f.kind) from care_flag f where f.person_id = p.id) as flags,
       (select jsonb_agg(jsonb_build_object('number', t.number, 'need', t.need, 'urgency', t.urgency,
           'state', t.state, 'restricted', t.restricted, 'ownerId', t.owner_id) order by t.number desc)
        from (select * from ticket where person_id = p.id and state in (${OPEN})
          order by number desc limit ${MOST_TICKETS}) t) as tickets
     from person p left join site si on si.id = p.site_id left join person_details d on d.person_id = p.id
     left join lateral (select * from stay where person_id = p.id
       order by (ended_at is null) desc, created_at desc, id desc limit 1) st on true
     where p.id = $1::uuid`,
    id,
  );
  if (!row) return undefined;
  return {
    ...row,
    languages: row.languages?.length ? row.languages : row.locale ? [row.locale] : [],
    entryOn: row.entryOn === null ? null : Temporal.PlainDate.from(row.entryOn),
    flags: toFlags(row.flags),
    otherCare: row.otherCare ?? [],
    tickets: row.tickets ?? [],
  };
}

/** What few may read of somebody. */
export interface PersonNumbers {
  readonly phone: string | null;
  readonly documentType: string | null;
  readonly documentNumber: string | null;
  readonly contactName: string | null;
  readonly contactPhone: string | null;
}

/** The numbers of somebody's papers and phones. */
export async function readPersonNumbers(db: Reader, id: string): Promise<PersonNumbers> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<PersonNumbers[]>(
    `select p.phone, d.document_type as "documentType", d.document_number as "documentNumber",
       d.contact_name as "contactName", d.contact_phone as "contactPhone"
     from person p left join person_details d on d.person_id = p.id where p.id = $1::uuid`,
    id,
  );
  if (!row)
    return { phone: null, documentType: null, documentNumber: null, contactName: null, contactPhone: null };
  return {
    ...row,
    phone: unseal(db, 'person.phone', id, row.phone),
    documentNumber: unseal(db, 'person_details.document_number', id, row.documentNumber),
    contactPhone: unseal(db, 'person_details.contact_phone', id, row.contactPhone),
  };
}
