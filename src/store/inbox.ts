/** The inbox: messages stored before they are acknowledged, handled once, in order per chat. */

import { toDate } from '../clock.ts';
import type { Inbound } from '../domain/message.ts';
import type { SessionState } from './context.ts';
import type { Db } from './db.ts';
import { sql, type Tx } from './transaction.ts';

/** How long the pieces of an album are gathered after the last one came, in milliseconds. */
export const ALBUM_MS = 900;

/** Stores a batch in one statement; a message already stored stays as it is. Returns how many were new. */
export async function storeInbound(
  db: Db,
  batch: readonly Inbound[],
  now: Temporal.Instant,
): Promise<number> {
  const rows = batch.map((inbound) => ({
    account: inbound.account,
    external_id: inbound.id,
    chat: inbound.chat.id,
    payload: inbound,
    state: 'pending',
    attempts: 0,
    received_at: now.toString(),
    not_before: inbound.group ? now.add({ milliseconds: ALBUM_MS }).toString() : now.toString(),
  }));
  return db.$executeRawUnsafe(
    `insert into inbound (account, external_id, chat, payload, state, attempts, received_at, not_before)
     select account, external_id, chat, payload, state, attempts, received_at, not_before
     from jsonb_populate_recordset(null::inbound, $1::jsonb)
     on conflict (account, external_id) do nothing`,
    storable(rows),
  );
}

/** Stores one message that is handled in this very transaction; undefined when it was stored before. */
export async function storeHandled(
  tx: Tx,
  inbound: Inbound,
  now: Temporal.Instant,
): Promise<bigint | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ id: bigint }[]>`
    insert into inbound (account, external_id, chat, payload, state, attempts, received_at, not_before, handled_at)
    values (${inbound.account}, ${inbound.id}, ${inbound.chat.id}, ${storable(inbound)}::jsonb, 'handled', 1,
      ${toDate(now)}, ${toDate(now)}, ${toDate(now)})
    on conflict (account, external_id) do nothing returning id`;
  return rows[0] && BigInt(rows[0].id);
}

/** What the bot asked last in the chat of this message, and knows of the conversation. */
export async function readSession(tx: Tx, { account, chat, sender }: Inbound): Promise<SessionState> {
  const client = await sql(tx);
  const row = await client.session.findUnique({
    where: { account_chat_sender: { account, chat: chat.id, sender: sender.id } },
  });
  return (row?.state ?? {}) as SessionState;
}

/** JSON that PostgreSQL can keep: without NUL characters and lone surrogates. */
function storable(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    typeof item === 'string' ? item.replaceAll('\u0000', '').toWellFormed() : item,
  );
}

/**
 * Locks up to `limit` chats whose oldest message may be handled now, for the length of this transaction.
 * A chat whose oldest message has to wait (album, failed try) waits as a whole, so that order is kept. Chats that
 * another process handles are passed over: the limit counts what was locked, and none beyond it is tried.
 */
export async function lockChats(tx: Tx, now: Temporal.Instant, limit: number): Promise<string[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ key: string }[]>(
    `with waiting as materialized (
       select account, chat, min(id) as first, bool_or(not_before > $1) as held from (
         select account, chat, id, not_before from inbound where state = 'pending' order by id limit 1000
       ) oldest group by account, chat
     ), ready as materialized (
       select account || ' ' || chat as key from waiting where not held order by first
     )
     select key from ready where pg_try_advisory_xact_lock(hashtextextended(key, 0)) limit $2`,
    toDate(now),
    limit,
  );
  return rows.map((row) => row.key);
}

/** Locks one chat (a key of lockChats) for the length of this transaction, waiting for whoever has it. */
export async function lockChat(tx: Tx, key: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}

/** Moves a message's next try; the chat's later messages wait for it. */
export async function postponeInbound(
  db: Db,
  id: bigint,
  until: Temporal.Instant,
  error: string,
): Promise<void> {
  await db.inbound.update({
    where: { id },
    data: { attempts: { increment: 1 }, notBefore: toDate(until), error },
  });
}

/** A message is not handled before `until`, through no fault of its own; the chat's later messages wait for it. */
export async function holdInbound(db: Db, id: bigint, until: Temporal.Instant): Promise<void> {
  await db.inbound.updateMany({ where: { id, state: 'pending' }, data: { notBefore: toDate(until) } });
}

/** Gives a message up: it stays stored, marked failed with the reference the person was given. */
export async function failInbound(tx: Tx, id: bigint, error: string): Promise<void> {
  const client = await sql(tx);
  await client.inbound.update({
    where: { id },
    data: { state: 'failed', error, attempts: { increment: 1 } },
  });
}

/** When the next chat's messages may be handled; undefined when nothing waits. */
export async function nextInboundAt(db: Db): Promise<Temporal.Instant | undefined> {
  const rows = await db.$queryRaw<{ at: Date | null }[]>`
    select min(free_at) as at from (
      select max(not_before) as free_at from (
        select account, chat, not_before from inbound where state = 'pending' order by id limit 1000
      ) oldest group by account, chat
    ) chats`;
  const at = rows[0]?.at;
  return at ? Temporal.Instant.fromEpochMilliseconds(at.getTime()) : undefined;
}
