/** Notices from draft to end: their texts, numbers and states. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import type { Media } from '../domain/message.ts';
import { type NoticeAudience, type NoticeState, type NoticeText, noticeAudience } from '../domain/notice.ts';
import { toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A notice as stored. */
export interface NoticeRecord {
  readonly id: string;
  /** Empty while a draft has none. */
  readonly issuer: string;
  readonly number: number | null;
  readonly state: NoticeState;
  readonly audience: NoticeAudience;
  readonly attachments: readonly Media[];
  readonly supersedesId: string | null;
  readonly reason: string | null;
  readonly createdBy: string;
  readonly approvedBy: string | null;
  readonly approvedAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
  readonly version: number;
  /** Who asked for it to be withdrawn. */
  readonly endingBy: string | null;
  readonly toldPercent: number;
  readonly texts: readonly NoticeText[];
  /** The number of the one it replaces. */
  readonly replaces: number | null;
  /** The notice that replaced it. */
  readonly successor: { readonly id: string; readonly number: number; readonly state: NoticeState } | null;
}

const SELECT = `select to_jsonb(n) || jsonb_build_object(
    'texts', coalesce((select jsonb_agg(jsonb_build_object('locale', t.locale, 'title', t.title, 'body', t.body)
      order by t.locale) from notice_text t where t.notice_id = n.id), '[]'::jsonb),
    'replaces', (select o.number from notice o where o.id = n.supersedes_id),
    'successor', (select jsonb_build_object('id', s.id, 'number', s.number, 'state', s.state) from notice s
      where s.supersedes_id = n.id and s.number is not null order by s.approved_at limit 1)) as row
  from notice n`;

/** Notices with their texts; `where` is ours, never a user's. */
export async function selectNotices(
  db: Reader,
  where: string,
  ...params: unknown[]
): Promise<NoticeRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `${SELECT} ${where}`,
    ...params,
  );
  return rows.map(({ row }) => {
    const record = toRecord<NoticeRecord>(row);
    return {
      ...record,
      audience: noticeAudience.parse(record.audience),
      attachments: record.attachments ?? [],
    };
  });
}

/** The notice with this id. */
export async function findNotice(db: Reader, id: string): Promise<NoticeRecord | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  return (await selectNotices(db, 'where n.id = $1::uuid', id))[0];
}

/** The draft that somebody has in hand: the last they began. */
export async function findDraft(db: Reader, staffId: string): Promise<NoticeRecord | undefined> {
  const where = `where n.created_by = $1::uuid and n.state = 'draft' order by n.created_at desc, n.id desc limit 1`;
  return (await selectNotices(db, where, staffId))[0];
}

/** Notices of this number, of all issuers or of the one whose name begins so; the newest first. */
export const listNumbered = (db: Reader, number: number, issuer = ''): Promise<NoticeRecord[]> =>
  selectNotices(
    db,
    `where n.number = $1::int and lower(n.issuer) like lower($2) || '%' order by n.approved_at desc`,
    number,
    issuer.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`),
  );

/** Notices that wait for a second person, to be sent or to be withdrawn, the oldest first. */
export const listUndecided = (db: Reader, limit: number): Promise<NoticeRecord[]> =>
  selectNotices(
    db,
    `where n.state = 'asked' or (n.state in ('sending', 'sent') and n.ending_by is not null)
     order by n.created_at, n.id limit $1::int`,
    limit,
  );

/** The last notices that have a number, newest first. */
export const listNotices = (db: Reader, limit: number): Promise<NoticeRecord[]> =>
  selectNotices(
    db,
    'where n.number is not null order by n.approved_at desc, n.number desc limit $1::int',
    limit,
  );

/** Everybody who has ever issued one, the first first: a button names them by their place. */
export async function listIssuers(db: Reader): Promise<string[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ issuer: string }[]>`
    select issuer from notice where issuer <> '' and number is not null
    group by issuer order by min(approved_at), issuer`;
  return rows.map(({ issuer }) => issuer);
}

/** Begins a draft. */
export async function addDraft(
  tx: Tx,
  draft: Pick<NoticeRecord, 'issuer' | 'audience' | 'supersedesId' | 'createdBy'>,
  now: Temporal.Instant,
): Promise<NoticeRecord> {
  const client = await sql(tx);
  const id = randomUUIDv7();
  await client.$executeRaw`
    insert into notice (id, issuer, state, audience, supersedes_id, created_by, created_at)
    values (${id}::uuid, ${draft.issuer}, 'draft', ${JSON.stringify(draft.audience)}::jsonb,
      ${draft.supersedesId}::uuid, ${draft.createdBy}::uuid, ${toIso(now)}::timestamptz)`;
  return (await findNotice(tx, id)) as NoticeRecord;
}

/** What changes of a notice besides its texts. */
export type NoticeChange = Partial<
  Pick<
    NoticeRecord,
    | 'issuer'
    | 'number'
    | 'state'
    | 'audience'
    | 'attachments'
    | 'supersedesId'
    | 'reason'
    | 'approvedBy'
    | 'approvedAt'
    | 'endedAt'
    | 'endingBy'
  >
> & {
  readonly askedAt?: Temporal.Instant;
  /** Whom it is queued up to: the first id of all to begin, null when there is nobody to queue it for. */
  readonly queuedTo?: string | null;
  readonly tellAt?: Temporal.Instant;
};

const COLUMNS: Readonly<Record<keyof NoticeChange, string>> = {
  issuer: 'issuer',
  number: 'number',
  state: 'state',
  audience: 'audience',
  attachments: 'attachments',
  supersedesId: 'supersedes_id',
  reason: 'reason',
  approvedBy: 'approved_by',
  approvedAt: 'approved_at',
  endedAt: 'ended_at',
  endingBy: 'ending_by',
  askedAt: 'asked_at',
  queuedTo: 'queued_to',
  tellAt: 'tell_at',
};

/** Changes it if nobody else has since it was read; undefined when somebody has. */
export async function changeNotice(
  tx: Tx,
  before: Pick<NoticeRecord, 'id' | 'version'>,
  change: NoticeChange,
): Promise<NoticeRecord | undefined> {
  const client = await sql(tx);
  const names = Object.keys(change) as (keyof NoticeChange)[];
  const row = Object.fromEntries(names.map((name) => [COLUMNS[name], change[name] ?? null]));
  const sets = names.map((name) => `${COLUMNS[name]} = r.${COLUMNS[name]}`);
  const changed = await client.$executeRawUnsafe(
    `update notice n set ${[...sets, 'version = n.version + 1'].join(', ')}
     from jsonb_populate_record(null::notice, $3::jsonb) r where n.id = $1::uuid and n.version = $2::int`,
    before.id,
    before.version,
    JSON.stringify(row),
  );
  return changed > 0 ? findNotice(tx, before.id) : undefined;
}

/** Sets its texts in these languages. */
export async function saveTexts(tx: Tx, id: string, texts: readonly NoticeText[]): Promise<void> {
  const client = await sql(tx);
  const rows = texts.map((text) => ({ notice_id: id, ...text }));
  await client.$executeRawUnsafe(
    `insert into notice_text (notice_id, locale, title, body)
     select notice_id, locale, title, body from jsonb_populate_recordset(null::notice_text, $1::jsonb)
     on conflict (notice_id, locale) do update set title = excluded.title, body = excluded.body`,
    JSON.stringify(rows),
  );
}

/** Throws a draft away; false when it is none any more. */
export async function dropDraft(tx: Tx, id: string): Promise<boolean> {
  const client = await sql(tx);
  return (await client.$executeRaw`delete from notice where id = ${id}::uuid and state = 'draft'`) > 0;
}

/** Nobody else changes these notices before this transaction ends. */
export async function lockNotices(tx: Tx, ids: readonly string[]): Promise<void> {
  const client = await sql(tx);
  await client.$queryRaw`select 1 as one from notice where id = any(${[...ids]}::uuid[]) order by id for update`;
}

/** The next number of an issuer; nobody else gets one of theirs before this transaction ends. */
export async function nextNumber(tx: Tx, issuer: string): Promise<number> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`notice ${issuer}`}, 0))`;
  const [last] = await client.$queryRaw<{ number: number }[]>`
    select coalesce(max(number), 0)::int as number from notice where issuer = ${issuer}`;
  return (last?.number ?? 0) + 1;
}
