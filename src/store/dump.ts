/** Writes a backup: every table of one moment, the sequences, and files beside the database. */
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import {
  type ArchiveWriter,
  createArchive,
  FORMAT,
  LOGINS,
  type Manifest,
  verifyArchive,
} from './backup-archive.ts';
import { type DumpSource, openEmbeddedSource, openServerSource } from './dump-source.ts';

/** Rows are kept together in pieces of about this many bytes; a single larger row is a piece of its own. */
const PIECE_BYTES = 1024 * 1024;

/** What is to be backed up, and where to. */
export interface DumpJob {
  /** A server's address, or the directory of an embedded database that nobody has open. */
  readonly from: { readonly connectionString: string } | { readonly directory: string };
  /** Where logins lie. */
  readonly dataDir: string;
  /** The file to be made; it must not be there yet. */
  readonly out: string;
  readonly createdAt: Temporal.Instant;
}

/** What a backup came to. */
export interface DumpResult {
  readonly out: string;
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
  /** The ids of the keys that are needed to read all of it. */
  readonly keys: readonly string[];
}

/**
 * Makes a backup under a temporary name, reads it back and compares it, and only then gives it its name. Throws and
 * leaves nothing behind when any of that fails.
 */
export async function dump({ from, dataDir, out, createdAt }: DumpJob): Promise<DumpResult> {
  const partial = `${out}.partial-${process.pid}`;
  await mkdir(dirname(out), { recursive: true });
  await refuseExisting(out);
  const source = await ('directory' in from
    ? openEmbeddedSource(from.directory)
    : openServerSource(from.connectionString));
  try {
    await rm(partial, { force: true });
    const written = await write(source, dataDir, partial, createdAt);
    const read = await verifyArchive(partial);
    if (JSON.stringify(read) !== JSON.stringify(written))
      throw new Error('the backup reads back differently');
    const { size } = await stat(partial);
    await giveName(partial, out);
    const rows = written.tables.reduce((sum, table) => sum + table.rows, 0);
    return { out, bytes: size, rows, keys: written.keys };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await source.close().catch(() => {});
  }
}

async function write(
  source: DumpSource,
  dataDir: string,
  path: string,
  createdAt: Temporal.Instant,
): Promise<Manifest> {
  const archive = createArchive(path);
  try {
    const tables = await copyTables(source, archive);
    const files = await addLogins(dataDir, archive);
    const contents: Manifest = {
      format: FORMAT,
      createdAt: createdAt.toString(),
      database: source.kind,
      migrations: await migrationsOf(source),
      keys: await keysOf(source),
      tables,
      // Read last: numbers given out meanwhile leave a gap, and none is given out twice.
      sequences: await sequencesOf(source),
      files,
    };
    archive.finish(contents);
    return contents;
  } finally {
    archive.close();
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The statement that reads or fills a table. */
export const copyStatement = (table: string, columns: readonly string[], way: string): string =>
  `COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) ${way}`;

/** Every table with the columns that are not computed, but for the bookkeeping of migrations. */
const TABLES = `
  SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  GROUP BY c.relname ORDER BY c.relname`;

async function copyTables(source: DumpSource, archive: ArchiveWriter): Promise<Manifest['tables']> {
  const tables = await source.query<{ name: string; columns: string[] }>(TABLES);
  const done: Manifest['tables'] = [];
  for (const { name, columns } of tables) {
    const pieces = createPieces((bytes) => archive.addPiece(name, bytes));
    await source.copyOut(copyStatement(name, columns, 'TO STDOUT'), pieces.add);
    pieces.end();
    done.push({ name, columns, ...archive.total(name) });
  }
  return done;
}

/** Gathers bytes into pieces that end with a row. */
function createPieces(onPiece: (bytes: Uint8Array) => void) {
  let parts: Uint8Array[] = [];
  let length = 0;
  return {
    add(bytes: Uint8Array): void {
      parts.push(Uint8Array.from(bytes));
      length += bytes.length;
      if (length < PIECE_BYTES || bytes.lastIndexOf(10) < 0) return;
      const all = Buffer.concat(parts);
      const end = all.lastIndexOf(10) + 1;
      onPiece(all.subarray(0, end));
      parts = end < all.length ? [all.subarray(end)] : [];
      length = all.length - end;
    },
    end(): void {
      if (length > 0) onPiece(Buffer.concat(parts));
    },
  };
}

async function addLogins(dataDir: string, archive: ArchiveWriter): Promise<Manifest['files']> {
  const names = (await readdir(dataDir).catch(() => [])).filter((name) => LOGINS.test(name));
  const files: Manifest['files'] = [];
  for (const name of names.sort()) files.push(archive.addFile(name, await readFile(join(dataDir, name))));
  return files;
}

async function migrationsOf(source: DumpSource): Promise<string[]> {
  const rows = await source.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map(({ name }) => name);
}

async function sequencesOf(source: DumpSource): Promise<Manifest['sequences']> {
  const found = await source.query<{ name: string }>(
    `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1`,
  );
  const sequences: Manifest['sequences'] = [];
  for (const { name } of found) {
    const rows = await source.query<{ value: string; called: boolean }>(
      `SELECT last_value::text AS value, is_called AS called FROM ${quoted(name)}`,
    );
    for (const { value, called } of rows) sequences.push({ name, value, isCalled: called });
  }
  return sequences;
}

/** The key in use and, while numbers move to it, the one before. */
async function keysOf(source: DumpSource): Promise<string[]> {
  const rows = await source.query<{ value: string }>(
    `SELECT value FROM setting WHERE key IN ('data-key', 'data-key-before') ORDER BY key`,
  );
  return rows.map(({ value }) => value);
}

async function refuseExisting(out: string): Promise<void> {
  const isThere = await stat(out).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UserError('staff-backup:error.exists', { path: out });
}

/** A link is refused where the name is taken, so that nothing is ever overwritten; some disks know no links. */
async function giveName(partial: string, out: string): Promise<void> {
  try {
    await link(partial, out);
    await rm(partial);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new UserError('staff-backup:error.exists', { path: out }, { cause: error });
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error;
    await refuseExisting(out);
    await rename(partial, out);
  }
  await syncDirectory(dirname(out));
}

/** Waits until the disk has the names in a directory; systems that cannot (Windows) are passed over. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** The name of a backup made at a moment, such as `homeward-20261123-033000.tar.zst` (UTC). */
export const backupName = (at: Temporal.Instant): string =>
  `homeward-${at.toString({ smallestUnit: 'second' }).replaceAll(/[-:Z]/g, '').replace('T', '-')}.tar.zst`;

/** Removes what a killed backup left under the temporary names of this directory. */
export async function removePartial(directory: string): Promise<void> {
  for (const name of await readdir(directory).catch(() => []))
    if (/^homeward-[\d-]+\.tar\.zst\.partial-\d+$/.test(name)) await rm(join(directory, basename(name)));
}
