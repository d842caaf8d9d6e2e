/** Drafting, changing and signing daily reports: every change by compare-and-set, and none of what is signed. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import type { Snapshot } from '../domain/report/snapshot.ts';
import { findReport, findReportOf, type ReportRecord, reportKey } from './reports.ts';
import { sql, type Tx } from './transaction.ts';

/** What a new report or revision is made of. */
export interface DraftWrite {
  readonly snapshot: Snapshot;
  /** Null where the bot drafted it by itself. */
  readonly createdBy: string | null;
  readonly now: Temporal.Instant;
  readonly remindAt: Temporal.Instant;
}

/** Adds the report of a day and scope; undefined when there is one. Its number is taken only then. */
export async function addReport(
  tx: Tx,
  draft: DraftWrite & { readonly day: Temporal.PlainDate; readonly teamId: string | null },
): Promise<ReportRecord | undefined> {
  const client = await sql(tx);
  const { snapshot, day, teamId, createdBy, now, remindAt } = draft;
  const key = reportKey(snapshot.siteId, day);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`report ${key}`}, 0))`;
  if (await findReportOf(tx, snapshot.siteId, day)) return undefined;
  const id = randomUUIDv7();
  await client.$executeRaw`insert into report (id, key, site_id, day, team_id, waits_since_at, remind_at, created_at)
    values (${id}::uuid, ${key}, ${snapshot.siteId}::uuid, ${day.toString()}::date, ${teamId}::uuid,
      ${toIso(now)}::timestamptz, ${toIso(remindAt)}::timestamptz, ${toIso(now)}::timestamptz)`;
  await client.$executeRaw`insert into report_revision (report_id, revision, snapshot, created_by, created_at)
    values (${id}::uuid, 1, ${JSON.stringify(snapshot)}::jsonb, ${createdBy}::uuid, ${toIso(now)}::timestamptz)`;
  return findReportOf(tx, snapshot.siteId, day);
}

/** Adds the next revision of what is signed; undefined when somebody was first. */
export async function addRevision(
  tx: Tx,
  before: ReportRecord,
  draft: DraftWrite & { readonly reason: string },
): Promise<ReportRecord | undefined> {
  const client = await sql(tx);
  const { snapshot, createdBy, now, remindAt, reason } = draft;
  const next = before.newest + 1;
  const moved = await client.$executeRaw`update report set revision = ${next}::int,
      waits_since_at = ${toIso(now)}::timestamptz, remind_at = ${toIso(remindAt)}::timestamptz
    where id = ${before.id}::uuid and revision = ${before.newest}::int and signed_revision = ${before.newest}::int`;
  if (moved === 0) return undefined;
  await client.$executeRaw`
    insert into report_revision (report_id, revision, snapshot, remark, reason, created_by, created_at)
    values (${before.id}::uuid, ${next}::int, ${JSON.stringify(snapshot)}::jsonb, ${before.remark}, ${reason},
      ${createdBy}::uuid, ${toIso(now)}::timestamptz)`;
  return findReport(tx, before.number);
}

/** Changes a revision that nobody has signed; undefined when it was signed or changed meanwhile. */
export async function changeDraft(
  tx: Tx,
  before: ReportRecord,
  change: { readonly snapshot?: Snapshot; readonly remark?: string | null; readonly reason?: string },
): Promise<ReportRecord | undefined> {
  const client = await sql(tx);
  const { snapshot = before.snapshot, remark = before.remark, reason = before.reason } = change;
  const changed = await client.$executeRaw`update report_revision set version = version + 1,
      snapshot = ${JSON.stringify(snapshot)}::jsonb, remark = ${remark}, reason = ${reason}
    where report_id = ${before.id}::uuid and revision = ${before.revision}::int
      and version = ${before.version}::int and signed_at is null`;
  return changed === 0 ? undefined : findReport(tx, before.number);
}

/** Signs exactly what was read; undefined when it was signed or changed meanwhile. */
export async function signRevision(
  tx: Tx,
  read: Pick<ReportRecord, 'id' | 'number' | 'revision' | 'version'>,
  staffId: string,
  now: Temporal.Instant,
): Promise<ReportRecord | undefined> {
  const client = await sql(tx);
  const signed = await client.$executeRaw`
    update report_revision set signed_by = ${staffId}::uuid, signed_at = ${toIso(now)}::timestamptz
    where report_id = ${read.id}::uuid and revision = ${read.revision}::int and version = ${read.version}::int
      and signed_at is null`;
  if (signed === 0) return undefined;
  await client.$executeRaw`update report set signed_revision = ${read.revision}::int, waits_since_at = null,
    remind_at = null where id = ${read.id}::uuid and revision = ${read.revision}::int`;
  return findReport(tx, read.number);
}

/** Moves the reminder on; false when another process was first, or it was signed. */
export async function moveReportReminder(
  tx: Tx,
  { id, remindAt }: ReportRecord,
  next: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const moved = await client.$executeRaw`update report set remind_at = ${toIso(next)}::timestamptz
    where id = ${id}::uuid and remind_at = ${remindAt && toIso(remindAt)}::timestamptz`;
  return moved > 0;
}
