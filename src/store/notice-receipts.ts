/** Who has got and read a notice. */
import { toIso } from '../clock.ts';
import { type NoticeRecord, selectNotices } from './notices.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A notice as one traveller has it. */
export type OwnNotice = NoticeRecord & { readonly isRead: boolean };

/** The notices for these people: those in force, and those that ended since `since`; newest first. */
export async function listOwnNotices(
  db: Reader,
  people: readonly string[],
  since: Temporal.Instant,
  limit: number,
): Promise<OwnNotice[]> {
  const notices = await selectNotices(
    db,
    `where n.id in (select notice_id from notice_receipt where person_id = any($1::uuid[]))
       and (n.state in ('sending', 'sent') or n.state in ('superseded', 'withdrawn') and n.ended_at > $2::timestamptz)
     order by n.approved_at desc, n.number desc limit $3::int`,
    people,
    toIso(since),
    limit,
  );
  const client = await sql(db);
  const rows = await client.$queryRaw<{ id: string }[]>`
    select notice_id::text as id from notice_receipt
    where person_id = any(${[...people]}::uuid[]) and notice_id = any(${notices.map(({ id }) => id)}::uuid[])
    group by notice_id having bool_and(read_at is not null)`;
  const read = new Set(rows.map(({ id }) => id));
  return notices.map((notice) => ({ ...notice, isRead: read.has(notice.id) }));
}

/** Who of the reader's own people a notice is for: themselves, those they speak for, and their party. */
export async function listReadableFor(
  db: Reader,
  noticeId: string,
  readerId: string,
): Promise<{ readonly personId: string; readonly readAt: Date | null }[]> {
  const client = await sql(db);
  return client.$queryRaw`
    select r.person_id::text as "personId", r.read_at as "readAt" from notice_receipt r
    where r.notice_id = ${noticeId}::uuid and r.person_id = any(array(select ${readerId}::uuid
      union select subject_id from proxy where speaker_id = ${readerId}::uuid and state = 'verified'
      union select o.id from person p join person o on o.party_id = p.party_id where p.id = ${readerId}::uuid))`;
}

/** Notes that these have read it; the first time counts. */
export async function markRead(
  tx: Tx,
  noticeId: string,
  people: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update notice_receipt set read_at = ${toIso(now)}::timestamptz
    where notice_id = ${noticeId}::uuid and person_id = any(${[...people]}::uuid[]) and read_at is null`;
}

/** How a notice stands at one site. */
export interface SiteCount {
  readonly siteId: string | null;
  readonly site: string | null;
  readonly people: number;
  readonly read: number;
  /** Who have not read it and have no chat where they could. */
  readonly unreached: number;
}

/** By site, by name. */
export async function countBySite(db: Reader, noticeId: string): Promise<SiteCount[]> {
  const client = await sql(db);
  return client.$queryRaw`
    select s.id::text as "siteId", s.name as site, count(*)::int as people, count(r.read_at)::int as read,
      count(*) filter (where r.read_at is null and r.queued_at is null)::int as unreached
    from notice_receipt r join person p on p.id = r.person_id left join site s on s.id = p.site_id
    where r.notice_id = ${noticeId}::uuid group by s.id, s.name order by s.name nulls last`;
}

/** Somebody who has not read it. */
export interface UnreadPerson {
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  /** False where they have no chat, or it could not be delivered. */
  readonly hasIt: boolean;
}

/** Those who have not read it, by site and room. */
export async function listUnread(
  db: Reader,
  noticeId: string,
  site: string | null,
  limit: number,
): Promise<UnreadPerson[]> {
  const client = await sql(db);
  return client.$queryRaw`
    select p.name, p.room, s.name as site, r.queued_at is not null as "hasIt"
    from notice_receipt r join person p on p.id = r.person_id left join site s on s.id = p.site_id
    where r.notice_id = ${noticeId}::uuid and r.read_at is null and (${site}::uuid is null or s.id = ${site}::uuid)
    order by s.name nulls last, length(p.room), p.room nulls last, p.name, p.id limit ${limit}::int`;
}
