/** What backup and restore share on the command line: settings, words, and how errors are said. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, parseConfig } from '../../config.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { StartupError, UserError } from '../../errors.ts';
import { createTranslate } from '../../i18n.ts';

/** The settings, and a text in the operator's language. */
export interface Setting {
  readonly config: Config;
  say(key: string, params?: Record<string, unknown>): string;
}

/** Reads `.env` and the environment; throws StartupError that names what is wrong. */
export function readSetting(): Setting {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const parsed = parseConfig(process.env);
  if ('problems' in parsed)
    throw new StartupError(
      `Please correct these variables:\n${parsed.problems.map((line) => `  ${line}`).join('\n')}`,
    );
  const t = createTranslate();
  const locale = matchLocale(parsed.config.DEFAULT_LOCALE, STAFF_LOCALES) ?? 'en';
  return { config: parsed.config, say: (key, params) => t(locale, key, params) };
}

/** npm runs scripts in the project's directory, wherever it was called. */
export const fromHere = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path);

/** A number of bytes as people read it. */
export function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e8 ? 1 : 0 });
}

/** Runs a command; what the operator can do something about is printed without a stack. */
export async function runCommand(work: (setting: Setting) => Promise<void>): Promise<void> {
  let say: Setting['say'] = (key) => key;
  try {
    const setting = readSetting();
    say = setting.say;
    await work(setting);
  } catch (error) {
    if (error instanceof UserError) console.error(say(error.code, error.params));
    else if (error instanceof StartupError) console.error(error.message);
    else if (isOfDisk(error)) console.error(say('staff-backup:error.disk', { message: error.message }));
    else console.error(error);
    process.exitCode = 1;
  }
}

/** No room, no right, no such directory: the system's own words say which file. */
const isOfDisk = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;
