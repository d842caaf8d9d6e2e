/** The end of a notice: what is taken back, and what was sent and has to be marked. */
import { toIso } from '../clock.ts';
import type { AccountId, ChatRef, MessageRef } from '../domain/ids.ts';
import type { Outgoing } from '../domain/message.ts';
import { OF_NOTICE } from './notice-sending.ts';
import { TAKEN_BACK } from './outgoing.ts';
import { append, sql, type Tx } from './transaction.ts';

/** Takes back every message of a notice that is not sent yet; how many. Delivery asks again before it sends one. */
export async function takeBack(tx: Tx, noticeId: string): Promise<number> {
  const client = await sql(tx);
  return client.$executeRawUnsafe(
    `update outgoing o set state = 'expired', error = $2 where ${OF_NOTICE} = $1 and o.state = 'pending'`,
    noticeId,
    TAKEN_BACK,
  );
}

/** A message of a notice that somebody got. */
export interface SentNotice {
  readonly id: string;
  readonly key: string;
  readonly account: AccountId;
  readonly chat: ChatRef;
  readonly sentRef: MessageRef | null;
  readonly body: Outgoing & { readonly locale?: string };
  /** The notice in its place went, or goes, to this chat as well, or is for whoever reads here, wherever they get it. */
  readonly hasNext: boolean;
}

/** Messages that were sent of a notice that has ended, and are not marked yet. */
export async function listUnmarked(
  tx: Tx,
  noticeId: string,
  nextId: string | null,
  limit: number,
): Promise<SentNotice[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe(
    `with unmarked as materialized (
       select o.* from outgoing o where ${OF_NOTICE} = $1 and o.state = 'sent'
         and not exists (select 1 from outgoing m where m.dedupe_key = 'noticemark:' || o.id)
       order by o.id limit $3::int
     ), elsewhere as (
       select o.id from unmarked o join channel_identity ci on ci.account = o.account and ci.private_chat = o.chat
         join notice_receipt r on r.person_id = ci.person_id and r.notice_id = nullif($2, '')::uuid
     )
     select o.id::text, o.dedupe_key as key, o.account, o.chat, o.sent_ref as "sentRef", o.body,
       (exists (select 1 from outgoing x where x.dedupe_key = 'notice:' || $2 || substr(o.dedupe_key, 44))
         or o.id in (select id from elsewhere)) as "hasNext"
     from unmarked o order by o.id`,
    noticeId,
    nextId ?? '',
    limit,
  );
}

/** Notes that a message stands where nothing can be marked. */
export function skipMark(tx: Tx, sent: SentNotice, now: Temporal.Instant): void {
  append(tx, 'outgoing', {
    account: sent.account,
    chat: sent.chat,
    lane: 2,
    kind: 'edit',
    body: {},
    dedupe_key: `noticemark:${sent.id}`,
    state: 'expired',
    attempts: 0,
    not_before: toIso(now),
    created_at: toIso(now),
  });
}

/** Notes that everybody who had it knows that it has ended. */
export async function closeNotice(tx: Tx, noticeId: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update notice set closed_at = ${toIso(now)}::timestamptz where id = ${noticeId}::uuid and closed_at is null`;
}
