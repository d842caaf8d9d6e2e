/** Encrypted numbers: what can be read, what is refused, and how they are found. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyring, keyId } from '../../src/store/keyring.ts';
import { blind, storedKeyWith } from '../../src/store/person-keys.ts';
import { sealWith, unsealWith } from '../../src/store/sealed.ts';
import { TEST_KEYRING, TEST_KEYS } from '../support/keys.ts';

const [key] = TEST_KEYRING;
const other = createKeyring({ current: new Uint8Array(32).fill(8) });
const place = 'person.phone';
const row = randomUUID();
const seal = (text: string) => sealWith(key, place, row, text);

describe('a number', () => {
  it.each(['+8613800138000', 'E12345678', '', '护照１２３', 'h1.x.y'])('comes back as it was: %s', (text) => {
    expect(unsealWith(TEST_KEYRING, place, row, seal(text))).toBe(text);
  });

  it('is never written in the same letters twice, and shows nothing of itself', () => {
    const [one, two] = [seal('+8613800138000'), seal('+8613800138000')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^h1\.[0-9a-f]{12}\.[\w-]+\.[\w-]{22}$/);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('1380013');
  });

  it('that was changed anywhere is refused', () => {
    const value = seal('+8613800138000');
    const [version, id, body = '', index] = value.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (const at of [0, 11, 12, bytes.length - 17, bytes.length - 16, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const forged = [version, id, changed.toString('base64url'), index].join('.');
      expect(() => unsealWith(TEST_KEYRING, place, row, forged)).toThrow(
        `person.phone of ${row} was changed, or belongs to another row`,
      );
    }
    expect(() => unsealWith(TEST_KEYRING, place, row, `${version}.${id}.AAAA`)).toThrow('was changed');
    expect(() => unsealWith(TEST_KEYRING, place, row, `${version}.${id}.`)).toThrow('was changed');
  });

  it('of another row, or another column, is refused, and so is one in plain or under a key that is not here', () => {
    const value = seal('+8613800138000');
    expect(() => unsealWith(TEST_KEYRING, place, randomUUID(), value)).toThrow('belongs to another row');
    expect(() => unsealWith(TEST_KEYRING, 'person_details.contact_phone', row, value)).toThrow('another row');
    expect(() => unsealWith(TEST_KEYRING, place, row, '+8613800138000')).toThrow('is not encrypted');
    expect(() => unsealWith(other, place, row, value)).toThrow(
      `the key ${key.id}, which this process does not`,
    );
  });

  it('is found by the same index however it is spelled, and under no other key by that', () => {
    const index = (text: string) => seal(text).split('.')[3];
    const spellings = ['+86 138-0013-8000', '13800138000', '(86) 13800138000', '013800138000'];
    expect(new Set(spellings.map(index)).size).toBe(1);
    expect(index('13800138001')).not.toBe(index('13800138000'));
    expect(index('none')).toBeUndefined();
    expect(other[0].index('phone:13800138000')).not.toBe(key.index('phone:13800138000'));
    expect(key.index('phone:13800138000')).not.toBe(key.index('document:13800138000'));
  });
});

describe('a key that people are looked up by', () => {
  it('is blind where it is made of a number, and in words where it is made of a name', () => {
    const stored = storedKeyWith(key, 'document:E12345678');
    expect(stored.key).toMatch(/^document:[\w-]{22}$/);
    expect(stored.key).toBe(blind(key, 'document:E12345678'));
    expect(unsealWith(TEST_KEYRING, 'person_key.sealed', 'document', stored.sealed ?? '')).toBe(
      'document:E12345678',
    );
    const name = 'name-birth:li na:1990-04-03';
    expect(storedKeyWith(key, name)).toEqual({ key: name, sealed: null });
  });

  it('says which data key it has without telling the key', () => {
    expect(keyId(TEST_KEYS.current)).toBe(key.id);
    expect(key.id).not.toBe(other[0].id);
    expect(Buffer.from(key.encryption)).not.toEqual(Buffer.from(TEST_KEYS.current));
  });
});
