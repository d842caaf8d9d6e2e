/** What commands share: settings, words, and how errors are said. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, parseConfig } from '../config.ts';
import { matchLocale, STAFF_LOCALES, type Translate } from '../domain/locale.ts';
import { StartupError, UserError } from '../errors.ts';
import { createTranslate } from '../i18n.ts';

/** The settings, and a text in the operator's language. */
export interface Setting {
  readonly config: Config;
  readonly t: Translate;
  /** The operator's language, one of the team's texts. */
  readonly locale: string;
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
  return { config: parsed.config, t, locale, say: (key, params) => t(locale, key, params) };
}

/** The embedded database belongs to one process: says `more`, what can be done instead, where another has it. */
export async function explainInUse<T>(work: Promise<T>, more: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StartupError) || !error.message.includes('is in use')) throw error;
    throw new StartupError(`${error.message}\n${more}`, { cause: error });
  }
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
