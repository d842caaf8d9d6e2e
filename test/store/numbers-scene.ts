/** People with numbers wherever numbers are kept, for the tests of their encryption. */

import type { Answers } from '../../src/domain/declaration/answers.ts';
import { rosterKeys } from '../../src/domain/roster/match.ts';
import { findCaller } from '../../src/store/callers.ts';
import type { Db } from '../../src/store/db.ts';
import { findDifference } from '../../src/store/declaration-differences.ts';
import { findDeclaration } from '../../src/store/declarations.ts';
import { findPeople, readPersonNumbers } from '../../src/store/person-cards.ts';
import { findKnown } from '../../src/store/roster-books.ts';
import { transact } from '../../src/store/transaction.ts';

/** Numbers that stand nowhere but here: what is looked for in a dump. */
export const NUMBERS = {
  phone: '+8613811119999',
  document: 'E77778888',
  contact: '+8613922223333',
  declared: 'E77778889',
  former: '13855556666',
} as const;

const PERSON = '00000000-0000-7000-8000-00000000000a';
const DECLARATION = '00000000-0000-7000-8000-00000000000b';
const DIFFERENCE = '00000000-0000-7000-8000-00000000000c';
const HASH = 'hash-of-a-row:0';
const AT = `'2026-05-01T08:00:00Z'`;
const ANSWERS: Answers = {
  name: 'Li Na',
  'document-number': NUMBERS.declared,
  'contact-phone': NUMBERS.contact,
  seat: null,
};

/** One person with every number, as a version before encryption wrote them; the former phone is still a key of theirs. */
export const PLAIN = `
  insert into person (id, name, phone, created_at) values ('${PERSON}', 'Li Na', '${NUMBERS.phone}', ${AT});
  insert into person_details (person_id, document_number, contact_phone, row_hash, languages, other_languages, other_care)
    values ('${PERSON}', '${NUMBERS.document}', '${NUMBERS.contact}', '${HASH}', '{}', '{}', '{}');
  insert into person_key (key, person_id) values ('phone:13811119999', '${PERSON}'), ('phone:${NUMBERS.former}', '${PERSON}'),
    ('document:${NUMBERS.document}', '${PERSON}'), ('name-birth:li na:1990-04-03', '${PERSON}');
  insert into declaration (id, person_id, form_version, answers, locale, started_at, updated_at)
    values ('${DECLARATION}', '${PERSON}', 1, '${JSON.stringify(ANSWERS)}', 'en', ${AT}, ${AT});
  insert into declaration_difference (id, declaration_id, field, declared, roster)
    values ('${DIFFERENCE}', '${DECLARATION}', 'documentNumber', '${NUMBERS.declared}', '${NUMBERS.document}');
  insert into declaration_difference (id, declaration_id, field, declared, roster)
    values (gen_random_uuid(), '${DECLARATION}', 'flight', 'CA981', 'CA982');`;

/** What a look-up by a number finds, and what is read of that person, everywhere. */
export async function readEverything(db: Db) {
  const keys = (number: string): string[] =>
    rosterKeys({
      name: '',
      birthDate: null,
      documentNumber: number,
      phone: number,
      flight: null,
      entryDate: null,
    }).map(({ key }) => key);
  return transact(db, async (tx) => {
    const find = async (number: string) =>
      (await findPeople(tx, number, keys(number), 5)).map(({ id }) => id);
    return {
      numbers: await readPersonNumbers(tx, PERSON),
      answers: (await findDeclaration(tx, DECLARATION))?.answers,
      difference: await findDifference(tx, 1).then((one) => [one?.declared, one?.roster]),
      byPhone: await find('138-1111 9999'),
      byFormerPhone: await find(`0086${NUMBERS.former}`.slice(2)),
      byDocument: await find('e7777 8888'),
      byRow: (await findKnown(tx, [], [HASH], undefined)).map(({ id, rowHash, facts }) => [
        id,
        rowHash,
        facts.phone,
      ]),
      caller: (await findCaller(tx, { name: null, room: null, phone: '13811119999' }))?.person.id,
    };
  });
}

/** What `readEverything` says of the person of `PLAIN`. */
export const EVERYTHING = {
  numbers: {
    phone: NUMBERS.phone,
    documentType: null,
    documentNumber: NUMBERS.document,
    contactName: null,
    contactPhone: NUMBERS.contact,
  },
  answers: ANSWERS,
  difference: [NUMBERS.declared, NUMBERS.document],
  byPhone: [PERSON],
  byFormerPhone: [PERSON],
  byDocument: [PERSON],
  byRow: [[PERSON, HASH, NUMBERS.phone]],
  caller: PERSON,
};

/** Every row of every table, as text. */
export async function dump(db: Db): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`;
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db.$queryRawUnsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from "${name}" t`),
    ),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

/** What of these numbers can be read in a text, in whichever spelling. */
export const readable = (text: string): string[] =>
  Object.values(NUMBERS).filter((number) => text.includes(number.replace('+86', '')));
