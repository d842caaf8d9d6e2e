/**
 * What the team read and wrote of somebody stands in copies of messages that are no part of their record: the name in
 * a list that went to a group, the card on the desk. There the words themselves are blotted out, and nothing of anybody
 * else's.
 */
import { blot } from '../domain/privacy/blot.ts';
import type { Tx as SqlTx } from './db.ts';
import { readPersonNumbers } from './person-cards.ts';
import { STAFF_CHATS } from './retention-copies.ts';
import { sql, type Tx } from './transaction.ts';

/** So many of their texts are looked for, the longest first; names and numbers always are. */
const MOST_TEXTS = 60;
/** Sessions of nobody who travels. */
const OF_STAFF = `not exists (select 1 from channel_identity ci
  where ci.account = x.account and ci.external_id = x.sender and ci.person_id is not null)`;

/** Where copies are, from which row on they are looked through: older ones are empty already (src/store/retention-copies.ts). */
const PLACES = [
  { table: 'outgoing', id: 'id', column: 'body', where: `state <> 'pending' and id > $2::bigint` },
  { table: 'inbound', id: 'id', column: 'payload', where: `state <> 'pending' and id > $3::bigint` },
  {
    table: 'web_message',
    id: 'seq',
    column: 'content',
    where: `x.chat in (${STAFF_CHATS})`,
    touch: `, rev = nextval('web_message_rev')`,
  },
  { table: 'handover', id: 'id', column: 'sheet', where: 'true' },
  { table: 'chat', id: 'id', column: 'offered', where: 'offered is not null' },
  { table: 'console_session', id: 'id', column: 'answer', where: 'answer is not null' },
  { table: 'session', id: `account || ' ' || chat || ' ' || sender`, column: 'state', where: OF_STAFF },
] as const;

/** Words that are theirs alone, as far as words can be: names, numbers, and what they asked for. */
const WORDS = `
  select name as word, true as "isName" from person where id = any($1::uuid[])
  union select unnest(array[display_name, username]), true from channel_identity where person_id = any($1::uuid[])
  union select summary, false from ticket where person_id = any($1::uuid[]) and length(summary) >= 12
  union select text, false from entry where kind = 'traveller' and length(text) >= 12
    and ticket_id in (select id from ticket where person_id = any($1::uuid[]))`;

/** Long enough to be nobody else's by chance: two characters of Chinese, four of others. */
const isTelling = (word: string): boolean =>
  /\p{Script=Han}|\p{Script=Hangul}/u.test(word) ? [...word].length >= 2 : [...word].length >= 4;

/** The words to be blotted out; to be read before anything is removed. */
export async function tellingWords(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ word: string | null; isName: boolean }[]>(WORDS, [
    ...personIds,
  ]);
  const found = rows.filter(({ isName }) => isName).map(({ word }) => word);
  for (const id of personIds) {
    const { phone, documentNumber, contactName, contactPhone } = await readPersonNumbers(tx, id);
    found.push(phone, documentNumber, contactName, contactPhone);
  }
  const texts = rows.filter(({ isName }) => !isName).map(({ word }) => word);
  const longest = (words: readonly (string | null)[]): string[] =>
    [...new Set(words.flatMap((word) => (word && isTelling(word.trim()) ? [word.trim()] : [])))].sort(
      (one, two) => two.length - one.length,
    );
  return longest([...longest(texts).slice(0, MOST_TEXTS), ...found]);
}

/** Blots these words out of every copy; rows changed, by table. */
export async function blotOut(
  client: SqlTx,
  words: readonly string[],
  from: { readonly outgoing: bigint; readonly inbound: bigint },
): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  const escaped = words.map((word) => JSON.stringify(word).slice(1, -1));
  if (escaped.length === 0) return removed;
  for (const place of PLACES) {
    const { table, id, column, where } = place;
    const rows = await client.$queryRawUnsafe<{ id: string; value: string }[]>(
      `select (${id})::text as id, ${column}::text as value from ${table} x where ${where}
         and exists (select 1 from unnest($1::text[]) w where strpos(x.${column}::text, w) > 0)
         and $2::bigint is not null and $3::bigint is not null`,
      escaped,
      from.outgoing,
      from.inbound,
    );
    let count = 0;
    for (const row of rows) {
      const value = JSON.stringify(blot(JSON.parse(row.value), words));
      if (value === JSON.stringify(JSON.parse(row.value))) continue;
      count += 1;
      await client.$executeRawUnsafe(
        `update ${table} set ${column} = $2::jsonb${'touch' in place ? place.touch : ''} where (${id})::text = $1`,
        row.id,
        value,
      );
    }
    if (count > 0) removed[table] = count;
  }
  return removed;
}
