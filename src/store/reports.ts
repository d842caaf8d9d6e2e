/** Daily reports and their revisions, as they are read; they are written by report-changes.ts. */
import { toIso } from '../clock.ts';
import { parseSnapshot, type Snapshot } from '../domain/report/snapshot.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A report with one of its revisions. */
export interface ReportRecord {
  readonly id: string;
  readonly number: number;
  readonly siteId: string | null;
  readonly day: Temporal.PlainDate;
  /** Whose lead signs it. */
  readonly teamId: string | null;
  /** The newest revision, and the newest that was signed; 0 while none was. */
  readonly newest: number;
  readonly signedRevision: number;
  readonly waitsSinceAt: Temporal.Instant | null;
  readonly remindAt: Temporal.Instant | null;
  readonly revision: number;
  readonly version: number;
  readonly snapshot: Snapshot;
  readonly remark: string | null;
  readonly reason: string | null;
  readonly signedBy: string | null;
  /** Of whoever signed. */
  readonly signer: string | null;
  readonly signedAt: Temporal.Instant | null;
}

/** Which revision of a report: the newest, the newest signed (the newest while none is), or a number. */
export type Which = 'newest' | 'signed' | number;

const SELECT = `select jsonb_build_object('id', r.id, 'number', r.number, 'siteId', r.site_id, 'day', r.day,
    'teamId', r.team_id, 'newest', r.revision, 'signedRevision', r.signed_revision, 'waitsSinceAt', r.waits_since_at,
    'remindAt', r.remind_at, 'revision', v.revision, 'version', v.version, 'snapshot', v.snapshot, 'remark', v.remark,
    'reason', v.reason, 'signedBy', v.signed_by, 'signer', s.name, 'signedAt', v.signed_at) as row
  from report r join report_revision v on v.report_id = r.id left join staff s on s.id = v.signed_by`;

const REVISION = (which: Which, parameter: string): string => {
  if (typeof which === 'number') return `v.revision = ${parameter}::int`;
  const wanted = which === 'newest' ? 'r.revision' : 'coalesce(nullif(r.signed_revision, 0), r.revision)';
  return `${parameter}::int is null and v.revision = ${wanted}`;
};

async function select(db: Reader, rest: string, ...params: unknown[]): Promise<ReportRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `${SELECT} ${rest}`,
    ...params,
  );
  return rows.map(({ row }) => toReport(row));
}

function toReport(row: Record<string, unknown>): ReportRecord {
  const at = (value: unknown): Temporal.Instant | null =>
    typeof value === 'string' ? Temporal.Instant.from(value) : null;
  const plain = row as unknown as ReportRecord;
  return {
    ...plain,
    day: Temporal.PlainDate.from(String(row.day)),
    waitsSinceAt: at(row.waitsSinceAt),
    remindAt: at(row.remindAt),
    signedAt: at(row.signedAt),
    snapshot: parseSnapshot(row.snapshot),
  };
}

const revisionOf = (which: Which): number | null => (typeof which === 'number' ? which : null);

/** The report with this number. */
export async function findReport(
  db: Reader,
  number: number,
  which: Which = 'newest',
): Promise<ReportRecord | undefined> {
  const rest = `where r.number = $1::int and ${REVISION(which, '$2')}`;
  const [found] = await select(db, rest, number, revisionOf(which));
  return found;
}

/** The report of one day and scope; a null site stands for all. */
export async function findReportOf(
  db: Reader,
  siteId: string | null,
  day: Temporal.PlainDate,
): Promise<ReportRecord | undefined> {
  const rest = `where r.key = $1 and ${REVISION('newest', '$2')}`;
  const [found] = await select(db, rest, reportKey(siteId, day), null);
  return found;
}

/** Whose reports are listed: everybody's, or of these teams, and what these recipients were sent. */
export interface ReportFilter {
  readonly all: boolean;
  readonly teamIds: readonly string[];
  readonly recipients: readonly string[];
}

/** Reports with their newest revision, newest day first. */
export function listReports(db: Reader, filter: ReportFilter, most: number): Promise<ReportRecord[]> {
  return select(
    db,
    `where ${REVISION('newest', '$1')} and ($2::boolean or r.team_id = any($3::uuid[])
       or exists (select 1 from report_recipient p where p.report_id = r.id and p.sent_revision > 0
         and p.recipient = any($4::text[])))
     order by r.day desc, r.number desc limit $5::int`,
    null,
    filter.all,
    filter.teamIds,
    filter.recipients,
    most,
  );
}

/** Whether one of these recipients was sent this report. */
export async function wasSentTo(db: Reader, id: string, recipients: readonly string[]): Promise<boolean> {
  const client = await sql(db);
  const rows = await client.$queryRaw<unknown[]>`select 1 from report_recipient
    where report_id = ${id}::uuid and sent_revision > 0 and recipient = any(${[...recipients]}::text[]) limit 1`;
  return rows.length > 0;
}

/** What a report is known by: its day and scope. */
export const reportKey = (siteId: string | null, day: Temporal.PlainDate): string =>
  `${day}:${siteId ?? '-'}`;

/** Reports that wait to be signed and of which somebody is to be reminded now, oldest first. */
export const listUnsigned = (tx: Tx, now: Temporal.Instant): Promise<ReportRecord[]> =>
  select(
    tx,
    `where r.remind_at <= $1::timestamptz and ${REVISION('newest', '$2')} order by r.remind_at limit 100`,
    toIso(now),
    null,
  );

/** Signed reports that somebody lacks: who was added while it was being signed. */
export const listUnsent = (tx: Tx): Promise<ReportRecord[]> =>
  select(
    tx,
    `where ${REVISION('newest', '$1')} and exists (select 1 from report_recipient p
       where p.report_id = r.id and p.sent_revision < r.signed_revision) order by r.number limit 100`,
    null,
  );
