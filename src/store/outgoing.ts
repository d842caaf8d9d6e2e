/** The outbox as delivery sees it: what is due, and what became of it. */
import { toDate } from '../clock.ts';
import type { Actor } from '../domain/actor.ts';
import type { AccountId, ChatRef, MessageRef, TopicRef } from '../domain/ids.ts';
import type { Db } from './db.ts';
import { type Reader, sql } from './transaction.ts';

/** A message waiting to be delivered. */
export interface OutgoingRecord {
  readonly id: bigint;
  readonly account: AccountId;
  readonly chat: ChatRef;
  readonly lane: number;
  readonly kind: 'message' | 'card' | 'topic' | 'edit';
  readonly body: unknown;
  readonly ticketId: string | null;
  readonly attempts: number;
  readonly expiresAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
}

interface Row {
  id: bigint;
  account: AccountId;
  chat: ChatRef;
  lane: number;
  kind: 'message' | 'card' | 'topic' | 'edit';
  body: unknown;
  ticket_id: string | null;
  attempts: number;
  expires_at: Date | null;
  created_at: Date;
}

/**
 * Due messages of an account, gravest lane first, oldest first, leaving out those already known. Nothing of a chat is
 * due while an earlier message of the same lane waits for its next try.
 */
export async function listDue(
  db: Db,
  account: string,
  now: Temporal.Instant,
  known: readonly bigint[],
  withBulk: boolean,
  limit: number,
): Promise<OutgoingRecord[]> {
  const rows = await db.$queryRawUnsafe<Row[]>(
    `select id, account, chat, lane, kind, body, ticket_id, attempts, expires_at, created_at from outgoing o
     where account = $1 and state = 'pending' and not_before <= $2 and id <> all($3::bigint[]) and lane <= $4
       and not exists (select 1 from outgoing e where e.account = o.account and e.chat = o.chat and e.lane = o.lane
         and e.state = 'pending' and e.id < o.id and e.attempts > 0 and e.not_before > $2)
     order by lane, id limit $5`,
    account,
    toDate(now),
    [...known],
    withBulk ? 2 : 1,
    limit,
  );
  return rows.map((row) => ({
    id: BigInt(row.id),
    account: row.account,
    chat: row.chat,
    lane: row.lane,
    kind: row.kind,
    body: row.body,
    ticketId: row.ticket_id,
    attempts: row.attempts,
    expiresAt: row.expires_at && Temporal.Instant.fromEpochMilliseconds(row.expires_at.getTime()),
    createdAt: Temporal.Instant.fromEpochMilliseconds(row.created_at.getTime()),
  }));
}

/** One message that a platform has counted lately. */
export interface RecentSend {
  readonly chat: ChatRef;
  readonly lane: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * What an account sent since then, oldest first. Rows that were done by one message (a list, a card drawn anew) were
 * recorded together and count once.
 */
export async function listSentSince(db: Db, account: string, since: Temporal.Instant): Promise<RecentSend[]> {
  const rows = await db.$queryRaw<{ chat: ChatRef; lane: number; sent_at: Date }[]>`
    select chat, min(lane) as lane, sent_at from outgoing
    where account = ${account} and sent_at > ${toDate(since)} group by chat, sent_at, sent_ref order by sent_at`;
  return rows.map(({ chat, lane, sent_at }) => ({ chat, lane, at: sent_at.getTime() }));
}

/** What delivery found out about a chat's topics, to be told in the transaction that records it. */
export type TopicNews =
  /** No topic could be opened: the chat has none (any more), or the platform allows no more for a while. */
  | { readonly type: 'topics.refused'; readonly chatId: string; readonly why: 'no-topics' | 'limit' }
  /** What a chat offers, for whoever asked. */
  | {
      readonly type: 'topics.checked';
      readonly chatId: string;
      readonly standing: 'ready' | 'no-topics' | 'no-right';
      readonly asked: {
        readonly inboundId: string;
        readonly actor: Actor;
        readonly locale: string;
        readonly topic?: TopicRef;
      };
    };

/** What became of one message. */
export interface DeliveryResult {
  readonly id: bigint;
  readonly state: 'sent' | 'failed' | 'expired' | 'pending';
  readonly sentRef?: string | undefined;
  /** For `pending`: when it is tried again. */
  readonly notBefore?: Temporal.Instant;
  readonly error?: string;
  /** For a drawn card: whose it is, and the list it stands in. */
  readonly card?: {
    readonly ticketId: string;
    readonly chatId: string;
    readonly ref?: string;
    readonly listId?: string;
  };
  readonly news?: TopicNews;
}

/** How the error of a message begins that the platform refused because too much was sent. */
export const THROTTLED = 'throttled: ';

/** The error of a message that is not to be sent any more. */
export const TAKEN_BACK = 'taken back';

/** The error of a message that goes out elsewhere instead, as a copy. */
export const TAKEN_ALONG = 'taken along';

/** Where the message that was queued under this key stands; undefined while it is not sent. */
export async function findSent(db: Reader, key: string): Promise<MessageRef | undefined> {
  const client = await sql(db);
  const row = await client.outgoing.findUnique({ where: { dedupeKey: key }, select: { sentRef: true } });
  return (row?.sentRef ?? undefined) as MessageRef | undefined;
}

/** Whether a message that was read before is still to be sent: it may have been taken back since. */
export async function isStillDue(db: Reader, id: bigint): Promise<boolean> {
  const client = await sql(db);
  return (await client.outgoing.count({ where: { id, state: 'pending' } })) > 0;
}

/**
 * Records what became of messages, and where cards stand now, in one statement. What was taken back or along while it
 * was tried stays so unless it arrived.
 */
export async function recordResults(
  db: Reader,
  results: readonly DeliveryResult[],
  now: Temporal.Instant,
): Promise<void> {
  const rows = results.map(({ id, state, sentRef, notBefore, error, card }) => ({
    id: String(id),
    state,
    sent_ref: sentRef,
    not_before: notBefore?.toString(),
    error,
    ...(card && state === 'sent'
      ? { ticket_id: card.ticketId, chat_id: card.chatId, ref: card.ref, list_id: card.listId }
      : {}),
  }));
  const client = await sql(db);
  await client.$executeRawUnsafe(
    `with r as materialized (
       select * from jsonb_to_recordset($1::jsonb) as r(id bigint, state text, sent_ref text, not_before timestamptz,
         error text, ticket_id uuid, chat_id uuid, ref text, list_id uuid)
     ), placed as (
       update card c set ref = coalesce(r.ref, c.ref), list_id = coalesce(r.list_id, c.list_id)
       from r where c.ticket_id = r.ticket_id and c.chat_id = r.chat_id
     )
     update outgoing o set
       state = case when r.state <> 'sent' and o.state = 'expired' then o.state else r.state end,
       error = case when r.state <> 'sent' and o.state = 'expired' then o.error else r.error end,
       sent_ref = coalesce(r.sent_ref, o.sent_ref), not_before = coalesce(r.not_before, o.not_before),
       attempts = o.attempts + case when r.state = 'sent' then 0 else 1 end,
       sent_at = case when r.state = 'sent' then $2::timestamptz else o.sent_at end
     from r where o.id = r.id`,
    JSON.stringify(rows),
    now.toString(),
  );
}
