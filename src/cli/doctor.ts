/** `npm run doctor [-- --json]`: looks whether everything is in order and says how to mend what is not. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { printChecks } from './doctor/check.ts';
import { examine } from './doctor/examine.ts';

const USAGE =
  'npm run doctor [-- --json]   looks at everything and changes nothing; exit code 1 when something fails';

function readArguments(): { json: boolean } | undefined {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const wanted = readArguments();
  if (!wanted) {
    console.error(USAGE);
    return 1;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  const checks = await examine(process.env, systemClock.now());
  const isFine = checks.every(({ status }) => status !== 'fail');
  console.log(wanted.json ? JSON.stringify({ ok: isFine, checks }, null, 2) : printChecks(checks));
  return isFine ? 0 : 1;
}

process.exitCode = await main();
