/** Encrypts anew, in batches: what is in plain from before there were keys, and what has a key that is going. */

import type { Answers } from '../domain/declaration/answers.ts';
import { BUILT_IN, secretQuestions } from '../domain/declaration/forms.ts';
import type { Db, Tx as SqlTx } from './db.ts';
import { type DataKey, type Keyring, keyringOfDb } from './keyring.ts';
import { isPassing } from './passing-error.ts';
import { BLIND_KINDS, blind, storedKeyWith } from './person-keys.ts';
import { type Place, sealWith, unsealWith } from './sealed.ts';
import { changeNumbers } from './sealed-answers.ts';

/** `plain`: what was never encrypted; `others`: that, and everything with another key than the one in use. */
type Which = 'plain' | 'others';

/** Some rows of one place behind `after`; what names the last of them, or undefined when there are no more. */
type Batch = (work: Work) => Promise<{ readonly done: number; readonly last: string | undefined }>;

interface Work {
  readonly tx: SqlTx;
  readonly keyring: Keyring;
  readonly which: Which;
  readonly after: string | undefined;
}

const BATCH = 1000;

/** Columns that hold one value each. */
const COLUMNS: readonly { table: string; id: string; column: string; place: Place; where?: string }[] = [
  { table: 'person', id: 'id', column: 'phone', place: 'person.phone' },
  ...(['document_number', 'contact_phone', 'row_hash'] as const).map((column) => ({
    table: 'person_details',
    id: 'person_id',
    column,
    place: `person_details.${column}` as const,
  })),
  ...(['declared', 'roster'] as const).map((column) => ({
    table: 'declaration_difference',
    id: 'id',
    column,
    place: `declaration_difference.${column}` as const,
    where: `field = 'documentNumber'`,
  })),
  { table: 'webhook', id: 'id', column: 'secret', place: 'webhook.secret' },
];

const PLACES: readonly Batch[] = [...COLUMNS.map(columnBatch), keyBatch, answerBatch];

/** The tables that hold what was written over, until they are rewritten. */
const TABLES = 'person, person_details, person_key, declaration, declaration_difference, webhook';

/** Encrypts what is in plain; answers how many values that were. Nothing to do costs one look at an empty index each. */
export const sealPlain = (db: Db): Promise<number> => reseal(db, 'plain', () => {});

/** Encrypts with the key in use whatever has another; answers how many values that were. May be repeated at any time. */
export const resealOthers = (db: Db, onProgress: (done: number) => void): Promise<number> =>
  reseal(db, 'others', onProgress);

/** Removes what was written over from the tables' files; on a server an ordinary vacuum, which leaves it until it is reused. */
export async function wipeOld(db: Db, kind: 'embedded' | 'postgres'): Promise<void> {
  await db.$executeRawUnsafe(`vacuum (${kind === 'embedded' ? 'full, analyze' : 'analyze'}) ${TABLES}`);
  if (kind === 'embedded') await db.$executeRawUnsafe('checkpoint');
}

async function reseal(db: Db, which: Which, onProgress: (done: number) => void): Promise<number> {
  const keyring = keyringOfDb(db);
  let total = 0;
  for (const batch of PLACES) {
    let after: string | undefined;
    do {
      const { done, last } = await persistently(() =>
        db.$transaction((tx) => batch({ tx, keyring, which, after })),
      );
      total += done;
      if (done > 0) onProgress(total);
      after = last;
    } while (after !== undefined);
  }
  return total;
}

/** Others work meanwhile: of two that wait for each other the database ends one. */
async function persistently<T>(work: () => Promise<T>, tries = 5): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries === 1 || !isPassing(error)) throw error;
    return persistently(work, tries - 1);
  }
}

/** Which values are meant. Those in plain are written out as the indexes that find them have it. */
const meant = (value: string, which: Which, { id }: DataKey): string =>
  `${value} not like 'h1.${which === 'plain' ? '' : `${id}.`}%'`;

const read = (keyring: Keyring, place: Place, row: string, value: string): string =>
  value.startsWith('h1.') ? unsealWith(keyring, place, row, value) : value;

function columnBatch({ table, id, column, place, where }: (typeof COLUMNS)[number]): Batch {
  return async ({ tx, keyring, which, after }) => {
    const conditions = [meant(column, which, keyring[0]), ...(where ? [where] : [])].join(' and ');
    const rows = await tx.$queryRawUnsafe<{ id: string; value: string }[]>(
      `select ${id}::text as id, ${column} as value from ${table}
       where ${conditions} and ($1::uuid is null or ${id} > $1::uuid) order by ${table}.${id} limit ${BATCH} for update`,
      after ?? null,
    );
    const values = rows.map((row) => ({
      id: row.id,
      value: sealWith(keyring[0], place, row.id, read(keyring, place, row.id, row.value)),
    }));
    await tx.$executeRawUnsafe(
      `update ${table} t set ${column} = r.value from jsonb_to_recordset($1::jsonb) as r(id uuid, value text)
       where t.${id} = r.id`,
      JSON.stringify(values),
    );
    return { done: rows.length, last: rows.length < BATCH ? undefined : rows.at(-1)?.id };
  };
}

interface KeyRow {
  readonly key: string;
  readonly sealed: string | null;
  readonly person_id: string;
}

const KINDS = BLIND_KINDS.map((kind) => `key like '${kind}:%'`).join(' or ');

/** Keys of people: another index is another row. Paged by person, whose few keys stay together. */
async function keyBatch({ tx, keyring, which, after }: Work): ReturnType<Batch> {
  const others = which === 'plain' ? '' : ` or ${meant('sealed', which, keyring[0])}`;
  const rows = await tx.$queryRawUnsafe<KeyRow[]>(
    `select key, sealed, person_id::text from person_key where (sealed is null${others}) and (${KINDS})
       and ($1::uuid is null or person_id >= $1::uuid) order by person_key.person_id limit ${BATCH} for update`,
    after ?? null,
  );
  const changes = rows.map((row) => ({
    person_id: row.person_id,
    before: row.key,
    ...storedKeyWith(keyring[0], readKey(keyring, row)),
  }));
  const json = JSON.stringify(changes);
  await tx.$executeRawUnsafe(
    `delete from person_key k using jsonb_to_recordset($1::jsonb) as r(person_id uuid, before text)
     where k.person_id = r.person_id and k.key = r.before`,
    json,
  );
  await tx.$executeRawUnsafe(
    `insert into person_key (key, sealed, person_id)
     select key, sealed, person_id from jsonb_to_recordset($1::jsonb) as r(key text, sealed text, person_id uuid)
     on conflict do nothing`,
    json,
  );
  return { done: rows.length, last: rows.length < BATCH ? undefined : rows.at(-1)?.person_id };
}

function readKey(keyring: Keyring, { key, sealed, person_id }: KeyRow): string {
  if (sealed === null) return key;
  const kind = key.slice(0, key.indexOf(':'));
  const words = unsealWith(keyring, 'person_key.sealed', kind, sealed);
  if (keyring.some((one) => blind(one, words) === key)) return words;
  throw new Error(`a ${kind} key of person ${person_id} was changed, or belongs to another row`);
}

/** Written out for the questions of the first form: in plain there are no others. */
const PLAIN_ANSWERS = ['document-number', 'contact-phone'];

/** What any version asks for the number of a document or a phone; a question that is secret always was. */
async function everySecret(tx: SqlTx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct q->>'id' as id from declaration_form f, jsonb_path_query(f.form, '$.questions[*]') q
    where q->>'secret' = 'true' and q->>'id' ~ '^[a-z][a-z-]{0,15}$'`;
  return [...new Set([...secretQuestions(BUILT_IN), ...rows.map(({ id }) => id)])];
}

async function answerBatch({ tx, keyring, which, after }: Work): ReturnType<Batch> {
  const questions = which === 'plain' ? PLAIN_ANSWERS : await everySecret(tx);
  const some = questions.map((id) => meant(`answers->>'${id}'`, which, keyring[0])).join(' or ');
  const rows = await tx.$queryRawUnsafe<{ id: string; answers: Answers }[]>(
    `select id::text, answers from declaration where (${some}) and ($1::uuid is null or id > $1::uuid)
     order by declaration.id limit ${BATCH} for update`,
    after ?? null,
  );
  const place = 'declaration.answers';
  const changes = rows.map(({ id, answers }) => ({
    id,
    answers: changeNumbers(id, answers, questions, (row, text) =>
      sealWith(keyring[0], place, row, read(keyring, place, row, text)),
    ),
  }));
  await tx.$executeRawUnsafe(
    `update declaration d set answers = r.answers from jsonb_to_recordset($1::jsonb) as r(id uuid, answers jsonb)
     where d.id = r.id`,
    JSON.stringify(changes),
  );
  return { done: rows.length, last: rows.length < BATCH ? undefined : rows.at(-1)?.id };
}
