/** Reads a backup into a database: all of it, or nothing. */
import { existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { type Manifest, readPieces, verifyArchive } from './backup-archive.ts';
import type { KeySource } from './choose-keys.ts';
import { copyStatement, syncDirectory } from './dump.ts';
import { readKeyFiles } from './key-file.ts';
import { keyId } from './keyring.ts';
import { migrateWithin, migrationNames } from './migrate.ts';
import { openEmbeddedTarget, openServerTarget, type RestoreTarget } from './restore-target.ts';

/** What is to be restored, and where. */
export interface RestoreJob {
  readonly path: string;
  /** A server's address; undefined for the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Where the embedded database and the logins go. */
  readonly dataDir: string;
  /** Whether a database that is there may be replaced. */
  readonly isReplacing: boolean;
  /** Whether what waited to be sent when the backup was made is not to be sent any more. */
  readonly holdsOutgoing: boolean;
  /** The ids of the keys that are at hand; undefined when a backup is wanted even without its keys. */
  readonly keys: readonly string[] | undefined;
}

/** A message that is not sent any more. */
export interface HeldMessage {
  readonly account: string;
  readonly chat: string;
  readonly kind: string;
  readonly ticket: number | null;
  readonly createdAt: Date;
}

/** What a restore came to. */
export interface RestoreResult {
  readonly contents: Manifest;
  /** Migrations that the backup lacked. */
  readonly migrated: readonly string[];
  readonly held: readonly HeldMessage[];
  /** Where the embedded database that was replaced is kept. */
  readonly aside: string | undefined;
}

/** The ids of the keys that an installation has. */
export async function listKeyIds({ dataDir, keys }: KeySource): Promise<string[]> {
  const { current, old } = keys ?? (await readKeyFiles(dataDir)) ?? {};
  return [current, old].flatMap((key) => (key ? [keyId(key)] : []));
}

/** The error of a message that was waiting when a backup was made, and was not to be sent after its restore. */
const HELD = 'held at the restore of a backup';

/** Compares every checksum, then restores in one transaction, counts again, and only then makes it count. */
export async function restore(job: RestoreJob): Promise<RestoreResult> {
  const contents = await verifyArchive(job.path);
  await refuseNewer(contents);
  refuseWithoutKey(contents, job.keys);
  const target = await (job.databaseUrl
    ? openServerTarget(job.databaseUrl, job.isReplacing)
    : openEmbeddedTarget(job.dataDir, job.isReplacing));
  try {
    await migrateWithin(target, undefined, contents.migrations);
    await load(target, job.path, contents);
    const migrated = await migrateWithin(target);
    const held = job.holdsOutgoing ? await holdOutgoing(target) : [];
    const placeLogins = await bringLogins(job);
    const aside = await target.commit();
    await placeLogins();
    return { contents, migrated, held, aside };
  } finally {
    await target.close();
  }
}

async function refuseNewer({ migrations, createdAt }: Manifest): Promise<void> {
  const known = await migrationNames();
  const unknown = migrations.filter((name) => !known.includes(name));
  const last = unknown.at(-1);
  if (last) throw new UserError('staff-backup:error.newer', { at: createdAt, migration: last });
}

/** Without its key nothing would start on the restored database. */
function refuseWithoutKey({ keys }: Manifest, given: readonly string[] | undefined): void {
  const missing = keys.filter((key) => given && !given.includes(key));
  if (missing.length > 0) throw new UserError('staff-backup:error.no-key', { key: missing.join(', ') });
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function load(target: RestoreTarget, path: string, contents: Manifest): Promise<void> {
  const links = await dropLinks(target);
  const names = contents.tables.map(({ name }) => quoted(name));
  // Triggers made their changes before the backup; rows that migrations made are in it too.
  for (const name of names)
    await target.exec(`ALTER TABLE ${name} DISABLE TRIGGER USER; DELETE FROM ${name}`);
  const columns = new Map(contents.tables.map((table) => [table.name, table.columns]));
  for await (const piece of readPieces(path)) {
    if (piece.kind !== 'table') continue;
    await target.copyIn(copyStatement(piece.table, columns.get(piece.table) ?? [], 'FROM'), piece.bytes);
  }
  for (const { name, rows } of contents.tables) await compareCount(target, name, rows);
  for (const { name, value, isCalled } of contents.sequences)
    await target.query('SELECT setval($1::text::regclass, $2::text::bigint, $3)', [
      quoted(name),
      value,
      isCalled,
    ]);
  for (const name of names) await target.exec(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  for (const link of links) await target.exec(link);
}

/** Takes foreign keys away, so that tables may be filled in any order; returns how to make and check them again. */
async function dropLinks(target: RestoreTarget): Promise<string[]> {
  const { rows } = await target.query(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS back
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY oid`,
  );
  const links = rows as { away: string; back: string }[];
  for (const { away } of links) await target.exec(away);
  return links.map(({ back }) => back);
}

async function compareCount(target: RestoreTarget, name: string, wanted: number): Promise<void> {
  const { rows } = await target.query(`SELECT count(*)::int AS count FROM ${quoted(name)}`);
  const [{ count } = { count: -1 }] = rows as { count: number }[];
  if (count !== wanted) throw new Error(`${name} has ${count} rows after the restore instead of ${wanted}`);
}

async function holdOutgoing(target: RestoreTarget): Promise<HeldMessage[]> {
  const { rows } = await target.query(
    `WITH held AS (
       UPDATE outgoing SET state = 'expired', error = $1 WHERE state = 'pending'
       RETURNING id, account, chat, kind, ticket_id, created_at)
     SELECT h.account, h.chat, h.kind, t.number AS ticket, h.created_at AS "createdAt"
     FROM held h LEFT JOIN ticket t ON t.id = h.ticket_id ORDER BY h.id`,
    [HELD],
  );
  return rows as HeldMessage[];
}

/** Writes the platforms' logins beside their places; returns how to put them there, keeping those that are there. */
async function bringLogins({ path, dataDir }: RestoreJob): Promise<() => Promise<void>> {
  const names: string[] = [];
  for await (const piece of readPieces(path)) {
    if (piece.kind !== 'file') continue;
    await mkdir(dataDir, { recursive: true });
    const handle = await open(join(dataDir, `${piece.name}.restoring`), 'w', 0o600);
    await handle.writeFile(piece.bytes);
    await handle.sync().finally(() => handle.close());
    names.push(piece.name);
  }
  return async () => {
    for (const name of names) {
      const file = join(dataDir, name);
      if (existsSync(file)) await rename(file, `${file}.before-restore`);
      await rename(`${file}.restoring`, file);
    }
    if (names.length > 0) await syncDirectory(dataDir);
  };
}
