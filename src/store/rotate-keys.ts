/** Moves every number from one data key to the next; may be interrupted and called again. */
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import { endRotation, isRotating, type KeySource, startRotation } from './choose-keys.ts';
import { KEY_FILE, renewKeyFile, retireOldKeyFile } from './key-file.ts';
import { createKeyring, useKeyring } from './keyring.ts';
import type { Store } from './open.ts';
import { resealOthers, wipeOld } from './reseal.ts';

/** What was done. */
export interface Rotated {
  /** Values that were encrypted anew. */
  readonly values: number;
  /** Where the old key is now, when it was a file of ours. */
  readonly retired: string | undefined;
}

/** Looks so often whether anything has the old key still: somebody who has no other may go on writing. */
const PASSES = 5;

/**
 * Encrypts everything with the new key: the one that was given beside the old one, or, where the key is a file in the
 * data directory, one that is made here. Ends when nothing has the old key. Throws StartupError with what to do.
 */
export async function rotateKeys(
  store: Store,
  source: KeySource,
  { log, onProgress }: { readonly log: Log; onProgress(done: number): void },
): Promise<Rotated> {
  const { db, kind } = store;
  if (!source.keys?.old && !(await isRotating(db))) await beginWithFile(store, source, log);
  let values = 0;
  for (let pass = 1; ; pass += 1) {
    const before = values;
    values += await resealOthers(db, (done) => onProgress(before + done));
    if (values === before) break;
    if (pass === PASSES) throw stillWriting();
  }
  await wipeOld(db, kind);
  await endRotation(db);
  return { values, retired: source.keys ? undefined : await retireOldKeyFile(source.dataDir) };
}

async function beginWithFile({ db, kind }: Store, { dataDir, keys }: KeySource, log: Log): Promise<void> {
  if (keys)
    throw new StartupError(
      'There is nothing to change to: set DATA_KEY to a new key (openssl rand -base64 32) and DATA_KEY_OLD to the ' +
        'one there is, and start again.',
    );
  if (kind === 'postgres')
    throw new StartupError(
      `Other processes may use this database: set DATA_KEY_OLD to what is in ${dataDir}/${KEY_FILE} and DATA_KEY to a ` +
        'new key (openssl rand -base64 32), for all of them, restart them, and start this again.',
    );
  useKeyring(db, createKeyring(await startRotation(db, await renewKeyFile(dataDir), log)));
}

const stillWriting = (): StartupError =>
  new StartupError(
    'Somebody goes on writing with the old key: restart every process with DATA_KEY and DATA_KEY_OLD, and start this ' +
      'again.',
  );
