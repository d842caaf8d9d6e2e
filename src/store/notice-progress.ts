/** How far a notice is, and what its author and approver were told of that. */
import { toIso } from '../clock.ts';
import type { AccountId, ChatRef } from '../domain/ids.ts';
import { OF_NOTICE } from './notice-sending.ts';
import { TAKEN_ALONG, TAKEN_BACK } from './outgoing.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** How far a notice is, in messages and people. */
export interface NoticeProgress {
  readonly people: number;
  /** People not queued yet whose turn is still to come. */
  readonly ahead: number;
  /** People who have no chat where they could get it. */
  readonly unreached: number;
  readonly read: number;
  readonly sent: number;
  readonly failed: number;
  readonly waiting: number;
  /** Messages that were taken back before they went out, since it ended. */
  readonly stopped: number;
}

/** Counts from the outbox and the receipts. */
export async function readProgress(db: Reader, noticeId: string): Promise<NoticeProgress> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<NoticeProgress[]>(
    `select r.*, m.* from
       (select count(*)::int as people, count(r.read_at)::int as read,
          count(*) filter (where r.queued_at is null and n.queued_to is not null and r.person_id > n.queued_to)::int as ahead,
          count(*) filter (where r.queued_at is null and (n.queued_to is null or r.person_id <= n.queued_to))::int as unreached
        from notice n left join notice_receipt r on r.notice_id = n.id where n.id = $1::uuid and r.person_id is not null) r,
       (select count(*) filter (where o.state = 'sent')::int as sent,
          count(*) filter (where o.state in ('failed', 'expired')
            and coalesce(o.error, '') not in ('${TAKEN_ALONG}', '${TAKEN_BACK}'))::int as failed,
          count(*) filter (where o.state = 'expired' and o.error = '${TAKEN_BACK}')::int as stopped,
          count(*) filter (where o.state = 'pending')::int as waiting
        from outgoing o where ${OF_NOTICE} = $2) m`,
    noticeId,
    noticeId,
  );
  const none = { people: 0, ahead: 0, unreached: 0, read: 0, sent: 0, failed: 0, waiting: 0, stopped: 0 };
  return row ?? none;
}

/** When author and approver are told next, and what they were told. */
export async function noteTold(
  tx: Tx,
  noticeId: string,
  percent: number,
  next: Temporal.Instant | null,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update notice set told_percent = ${percent}, tell_at = ${next && toIso(next)}::timestamptz
    where id = ${noticeId}::uuid`;
}

/** Where a message of this key went. */
export async function findPlace(
  db: Reader,
  key: string,
): Promise<{ readonly account: AccountId; readonly chat: ChatRef } | undefined> {
  const client = await sql(db);
  const row = await client.outgoing.findUnique({
    where: { dedupeKey: key },
    select: { account: true, chat: true },
  });
  return row ? { account: row.account as AccountId, chat: row.chat as ChatRef } : undefined;
}
