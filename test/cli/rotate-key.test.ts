/** `npm run rotate-key` as a process of its own. */
import { expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { addPerson } from '../../src/store/people.ts';
import { readPersonNumbers } from '../../src/store/person-cards.ts';
import { transact } from '../../src/store/transaction.ts';
import { startChild } from '../support/child.ts';
import { testLocation } from '../support/database.ts';
import { TEST_KEYS } from '../support/keys.ts';

const ROTATE = new URL('../../src/cli/rotate-key.ts', import.meta.url);
const NEW = { current: new Uint8Array(32).fill(5) };
const base64 = (key: Uint8Array): string => Buffer.from(key).toString('base64');

test('encrypts everything with the new key, and says what may be deleted', async () => {
  const at = await testLocation();
  const look = async <T>(keys: typeof NEW, read: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore({ ...at, keys });
    return read(store).finally(() => store.close());
  };
  const person = { name: 'Ana', locale: 'en', siteId: null, phone: '+8613811119999' };
  const { id } = await look(TEST_KEYS, ({ db }) =>
    transact(db, async (tx) => addPerson(tx, person, Temporal.Now.instant())),
  );
  const child = startChild(ROTATE, [], {
    DATA_DIR: at.dataDir,
    DATABASE_URL: at.databaseUrl ?? '',
    DATA_KEY: base64(NEW.current),
    DATA_KEY_OLD: base64(TEST_KEYS.current),
  });
  expect(await child.ended, child.lines.join('\n')).toBe(0);
  const said = child.lines.join('\n');
  expect(said).toContain('Values encrypted anew: 1. Nothing in the database has the old key any more.');
  expect(said).toContain('Take DATA_KEY_OLD away');
  expect(said).not.toContain('1381111');
  await look(NEW, async ({ db }) => expect((await readPersonNumbers(db, id)).phone).toBe(person.phone));
});
