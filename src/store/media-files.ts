/** Files kept in the database, for platforms that keep none themselves. */
import { createHash, randomUUIDv7 } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { toDate } from '../clock.ts';
import { type AccountId, accountId } from '../domain/ids.ts';
import type { Db } from './db.ts';
import { sql, type Tx } from './transaction.ts';

/** Stands in a file's `account` where no platform has received it: the program wrote it itself. */
export const KEPT_FILES: AccountId = accountId('kept');

/** A kept file. */
export interface KeptFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly name?: string;
}

/** The files of this database. */
export function createMediaFiles(db: Db, clock: Clock) {
  return {
    async keep(account: string, file: KeptFile): Promise<string> {
      const id = randomUUIDv7();
      const bytes = new Uint8Array(file.bytes);
      const name = file.name ?? null;
      await db.mediaFile.create({
        data: { id, account, type: file.type, name, bytes, createdAt: toDate(clock.now()) },
      });
      return id;
    },
    async open(id: string): Promise<KeptFile | undefined> {
      if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined;
      const file = await db.mediaFile.findUnique({ where: { id } });
      if (!file) return undefined;
      return { bytes: file.bytes, type: file.type, ...(file.name ? { name: file.name } : {}) };
    },
  };
}

/** Keeps a text as a file to be sent, until `expiresAt` where that is said; the same text is kept once. */
export async function keepText(
  tx: Tx,
  file: { readonly name: string; readonly type: string; readonly text: string },
  now: Temporal.Instant,
  expiresAt?: Temporal.Instant,
): Promise<string> {
  const client = await sql(tx);
  const id = idOf(`${file.name}\n${file.text}`);
  const { name, type } = file;
  const bytes = new TextEncoder().encode(file.text);
  const until = expiresAt ? { expiresAt: toDate(expiresAt) } : {};
  const create = { id, account: KEPT_FILES, name, type, bytes, createdAt: toDate(now), ...until };
  await client.mediaFile.upsert({ where: { id }, create, update: {} });
  return id;
}

/** Keeps bytes as a file to be sent until `expiresAt`; the same key is kept once, as it was first. */
export async function keepBytes(
  tx: Tx,
  file: { readonly key: string; readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  now: Temporal.Instant,
  expiresAt: Temporal.Instant,
): Promise<string> {
  const client = await sql(tx);
  const { key, name, type } = file;
  const id = keptId(key, name);
  const bytes = new Uint8Array(file.bytes);
  const until = { expiresAt: toDate(expiresAt) };
  const create = { id, account: KEPT_FILES, name, type, bytes, createdAt: toDate(now), ...until };
  await client.mediaFile.upsert({ where: { id }, create, update: until });
  return id;
}

/** The id under which `keepBytes` keeps a file. */
export const keptId = (key: string, name: string): string => idOf(`${key}\n${name}`);

/** An id (a UUID of version 8) that the same words always give. */
function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
