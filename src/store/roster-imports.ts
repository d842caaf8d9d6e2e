/** Files of people that were imported, and how far those have come that were not finished. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { ImportCounts } from '../domain/roster-import.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** An import, done or begun. */
export interface StoredImport {
  readonly id: string;
  readonly createdAt: Temporal.Instant;
  /** The row of the table up to which everything is done. */
  readonly rowsDone: number;
  readonly counts: ImportCounts;
  readonly finishedAt: Temporal.Instant | null;
}

/** The last import of a file with these bytes. */
export async function findImport(db: Reader, sha256: string): Promise<StoredImport | undefined> {
  const client = await sql(db);
  const found = await client.rosterImport.findFirst({
    where: { sha256 },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (!found) return undefined;
  const at = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());
  return {
    id: found.id,
    createdAt: at(found.createdAt),
    rowsDone: found.rowsDone,
    counts: found.counts as unknown as ImportCounts,
    finishedAt: found.finishedAt && at(found.finishedAt),
  };
}

/** Begins the import of a file. */
export async function addImport(
  tx: Tx,
  file: { readonly name: string; readonly sha256: string; readonly staffId: string | null },
  counts: ImportCounts,
  now: Temporal.Instant,
): Promise<StoredImport> {
  const client = await sql(tx);
  const id = randomUUIDv7();
  await client.rosterImport.create({ data: { id, ...file, counts: { ...counts }, createdAt: toDate(now) } });
  return { id, createdAt: now, rowsDone: 0, counts, finishedAt: null };
}

/** Notes how far an import has come; false when another process has taken it further meanwhile. */
export async function advanceImport(
  tx: Tx,
  { id, rowsDone: before }: StoredImport,
  rowsDone: number,
  counts: ImportCounts,
  finishedAt: Temporal.Instant | null,
): Promise<boolean> {
  const client = await sql(tx);
  const { count } = await client.rosterImport.updateMany({
    where: { id, rowsDone: before, finishedAt: null },
    data: { rowsDone, counts: { ...counts }, finishedAt: finishedAt && toDate(finishedAt) },
  });
  return count === 1;
}

/** Holds off other imports until the end of this transaction: each must see whom the others have added. */
export async function lockRoster(tx: Tx): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('roster', 0))`;
}
