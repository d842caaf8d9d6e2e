/**
 * What people are looked up by (`rosterKeys` of src/domain/roster/match.ts), as it is stored: of numbers only a blind
 * index, `phone:<index>`, beside the encrypted key. Keys of names stay as they are: the names stand there in words.
 */

import type { DataKey } from './keyring.ts';
import { type Sealed, sealWith } from './sealed.ts';
import { keyringOf, type Reader } from './transaction.ts';

/** Keys of these kinds are made of a number. */
export const BLIND_KINDS = ['document', 'phone'] as const;

const kindOf = (key: string): string => key.slice(0, key.indexOf(':'));
const isBlind = (key: string): boolean => (BLIND_KINDS as readonly string[]).includes(kindOf(key));

/** One key as a row holds it. */
export interface StoredKey {
  readonly key: string;
  readonly sealed: Sealed | null;
}

/** A key as it is written. */
export const storedKey = (db: Reader, key: string): StoredKey => storedKeyWith(keyringOf(db)[0], key);

/** The same, with a key at hand. */
export function storedKeyWith(dataKey: DataKey, key: string): StoredKey {
  if (!isBlind(key)) return { key, sealed: null };
  // The row is named by what it says: a value in another row says something else than its index.
  return { key: blind(dataKey, key), sealed: sealWith(dataKey, 'person_key.sealed', kindOf(key), key) };
}

/** What a blind key is in words; for it to be trusted, its index must be that of the row. */
export const blind = (dataKey: DataKey, key: string): string => `${kindOf(key)}:${dataKey.index(key)}`;

/** How these keys may stand in rows: several ways while numbers move to a new data key. */
export function keysToFind(db: Reader, keys: readonly string[]): string[] {
  return [...keysByStored(db, keys).keys()];
}

/** The same, and which key each of them is. */
export function keysByStored(db: Reader, keys: readonly string[]): ReadonlyMap<string, string> {
  const keyring = keyringOf(db);
  const found = new Map<string, string>();
  for (const key of keys) {
    if (!isBlind(key)) found.set(key, key);
    else for (const dataKey of keyring) found.set(blind(dataKey, key), key);
  }
  return found;
}
