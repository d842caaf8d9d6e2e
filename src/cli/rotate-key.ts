/** `npm run rotate-key`: encrypts every phone and document number with another key. */
import { placeOf } from '../config.ts';
import { StartupError } from '../errors.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/open.ts';
import { rotateKeys } from '../store/rotate-keys.ts';
import { readSetting } from './setting.ts';

async function main(): Promise<void> {
  const { config } = readSetting();
  const place = placeOf(config);
  const log = createLog(config.LOG_LEVEL === 'warn' ? 'error' : config.LOG_LEVEL);
  const store = await openStore({ ...place, log, isLean: true });
  try {
    const onProgress = (done: number): void => console.error(`${done} values encrypted anew …`);
    const { values, retired } = await rotateKeys(store, place, { log, onProgress });
    console.log(`Done. Values encrypted anew: ${values}. Nothing in the database has the old key any more.`);
    console.log(farewell(retired));
  } finally {
    await store.close();
  }
}

const farewell = (retired: string | undefined): string =>
  retired
    ? `The old key is in ${retired}. Delete it together with the last backup that was made before today.`
    : 'Take DATA_KEY_OLD away, restart, and delete the old key together with the last backup that was made before today.';

main().catch((error) => {
  console.error(error instanceof StartupError ? error.message : error);
  process.exitCode = 1;
});
