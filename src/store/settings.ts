/** Small facts of an installation. */
import { randomBytes } from 'node:crypto';
import type { Db } from './db.ts';

/** The secret that signs web sessions: made at the first start, the same ever after and on every machine. */
export async function ensureSessionKey(db: Db): Promise<Uint8Array> {
  const key = 'session-key';
  const value = randomBytes(32).toString('base64url');
  await db.$executeRaw`insert into setting (key, value) values (${key}, ${value}) on conflict (key) do nothing`;
  const stored = await db.setting.findUniqueOrThrow({ where: { key } });
  return Buffer.from(stored.value, 'base64url');
}
