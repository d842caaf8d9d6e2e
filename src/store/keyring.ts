/** The keys that numbers are encrypted and found with. Where they come from: choose-keys.ts; what with: sealed.ts. */
import { createHmac, hkdfSync } from 'node:crypto';
import type { Db } from './db.ts';

/** Bytes of a data key. */
export const KEY_BYTES = 32;

/** What an operator gives: the key in use and, until nothing is encrypted with it any more, the one before. */
export interface DataKeys {
  readonly current: Uint8Array;
  readonly old?: Uint8Array | undefined;
}

/** One data key at work. Two keys made of it do two different things, so that neither tells of the other. */
export interface DataKey {
  /** Tells keys apart and gives nothing of them away: 12 hexadecimal digits. */
  readonly id: string;
  readonly encryption: Uint8Array;
  /** The blind index of a text: the same for the same text, and of no use to whoever has no key. */
  index(text: string): string;
}

/** The keys of an open database; everything is written with the first. */
export type Keyring = readonly [DataKey, ...DataKey[]];

/** The keyring of these keys. */
export function createKeyring({ current, old }: DataKeys): Keyring {
  return [createDataKey(current), ...(old ? [createDataKey(old)] : [])];
}

/** The id of a key, which may be told: no way leads from it to the key. */
export const keyId = (key: Uint8Array): string => derive(key, 'id', 6).toString('hex');

/** Characters of a blind index: 128 bits. */
const INDEX_LENGTH = 22;
/** Texts whose index is remembered: an import asks for each twice. */
const REMEMBERED = 10_000;

function createDataKey(key: Uint8Array): DataKey {
  const indexKey = derive(key, 'index');
  const known = new Map<string, string>();
  return {
    id: keyId(key),
    encryption: derive(key, 'encryption'),
    index(text) {
      const before = known.get(text);
      if (before !== undefined) return before;
      const index = createHmac('sha256', indexKey).update(text).digest('base64url').slice(0, INDEX_LENGTH);
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, index);
      return index;
    },
  };
}

const derive = (key: Uint8Array, purpose: string, bytes = KEY_BYTES): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `homeward ${purpose}`, bytes));

const keyrings = new WeakMap<Db, Keyring>();

/** From now on numbers in this database are encrypted and read with these keys. */
export function useKeyring(db: Db, keyring: Keyring): void {
  keyrings.set(db, keyring);
}

/** The keys of this database. */
export function keyringOfDb(db: Db): Keyring {
  const keyring = keyrings.get(db);
  if (!keyring) throw new Error('this database was opened without keys');
  return keyring;
}
