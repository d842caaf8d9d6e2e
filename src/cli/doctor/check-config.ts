/** The variables by themselves, and those that are unsafe beside others. */
import { type Config, parseConfig } from '../../config.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** An environment, as `process.env`. */
export type Env = Readonly<Record<string, string | undefined>>;

const NAME = 'config';
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;

/** What is wrong, and the configuration to look at the rest with: wrong variables count as not set. */
export function readConfig(env: Env): { config: Config | undefined; checks: Check[] } {
  let rest = { ...env };
  const checks: Check[] = [];
  // Without one wrong variable another may be wrong beside it.
  for (let round = 0; round < 5; round += 1) {
    const parsed = parseConfig(rest);
    if ('config' in parsed) {
      const { config } = parsed;
      const warnings = warningsOf(config);
      const fine = checks.length + warnings.length === 0 ? [ok(NAME, 'Every variable is right.')] : [];
      return { config, checks: [...fine, ...checks, ...warnings] };
    }
    for (const problem of parsed.problems) {
      const name = problem.split(' ')[0] ?? '';
      rest = { ...rest, [name]: undefined };
      if (round === 0)
        checks.push(fail(NAME, `${problem}.`, `Correct ${name} in .env or in the environment.`));
    }
  }
  return { config: undefined, checks };
}

function warningsOf(config: Config): Check[] {
  const { HOST, PUBLIC_URL, DATABASE_URL, LOG_LEVEL, BACKUP_DIR } = config;
  const isOpen = !LOOPBACK.test(HOST);
  const isSafe = PUBLIC_URL?.startsWith('https://') ?? false;
  const checks: (Check | false)[] = [
    isOpen &&
      !isSafe &&
      warn(
        NAME,
        `HOST=${HOST} opens the pages to the network, and PUBLIC_URL is not https: what people write can be read on the way.`,
        'Put a reverse proxy with https before it and set PUBLIC_URL=https://…, or set HOST=127.0.0.1.',
      ),
    PUBLIC_URL !== undefined &&
      !isSafe &&
      !LOOPBACK.test(new URL(PUBLIC_URL).hostname) &&
      warn(
        NAME,
        'PUBLIC_URL is not https: cookies are not marked Secure.',
        'Serve the pages by https and set PUBLIC_URL=https://….',
      ),
    isPlainRemote(DATABASE_URL) &&
      warn(
        NAME,
        'DATABASE_URL leads to another machine without encryption.',
        'Add ?sslmode=verify-full (or what your server offers), unless the line between them is private.',
      ),
    LOG_LEVEL === 'silent' &&
      warn(NAME, 'LOG_LEVEL=silent: errors are written nowhere.', 'Set LOG_LEVEL=warn, or leave it empty.'),
    !BACKUP_DIR &&
      warn(
        'backup',
        'No backups are made by themselves.',
        'Set BACKUP_DIR to a directory on another disk, or run npm run backup by schedule.',
      ),
  ];
  return checks.filter((check) => check !== false);
}

function isPlainRemote(address: string | undefined): boolean {
  if (!address) return false;
  const { hostname, searchParams } = new URL(address);
  const host = hostname || searchParams.get('host') || 'localhost';
  const mode = searchParams.get('sslmode') ?? 'disable';
  return !host.startsWith('/') && !LOOPBACK.test(host) && ['disable', 'allow', 'prefer'].includes(mode);
}
