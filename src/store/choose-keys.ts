/**
 * Which keys an opened database is used with. It knows the id of its key: with another one, or with none, nothing
 * starts, for numbers could be neither read nor found, and new ones would be lost to everybody else.
 */
import { join } from 'node:path';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from './db.ts';
import { KEY_FILE, makeKeyFile, readKeyFiles } from './key-file.ts';
import { type DataKeys, keyId } from './keyring.ts';

const CURRENT = 'data-key';
const BEFORE = 'data-key-before';

/** Where keys may come from. */
export interface KeySource {
  readonly dataDir: string;
  /** What the operator gave; else those in the data directory. */
  readonly keys?: DataKeys | undefined;
}

/** The keys for this database; throws StartupError with what the operator can do. */
export async function chooseKeys(db: Db, { dataDir, keys }: KeySource, log: Log): Promise<DataKeys> {
  const known = await readIds(db);
  const given = keys ?? (await readKeyFiles(dataDir));
  if (!given && known.current) throw noKey(known.current, dataDir);
  const chosen = given ?? (await makeKeyFile(dataDir));
  if (!given)
    log.info({ file: join(dataDir, KEY_FILE) }, 'a key for numbers was made: keep a copy of its file');
  if (!known.current) return adopt(db, chosen);
  const [current, old] = [keyId(chosen.current), chosen.old && keyId(chosen.old)];
  if (known.current !== current) {
    if (known.current !== old || !chosen.old) throw await otherKey(known, current, dataDir);
    if (!known.before) return startRotation(db, chosen, log);
    // A machine that has both keys in the order of before: the database knows which is the new one.
    if (known.before === current) return { current: chosen.old, old: chosen.current };
    throw await otherKey(known, current, dataDir);
  }
  if (!known.before) return chosen;
  if (known.before !== old) throw unfinished(known.before);
  log.warn({ from: known.before, to: current }, 'numbers move to a new key: npm run rotate-key');
  return chosen;
}

/** From now on everything is written with the new key, and read with both until `endRotation`. */
export async function startRotation(db: Db, keys: DataKeys, log: Log): Promise<DataKeys> {
  const [current, old] = [keyId(keys.current), keyId(keys.old ?? keys.current)];
  await db.$transaction(async (tx) => {
    const isOurs = await tx.$executeRaw`
      update setting set value = ${current} where key = ${CURRENT} and value = ${old}`;
    if (isOurs) await tx.$executeRaw`insert into setting (key, value) values (${BEFORE}, ${old})`;
  });
  const known = await readIds(db);
  if (known.current !== current || known.before !== old)
    throw new StartupError(
      'Another process gave this database another key just now. Give both the same keys.',
    );
  log.warn({ from: old, to: current }, 'numbers move to a new key: npm run rotate-key');
  return keys;
}

/** Nothing is encrypted with the old key any more. */
export async function endRotation(db: Db): Promise<void> {
  await db.$executeRaw`delete from setting where key = ${BEFORE}`;
}

/** Whether some numbers may have another key still. */
export const isRotating = async (db: Db): Promise<boolean> => (await readIds(db)).before !== undefined;

async function readIds(db: Db): Promise<{ current: string | undefined; before: string | undefined }> {
  const rows = await db.setting.findMany({ where: { key: { in: [CURRENT, BEFORE] } } });
  const of = (wanted: string): string | undefined => rows.find(({ key }) => key === wanted)?.value;
  return { current: of(CURRENT), before: of(BEFORE) };
}

/** The first key of a database; of two processes that come at once one wins. */
async function adopt(db: Db, keys: DataKeys): Promise<DataKeys> {
  const id = keyId(keys.current);
  await db.$executeRaw`insert into setting (key, value) values (${CURRENT}, ${id}) on conflict do nothing`;
  const { current } = await readIds(db);
  if (current === id) return keys;
  throw new StartupError(
    `Another process has just given this database the key ${current}. Give this one the same: DATA_KEY, or a copy of ` +
      `the other's file ${KEY_FILE} in the data directory.`,
  );
}

const noKey = (id: string, dataDir: string): StartupError =>
  new StartupError(
    `The phone and document numbers in this database are encrypted with the key ${id}, and there is none here. Set ` +
      `DATA_KEY to it (every machine on one database needs the same), or put the file ${KEY_FILE} that was made at ` +
      `the first start back into ${dataDir}.`,
  );

async function otherKey(
  { current, before }: { current: string | undefined; before: string | undefined },
  given: string,
  dataDir: string,
): Promise<StartupError> {
  const inFile = await readKeyFiles(dataDir).catch(() => undefined);
  const fits =
    inFile && keyId(inFile.current) === current ? ` The one in ${join(dataDir, KEY_FILE)} fits.` : '';
  const rotation = before
    ? ' Its numbers are on their way from one key to another: finish that first, with npm run rotate-key.'
    : ' To change the key, set DATA_KEY_OLD to the one it has and run npm run rotate-key.';
  return new StartupError(
    `The phone and document numbers in this database are encrypted with the key ${current}; the one given is ${given}. ` +
      `Set DATA_KEY to the key ${current}.${fits}${rotation}`,
  );
}

const unfinished = (before: string): StartupError =>
  new StartupError(
    `Some numbers in this database are still encrypted with the key before, ${before}. Set DATA_KEY_OLD to it and run ` +
      'npm run rotate-key to the end.',
  );
