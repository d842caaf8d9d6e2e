/** The database, what is set up in it, and its clock. */
import { StartupError } from '../../errors.ts';
import { silentLog } from '../../log.ts';
import { type DatabaseFacts, inspectEmbedded, inspectServer, type SetupFacts } from '../../store/inspect.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** The oldest PostgreSQL that Homeward is written for. */
const POSTGRES = 14;

/** Which database, and whose. */
export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly zone: string;
}

/** What was found; `facts` where it could be looked into. */
export interface Looked {
  readonly checks: readonly Check[];
  readonly facts: DatabaseFacts | undefined;
}

/** Looks into the database, without changing anything; not to be used on an embedded one that a process has. */
export async function lookIntoDatabase({ dataDir, databaseUrl, zone }: Place): Promise<Looked> {
  try {
    const facts = databaseUrl
      ? await inspectServer(databaseUrl, zone)
      : await inspectEmbedded(dataDir, zone, silentLog);
    if (!facts) return { facts, checks: [ok('database', 'There is none yet; the first start makes it.')] };
    return { facts, checks: checkFacts(facts, databaseUrl !== undefined) };
  } catch (error) {
    const isExplained = error instanceof StartupError;
    const message = (error as Error).message;
    const mend = isExplained
      ? 'The line above says what to do.'
      : 'If the files were changed or are damaged, restore a backup (npm run restore).';
    return {
      facts: undefined,
      checks: [fail('database', isExplained ? message : `It cannot be opened: ${message}`, mend)],
    };
  }
}

function checkFacts(facts: DatabaseFacts, isServer: boolean): Check[] {
  const { version, encoding, timeZone, missing, newer, unknownZones } = facts;
  const name = 'database';
  const kind = isServer ? 'PostgreSQL' : 'The embedded PostgreSQL';
  const checks: Check[] = [];
  if (newer.length > 0) {
    const mend = 'Start the newer version, or restore a backup that was made by this one.';
    checks.push(fail(name, `It was made by a newer version of Homeward (${newer.at(-1)}).`, mend));
  }
  if (Number.parseInt(version, 10) < POSTGRES) {
    checks.push(
      fail(name, `PostgreSQL ${version} is too old.`, `Upgrade the server to ${POSTGRES} or later.`),
    );
  }
  if (encoding !== 'UTF8') {
    const mend = 'Make a database with ENCODING UTF8 TEMPLATE template0, and move the data there.';
    checks.push(fail(name, `Its encoding is ${encoding}, which cannot hold every language.`, mend));
  }
  if (unknownZones.length > 0) {
    const message = `It does not know the time zone ${unknownZones.join(', ')}.`;
    checks.push(
      fail(name, message, "Update the server's time zone data, or correct TIME_ZONE or the site's zone."),
    );
  }
  if (checks.length > 0) return checks;
  const state =
    missing.length > 0 ? `${missing.length} migrations are to be made by the next start` : 'migrated';
  return [ok(name, `${kind} ${version}, ${encoding}, time zone ${timeZone}, ${state}.`)];
}

/** Differences of clocks up to which nothing goes wrong, and from which much does, in milliseconds. */
const CLOCK = { fine: 2000, bad: 60_000 };

/** How far another clock is before ours; `precisionMs` is what its reading may be off by. */
export function checkClock(whose: string, aheadMs: number, precisionMs: number): Check {
  const difference = Math.max(0, Math.abs(aheadMs) - precisionMs);
  if (difference <= CLOCK.fine) return ok('clock', `It agrees with that of ${whose}.`);
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(0);
  const message = `This machine's clock is ${seconds} s ${aheadMs > 0 ? 'behind' : 'before'} that of ${whose}.`;
  const mend = 'Keep both by a time server (NTP): deadlines, reminders and codes go by the clock.';
  return difference > CLOCK.bad ? fail('clock', message, mend) : warn('clock', message, mend);
}

/** Hours after which a daily backup should have come. */
const BACKUP_HOURS = 50;

/** What is left to be set up, and the last backup by schedule. */
export function checkSetup(setup: SetupFacts, now: Temporal.Instant, hasBackups: boolean): Check[] {
  const { admins, teamChats, backup, backedUpAt } = setup;
  const checks: Check[] = [];
  if (admins === 0) {
    const mend =
      'Start Homeward and enter the setup code that it prints on the staff desk, or send /setup CODE to the bot.';
    checks.push(warn('setup', 'There is no administrator yet.', mend));
  } else if (teamChats === 0) {
    const mend =
      'Add the bot to the team’s group and send /team NAME there. Until then tickets are on the desk only.';
    checks.push(warn('setup', 'No team has a chat yet.', mend));
  } else checks.push(ok('setup', `${admins} administrator(s), ${teamChats} chat(s) of teams.`));
  if (backup?.state === 'failed') {
    checks.push(
      fail('backup', `The backup of ${backup.day} failed: ${backup.error}`, 'Mend that; it is tried again.'),
    );
  } else if (hasBackups && backedUpAt && now.since(backedUpAt).total('hours') > BACKUP_HOURS) {
    const message = `The last backup was made at ${backedUpAt.toString({ smallestUnit: 'second' })}.`;
    checks.push(
      warn('backup', message, 'Look into the log for why none was made since; run npm run backup.'),
    );
  } else if (backedUpAt) {
    checks.push(
      ok('backup', `The last was made and read back at ${backedUpAt.toString({ smallestUnit: 'second' })}.`),
    );
  }
  return checks;
}
