/**
 * A notice on its way: what is due for it, and who is to be queued next.
 *
 * Its messages are the rows of the outbox whose key is `notice:<id>:<account>:<chat>`: one for each chat, however many
 * people are reached there, and found by an index of their own.
 */
import { toIso } from '../clock.ts';
import type { AccountId, ChatRef } from '../domain/ids.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Below every id: a notice is queued from here on. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The key of a notice's message in one chat. */
export const noticeKey = (noticeId: string, account: string, chat: string): string =>
  `notice:${noticeId}:${account}:${chat}`;

/** Rows of the outbox `o` that are a notice's, whose id is compared with this; written as the index has it. */
export const OF_NOTICE = `o.dedupe_key like 'notice:%' and substr(o.dedupe_key, 8, 36)`;

/** What is due for a notice. */
export interface DueNotice {
  readonly id: string;
  readonly queue: boolean;
  readonly tell: boolean;
  readonly look: boolean;
  readonly close: boolean;
}

/** Minutes after which those it is for are looked up again. */
const LOOK_EVERY = 10;

/** Notices with something to do, which nobody else does meanwhile; one at most is looked up, new ones first. */
export async function takeDueNotices(tx: Tx, now: Temporal.Instant): Promise<DueNotice[]> {
  const client = await sql(tx);
  const inForce = `state in ('sending', 'sent')`;
  const look = `${inForce} and coalesce(looked_at, 'epoch') <= $1::timestamptz - interval '${LOOK_EVERY} minutes'`;
  const queue = `${inForce} and queued_to is not null`;
  const close = `state in ('superseded', 'withdrawn') and closed_at is null`;
  const tell = `coalesce(tell_at <= $1::timestamptz, false)`;
  const rows = await client.$queryRawUnsafe<DueNotice[]>(
    `select id::text, ${queue} as queue, ${tell} as tell, ${look} as look, ${close} as close from notice
     where number is not null and (${queue} or ${tell} or ${look} or ${close}) order by looked_at nulls first, id
     for update skip locked`,
    toIso(now),
  );
  let looked = false;
  return rows.map((row) => {
    const look = row.look && !looked;
    looked ||= look;
    return { ...row, look };
  });
}

/**
 * The next people of a notice who have none yet and may have somewhere to get it. People without any account are
 * passed over here; they stand on the unread list. It cannot end before this transaction does.
 */
export async function listUnqueued(
  tx: Tx,
  filter: { readonly noticeId: string; readonly limit: number } | { readonly people: readonly string[] },
): Promise<{ readonly noticeId: string; readonly personId: string }[]> {
  const client = await sql(tx);
  const all = 'noticeId' in filter;
  return client.$queryRawUnsafe(
    `select r.notice_id::text as "noticeId", r.person_id::text as "personId"
     from notice_receipt r join notice n on n.id = r.notice_id join person p on p.id = r.person_id
     where r.queued_at is null and n.state in ('sending', 'sent')
       and ${all ? 'r.notice_id = $1::uuid and r.person_id > n.queued_to' : 'r.person_id = any($1::uuid[])'}
       and (p.party_id is not null or exists (select 1 from channel_identity ci where ci.person_id = p.id)
         or exists (select 1 from proxy x where x.subject_id = p.id))
     order by ${all ? 'r.person_id limit $2::int' : 'n.approved_at, n.id'} for share of n`,
    all ? filter.noticeId : filter.people,
    ...(all ? [filter.limit] : []),
  );
}

/** Notes who is queued, and in which language. */
export async function markQueued(
  tx: Tx,
  noticeId: string,
  people: readonly { readonly personId: string; readonly locale: string }[],
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  const rows = people.map(({ personId, locale }) => ({ person_id: personId, locale }));
  await client.$executeRawUnsafe(
    `update notice_receipt r set queued_at = $3::timestamptz, locale = q.locale
     from jsonb_populate_recordset(null::notice_receipt, $2::jsonb) q
     where r.notice_id = $1::uuid and r.person_id = q.person_id`,
    noticeId,
    JSON.stringify(rows),
    toIso(now),
  );
}

/** Notes up to whom a notice is queued; null when that is everybody, and it is sent as far as queueing goes. */
export async function moveQueue(tx: Tx, noticeId: string, upTo: string | null): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update notice set queued_to = ${upTo}::uuid,
      state = case when ${upTo}::uuid is null and state = 'sending' then 'sent' else state end
    where id = ${noticeId}::uuid`;
}

/** Guests' groups of these sites, of all sites where none is named. */
export async function listGuestGroups(
  db: Reader,
  sites: readonly string[],
): Promise<{ readonly account: AccountId; readonly chat: ChatRef; readonly locale: string | null }[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe(
    `select account, external_id as chat, locale from chat
     where kind = 'group' and state = 'open' and site_id is not null and team_id is null and not oversees
       and (cardinality($1::uuid[]) = 0 or site_id = any($1::uuid[])) order by created_at, id`,
    sites,
  );
}

/** Notes that those it is for were looked up, and begins to queue it for whoever has none. */
export async function beginAgain(tx: Tx, noticeId: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update notice set looked_at = ${toIso(now)}::timestamptz, queued_to = coalesce(queued_to, ${FIRST_ID}::uuid)
    where id = ${noticeId}::uuid`;
}
