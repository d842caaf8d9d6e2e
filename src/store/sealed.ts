/**
 * Numbers of documents and phones as they are stored: `h1.<key id>.<nonce, AES-256-GCM, tag>`, and behind a further dot
 * a blind index where they are looked up. A value belongs to one column of one row and cannot be read in another.
 * Design: docs/decisions/0024-encrypted-numbers.md.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { phoneKey } from '../domain/roster/match.ts';
import type { DataKey, Keyring } from './keyring.ts';
import { keyringOf, type Reader } from './transaction.ts';

declare const sealed: unique symbol;

/** An encrypted number, as it stands in a row: nothing that anybody should be shown. */
export type Sealed = string & { readonly [sealed]: true };

/** The columns with encrypted values. */
export type Place =
  | 'person.phone'
  | 'person_details.document_number'
  | 'person_details.contact_phone'
  | 'person_details.row_hash'
  | 'person_key.sealed'
  | 'declaration.answers'
  | 'declaration_difference.declared'
  | 'declaration_difference.roster'
  | 'webhook.secret';

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
/** Nonces are drawn so many at a time. */
const DRAWN = 512;

let pool = Buffer.alloc(0);
let used = 0;

/** The next 96 random bits; none is handed out twice. */
function nextNonce(): Uint8Array {
  if (used + NONCE > pool.length) {
    pool = randomBytes(NONCE * DRAWN);
    used = 0;
  }
  used += NONCE;
  return pool.subarray(used - NONCE, used);
}

/** Encrypts a text for one column of one row (`row`: what names the row and stays with it). */
export function seal(db: Reader, place: Place, row: string, text: string): Sealed;
export function seal(
  db: Reader,
  place: Place,
  row: string,
  text: string | null | undefined,
): Sealed | null | undefined;
export function seal(
  db: Reader,
  place: Place,
  row: string,
  text: string | null | undefined,
): Sealed | null | undefined {
  if (text === null || text === undefined) return text;
  return sealWith(keyringOf(db)[0], place, row, text);
}

/** Reads what `seal` wrote; throws when it was changed, stood in another row, or has a key that is not here. */
export function unseal(db: Reader, place: Place, row: string, value: string): string;
export function unseal(db: Reader, place: Place, row: string, value: string | null): string | null;
export function unseal(db: Reader, place: Place, row: string, value: string | null): string | null {
  return value === null ? null : unsealWith(keyringOf(db), place, row, value);
}

/** The same as `seal`, with a key at hand. */
export function sealWith(key: DataKey, place: Place, row: string, text: string): Sealed {
  const nonce = nextNonce();
  const cipher = createCipheriv(CIPHER, key.encryption, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(`${place}:${row}`));
  const body = cipher.update(text, 'utf8');
  cipher.final();
  const bytes = Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
  const found = findable(place, text);
  return `h1.${key.id}.${bytes}${found ? `.${key.index(found)}` : ''}` as Sealed;
}

/** The same as `unseal`, with the keys at hand. */
export function unsealWith(keyring: Keyring, place: Place, row: string, value: string): string {
  const [version, id, body = ''] = value.split('.');
  const where = `${place} of ${row}`;
  if (version !== 'h1') throw new Error(`${where} is not encrypted: something else than Homeward wrote it`);
  const key = keyring.find((one) => one.id === id);
  if (!key)
    throw new Error(
      `${where} is encrypted with the key ${id}, which this process does not have (DATA_KEY_OLD)`,
    );
  try {
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(CIPHER, key.encryption, bytes.subarray(0, NONCE), {
      authTagLength: TAG,
    });
    decipher.setAAD(Buffer.from(`${place}:${row}`));
    decipher.setAuthTag(bytes.subarray(-TAG));
    const text = decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8');
    return text + decipher.final('utf8');
  } catch (cause) {
    throw new Error(`${where} was changed, or belongs to another row`, { cause });
  }
}

/** What a value is looked up by; empty where it is not. */
function findable(place: Place, text: string): string {
  if (place === 'person_details.row_hash') return `row:${text}`;
  const phone = place === 'person.phone' ? phoneKey(text) : '';
  return phone && `phone:${phone}`;
}

/** The blind indexes by which `split_part(phone, '.', 4)` finds a phone, however it is spelled; none for no number. */
export function phoneIndexes(db: Reader, phone: string | null): string[] {
  const found = findable('person.phone', phone ?? '');
  return found ? keyringOf(db).map((key) => key.index(found)) : [];
}

/** The same for a row of a roster, and `split_part(row_hash, '.', 4)`. */
export const rowIndexes = (db: Reader, hashes: readonly string[]): string[] =>
  keyringOf(db).flatMap((key) => hashes.map((hash) => key.index(`row:${hash}`)));

/** Where somebody can be called; null while nobody knows. */
export const phoneOf = (
  db: Reader,
  person: { readonly id: string; readonly phone: Sealed | null },
): string | null => unseal(db, 'person.phone', person.id, person.phone);
