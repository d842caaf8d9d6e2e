/** The key of an installation that was given none: a file of its own in the data directory. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../errors.ts';
import { type DataKeys, KEY_BYTES, keyId } from './keyring.ts';

/** What the file is called, and the one before it while numbers move from one to the other. */
export const KEY_FILE = 'data.key';
const OLD_KEY_FILE = 'data.key.old';

/** The keys in the data directory; undefined when there is none. */
export async function readKeyFiles(dataDir: string): Promise<DataKeys | undefined> {
  const current = await readKey(join(dataDir, KEY_FILE));
  return current && { current, old: await readKey(join(dataDir, OLD_KEY_FILE)) };
}

/** Makes the key, unless somebody was quicker: then theirs counts. */
export async function makeKeyFile(dataDir: string): Promise<DataKeys> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await place(dataDir, KEY_FILE, randomBytes(KEY_BYTES));
  return (await readKeyFiles(dataDir)) as DataKeys;
}

/** Puts a new key in the place of the one there is, which is kept beside it; for a database that uses one key. */
export async function renewKeyFile(dataDir: string): Promise<DataKeys> {
  await retireOldKeyFile(dataDir);
  const next = join(dataDir, `${KEY_FILE}.new`);
  await write(next, randomBytes(KEY_BYTES));
  await link(join(dataDir, KEY_FILE), join(dataDir, OLD_KEY_FILE));
  await rename(next, join(dataDir, KEY_FILE));
  return (await readKeyFiles(dataDir)) as DataKeys;
}

/** Puts the old key aside, once nothing is encrypted with it; answers what its file is called now. */
export async function retireOldKeyFile(dataDir: string): Promise<string | undefined> {
  const { current, old } = (await readKeyFiles(dataDir)) ?? {};
  if (!old) return undefined;
  if (current && Buffer.from(old).equals(current)) {
    // Interrupted before there was a new one.
    await rm(join(dataDir, OLD_KEY_FILE));
    return undefined;
  }
  const retired = join(dataDir, `data.key.retired-${keyId(old)}`);
  await rename(join(dataDir, OLD_KEY_FILE), retired);
  return retired;
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw new StartupError(`The key file ${path} cannot be read (${error.message}).`, { cause: error });
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new StartupError(
    `The key file ${path} is damaged: it should hold ${KEY_BYTES} bytes in base64. Restore it from a backup.`,
  );
}

/** Complete or not at all, and never over another. */
async function place(dataDir: string, name: string, key: Uint8Array): Promise<void> {
  const draft = join(dataDir, `${name}.${process.pid}`);
  await write(draft, key);
  await link(draft, join(dataDir, name)).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
}

async function write(path: string, key: Uint8Array): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, `${Buffer.from(key).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
}
