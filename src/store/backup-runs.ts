/** The scheduled backups: which day's is made by whom, which are kept, and what was told of them. */
import { toDate } from '../clock.ts';
import type { Db } from './db.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** The backup of a day that could not be made, or that could again. */
export interface BackupNews {
  readonly day: string;
  readonly error: string | null;
}

/** Takes a day's backup for this process until `until`; false while another has it, and once there is nothing to do. */
export async function claimBackup(
  db: Db,
  day: Temporal.PlainDate,
  now: Temporal.Instant,
  until: Temporal.Instant,
): Promise<boolean> {
  const rows = await db.$queryRaw<{ day: Date }[]>`
    insert into backup_run as b (day, state, started_at, next_at)
    values (${day.toString()}::date, 'running', ${toDate(now)}, ${toDate(until)})
    on conflict (day) do update
      set state = 'running', attempts = b.attempts + 1, started_at = excluded.started_at, next_at = excluded.next_at
      where b.state <> 'verified' and b.next_at <= excluded.started_at
    returning day`;
  return rows.length > 0;
}

/** Whether a day's backup is there. */
export async function isBackedUp(db: Db, day: Temporal.PlainDate): Promise<boolean> {
  const rows = await db.$queryRaw<{ found: number }[]>`
    select 1 as found from backup_run where day = ${day.toString()}::date and state = 'verified'`;
  return rows.length > 0;
}

/** Shows that the process that makes a day's backup is still there. */
export async function holdBackup(db: Db, day: Temporal.PlainDate, until: Temporal.Instant): Promise<void> {
  await db.$executeRaw`
    update backup_run set next_at = ${toDate(until)} where day = ${day.toString()}::date and state = 'running'`;
}

/** Records a backup that was read back. */
export async function recordBackup(
  db: Db,
  day: Temporal.PlainDate,
  made: { readonly file: string; readonly bytes: number; readonly rows: number },
  now: Temporal.Instant,
): Promise<void> {
  await db.$executeRaw`
    update backup_run set state = 'verified', finished_at = ${toDate(now)}, file = ${made.file}, error = null,
      bytes = ${made.bytes}::bigint, rows = ${made.rows}::bigint
    where day = ${day.toString()}::date`;
}

/** Records that a day's backup failed, and when it is tried again. */
export async function recordFailedBackup(
  db: Db,
  day: Temporal.PlainDate,
  error: string,
  now: Temporal.Instant,
  nextAt: Temporal.Instant,
): Promise<void> {
  await db.$executeRaw`
    update backup_run set state = 'failed', finished_at = ${toDate(now)}, error = ${error}, next_at = ${toDate(nextAt)}
    where day = ${day.toString()}::date and state = 'running'`;
}

/** Files of scheduled backups that are more than the newest `keep`. */
export async function listSurplusBackups(db: Db, keep: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ file: string }[]>`
    select file from backup_run where state = 'verified' and file is not null and removed_at is null
    order by day desc offset ${keep}`;
  return rows.map(({ file }) => file);
}

/** Notes that a backup's file is gone. */
export async function recordRemoved(db: Db, file: string, now: Temporal.Instant): Promise<void> {
  await db.$executeRaw`update backup_run set removed_at = ${toDate(now)} where file = ${file}`;
}

/** Takes what administrators are to be told of failures: each day once. */
export async function takeFailures(tx: Tx): Promise<BackupNews[]> {
  const client = await sql(tx);
  return client.$queryRaw<BackupNews[]>`
    update backup_run set told = 'failed' where state = 'failed' and told is null returning day::text as day, error`;
}

/** Takes the failures that were told and are over, because there has been a backup since. */
export async function takeRecoveries(tx: Tx): Promise<BackupNews[]> {
  const client = await sql(tx);
  return client.$queryRaw<BackupNews[]>`
    update backup_run b set told = 'recovered' where told = 'failed'
      and exists (select 1 from backup_run v where v.state = 'verified' and v.day >= b.day)
    returning day::text as day, error`;
}

/** The last scheduled backup that was read back, and its size in bytes. */
export async function lastBackup(
  db: Reader,
): Promise<{ readonly bytes: number; readonly finishedAt: Temporal.Instant } | undefined> {
  const client = await sql(db);
  const row = await client.backupRun.findFirst({ where: { state: 'verified' }, orderBy: { day: 'desc' } });
  if (!row?.finishedAt) return undefined;
  const finishedAt = Temporal.Instant.fromEpochMilliseconds(row.finishedAt.getTime());
  return { bytes: Number(row.bytes), finishedAt };
}
