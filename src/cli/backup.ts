/** `npm run backup [-- --out FILE]`: writes everything into one file, and reads it back. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { StartupError } from '../errors.ts';
import { createLog } from '../log.ts';
import { backUp } from '../store/backup.ts';
import { backupName } from '../store/dump.ts';
import { explainInUse, fromHere, inMegabytes, runCommand, type Setting } from './setting.ts';

async function main({ config, say }: Setting): Promise<void> {
  const createdAt = systemClock.now();
  const out =
    readOut(say('staff-backup:usage.backup')) ??
    (config.BACKUP_DIR ? join(config.BACKUP_DIR, backupName(createdAt)) : fromHere(backupName(createdAt)));
  const started = performance.now();
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL } = config;
  const making = backUp({ dataDir, databaseUrl, out, createdAt, log: createLog(LOG_LEVEL) });
  const made = await explainInUse(making, say('staff-backup:cli.running'));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { rows, bytes, keys } = made;
  console.log(say('staff-backup:cli.made', { path: out, count: rows, size: inMegabytes(bytes), seconds }));
  if (keys.length === 0) return;
  console.log(say(config.DATA_KEY ? 'staff-backup:cli.key-apart' : 'staff-backup:cli.key-file', { dataDir }));
}

function readOut(usage: string): string | undefined {
  try {
    const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
    return out === undefined ? undefined : fromHere(out);
  } catch (cause) {
    throw new StartupError(usage, { cause });
  }
}

await runCommand(main);
