/** `npm run export -- KIND …`: one row per ticket, person, check-in, trip or seat, into a file that is not there yet. */
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { type Config, placeOf } from '../config.ts';
import { type ReadQuery, readQuery } from '../domain/export/query.ts';
import type { Translate } from '../domain/locale.ts';
import { StartupError, UserError } from '../errors.ts';
import { openExport, withSite } from '../features/exports/index.ts';
import { createLog } from '../log.ts';
import { openStore, type Store } from '../store/open.ts';
import { explainInUse, readSetting } from './setting.ts';

/** In which words, of what, and where to. */
interface Job {
  readonly config: Config;
  readonly t: Translate;
  readonly locale: string;
  readonly query: ReadQuery;
  /** Undefined: named after what is in it. */
  readonly out: string | undefined;
}

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  site: { type: 'string' },
  need: { type: 'string' },
  state: { type: 'string' },
  format: { type: 'string' },
  bom: { type: 'boolean' },
  out: { type: 'string' },
} as const;

async function main(): Promise<void> {
  const { config, t, locale } = readSetting();
  try {
    const job: Job = { config, t, locale, ...readArguments(t(locale, 'staff-exports:usage.cli')) };
    const file = placeFor(job);
    const store = await open(job);
    try {
      await write(job, store, file);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof UserError)
      throw new StartupError(t(locale, error.code, error.params), { cause: error });
    throw error;
  }
}

function readArguments(usage: string): Pick<Job, 'query' | 'out'> {
  const read = () => {
    try {
      return parseArgs({ options: OPTIONS, allowPositionals: true });
    } catch (cause) {
      throw new StartupError(usage, { cause });
    }
  };
  const { values, positionals } = read();
  const [kind, ...more] = positionals;
  if (!kind || more.length > 0) throw new StartupError(usage);
  const { out, format = /\.xlsx$/i.test(out ?? '') ? 'xlsx' : 'csv', ...rest } = values;
  return { query: readQuery({ kind, format, ...rest }), out };
}

function open({ config, t, locale }: Job): Promise<Store> {
  const opening = openStore({ ...placeOf(config), log: createLog(config.LOG_LEVEL), isLean: true });
  return explainInUse(opening, t(locale, 'staff-exports:cli.locked'));
}

/** Where the file goes. @throws UserError when one is there already */
function placeFor({ config, query, out }: Pick<Job, 'config' | 'query' | 'out'>): string {
  const day = systemClock.now().toZonedDateTimeISO(config.TIME_ZONE).toPlainDate();
  // npm runs scripts in the project's directory, wherever it was called.
  const file = resolve(process.env.INIT_CWD ?? '.', out ?? `${query.kind}-${day}.${query.format}`);
  if (existsSync(file)) throw new UserError('staff-exports:cli.exists', { file });
  return file;
}

/** What is not finished has another name, so that half a file is never taken for a whole one. */
async function write({ config, t, locale, query }: Job, { db }: Store, file: string): Promise<void> {
  let rows = 0;
  const onRows = (more: number): void => {
    rows += more;
  };
  const deps = { db, clock: systemClock, t, zone: config.TIME_ZONE, onRows };
  const reader = { actor: { role: 'system', id: 'system' }, locale } as const;
  const { stream } = await openExport(deps, reader, await withSite(db, query));
  const part = `${file}.part`;
  try {
    await pipeline(stream, createWriteStream(part, { mode: 0o600 }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (!code || !syscall) throw error;
    throw new UserError('staff-exports:cli.write', { file, code }, { cause: error });
  }
  console.log(t(locale, 'staff-exports:cli.done', { count: rows, file }));
}

main().catch((error) => {
  console.error(error instanceof StartupError ? error.message : error);
  process.exitCode = 1;
});
