/** The key of every database that tests make. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeyring } from '../../src/store/keyring.ts';

/** What numbers in tests are encrypted with. */
export const TEST_KEYS = { current: new Uint8Array(32).fill(7) };

/** The same, at work. */
export const TEST_KEYRING = createKeyring(TEST_KEYS);

/** Puts that key into a data directory, as the first start does with one of its own. */
export const giveTestKey = (dataDir: string): Promise<void> =>
  writeFile(join(dataDir, 'data.key'), Buffer.from(TEST_KEYS.current).toString('base64'));
