/** Removes somebody's personal data for good; what is left of them is a person without a name, for the figures. */
import { toIso } from '../clock.ts';
import { DATA_CLASSES, type DataClass } from '../domain/privacy/data-class.ts';
import type { Removed } from '../domain/privacy/proof.ts';
import type { Tx as SqlTx } from './db.ts';
import { emptyRecord } from './erasure-record.ts';
import { ERASING, MESSAGES } from './erasure-statements.ts';
import { blotOut, tellingWords } from './erasure-traces.ts';
import { readCursors } from './retention-copies.ts';
import { sql, type Tx } from './transaction.ts';

/**
 * Removes these kinds of data of these people, and notes that it was done. With `identity` everything goes that is
 * theirs, whatever else is named. `blots`: copies of the team's messages that name them lose those words at once, and not
 * only when they are old.
 */
export async function removeData(
  tx: Tx,
  personIds: readonly string[],
  classes: readonly DataClass[],
  now: Temporal.Instant,
  { blots = false } = {},
): Promise<Removed> {
  const client = await sql(tx);
  await client.$queryRawUnsafe('select 1 from person where id = any($1::uuid[]) order by id for update', [
    ...personIds,
  ]);
  const isAll = classes.includes('identity');
  const words = blots ? await tellingWords(tx, personIds) : [];
  const ids = {
    received: await idsOf(client, MESSAGES.received, personIds),
    sent: await idsOf(client, MESSAGES.sent, personIds),
  };
  const removed: Partial<Record<DataClass, Record<string, number>>> = {};
  for (const name of DATA_CLASSES.filter((one) => isAll || classes.includes(one))) {
    const counts: Record<string, number> = {};
    // The record names tickets and accounts: it is emptied before those are.
    if (name === 'transcripts') add(counts, 'audit', await emptyRecord(client, personIds));
    for (const { table, sql: statement, needs = [] } of ERASING[name]) {
      const more = needs.map((one) => ids[one]);
      add(counts, table, await client.$executeRawUnsafe(statement, [...personIds], ...more));
    }
    removed[name] = counts;
  }
  if (blots) {
    const traces = await blotOut(client, words, await readCursors(tx));
    const counts = { ...removed.transcripts };
    for (const [table, count] of Object.entries(traces)) add(counts, table, count);
    removed.transcripts = counts;
  }
  await note(client, personIds, removed, now);
  for (const id of personIds) tx.changed.add(id);
  return removed;
}

async function idsOf(client: SqlTx, statement: string, personIds: readonly string[]): Promise<string[]> {
  const rows = await client.$queryRawUnsafe<{ id: string }[]>(statement, [...personIds]);
  return rows.map(({ id }) => id);
}

function add(counts: Record<string, number>, table: string, count: number): void {
  if (count > 0) counts[table] = (counts[table] ?? 0) + count;
}

async function note(
  client: SqlTx,
  personIds: readonly string[],
  removed: Removed,
  now: Temporal.Instant,
): Promise<void> {
  const rows = Object.entries(removed).map(([name, tables]) => ({
    name,
    rows: Object.values(tables).reduce((sum, count) => sum + count, 0),
  }));
  await client.$executeRawUnsafe(
    `insert into removal (person_id, data_class, at, rows)
     select p, r.name, $3::timestamptz, r.rows from unnest($1::uuid[]) p, jsonb_to_recordset($2::jsonb) as r(name text, rows int)
     on conflict (person_id, data_class) do update set at = excluded.at, rows = removal.rows + excluded.rows`,
    [...personIds],
    JSON.stringify(rows),
    toIso(now),
  );
}

/** Where cards of their tickets stand: those have to be drawn anew. */
export async function listTheirCards(
  tx: Tx,
  personIds: readonly string[],
): Promise<{ ticketId: string; chatId: string; account: string; chat: string; kind: 'private' | 'group' }[]> {
  const client = await sql(tx);
  return client.$queryRaw`
    select c.ticket_id::text as "ticketId", h.id::text as "chatId", h.account, h.external_id as chat, h.kind
    from card c join chat h on h.id = c.chat_id join ticket t on t.id = c.ticket_id
    where t.person_id = any(${[...personIds]}::uuid[]) and h.state = 'open' and c.ref is not null`;
}
