/** Every check, one after the other. */
import { localAddress } from '../../address.ts';
import type { Config } from '../../config.ts';
import { checkPlatforms } from '../../platform-checks.ts';
import { type Check, ok } from './check.ts';
import { type Env, readConfig } from './check-config.ts';
import { checkClock, checkSetup, lookIntoDatabase } from './check-database.ts';
import { checkBackupDirectory, checkDirectory, checkDisk, checkNode, findOwner } from './check-files.ts';
import { askRunning, checkPublic, checkRunning } from './check-running.ts';

/** Looks at everything that this environment decides; changes nothing. */
export async function examine(env: Env, now: Temporal.Instant): Promise<Check[]> {
  const { config, checks } = readConfig(env);
  const found = [checkNode(process.versions.node), ...checks];
  if (!config) return found;
  const { DATA_DIR, BACKUP_DIR } = config;
  return [
    ...found,
    ...(await checkDirectory(DATA_DIR)),
    ...(await checkDisk(DATA_DIR)),
    ...(BACKUP_DIR ? await checkBackupDirectory(BACKUP_DIR, DATA_DIR) : []),
    ...(await examineProgram(config, now)),
    ...(await examinePlatforms(config, env)),
  ];
}

/** The database, and the running program instead of it where it has that for itself. */
async function examineProgram(config: Config, now: Temporal.Instant): Promise<Check[]> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, HOST, PORT, PUBLIC_URL, TIME_ZONE: zone } = config;
  const address = localAddress(HOST, PORT);
  const owner = databaseUrl ? undefined : await findOwner(dataDir);
  const running = await askRunning(address);
  const checks = [checkRunning(running, address, owner !== undefined)];
  if (PUBLIC_URL && running.kind === 'ready') checks.push(await checkPublic(PUBLIC_URL));
  if (owner) {
    const message = `The embedded one is in use by process ${owner.pid}, so it is not looked into: stop Homeward for that.`;
    return [...checks, ok('database', message)];
  }
  const looked = await lookIntoDatabase({ dataDir, databaseUrl, zone });
  checks.push(...looked.checks);
  if (!looked.facts) return checks;
  const { clockAheadMs, setup } = looked.facts;
  if (databaseUrl) checks.push(checkClock('the database', clockAheadMs, 0));
  if (setup) checks.push(...checkSetup(setup, now, config.BACKUP_DIR !== undefined));
  return checks;
}

async function examinePlatforms(config: Config, env: Env): Promise<Check[]> {
  const { findings, clockAheadMs } = await checkPlatforms(config, env);
  const checks: Check[] = findings.map(({ account, ...rest }) => ({ name: account, ...rest }));
  if (findings.length === 0) checks.push(ok('channels', 'Only the web is configured.'));
  if (clockAheadMs !== undefined) checks.push(checkClock('the platform', clockAheadMs, 1000));
  return checks;
}
