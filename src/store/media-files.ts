/** Files kept in the database, for platforms that keep none themselves. */
import { randomUUIDv7 } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { toDate } from '../clock.ts';
import type { Db } from './db.ts';

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
