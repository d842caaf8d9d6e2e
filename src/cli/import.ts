/** `npm run import -- FILE [--dry-run]`: imports a roster, also while the bot is stopped. */
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { type Config, placeOf } from '../config.ts';
import { toCsv } from '../domain/csv.ts';
import type { Translate } from '../domain/locale.ts';
import { columnName } from '../domain/roster/template.ts';
import { shortTime } from '../domain/short-time.ts';
import { StartupError, UserError } from '../errors.ts';
import {
  describeCounts,
  type ImportReport,
  importRoster,
  listReport,
  peopleIn,
} from '../features/roster/index.ts';
import { readRosterTable } from '../ingest/roster-table.ts';
import { createLog } from '../log.ts';
import { openStore, type Store } from '../store/open.ts';
import { transact } from '../store/transaction.ts';
import { explainInUse, readSetting } from './setting.ts';

/** Lines to look at that are printed; the others are in the report file. */
const PRINTED = 20;

/** In which words and for which file. */
interface Job {
  readonly config: Config;
  readonly path: string;
  readonly isDry: boolean;
  readonly t: Translate;
  readonly locale: string;
}

async function main(): Promise<number> {
  const { config, t, locale } = readSetting();
  const { file, isDry } = readArguments(t(locale, 'staff-import:usage.cli'));
  // npm runs scripts in the project's directory, wherever it was called.
  const path = resolve(process.env.INIT_CWD ?? '.', file);
  const job: Job = { config, path, isDry, t, locale };
  try {
    const bytes = await readFile(path).catch((cause) => {
      throw new StartupError(t(locale, 'staff-import:cli.no-file', { path, code: cause.code }), { cause });
    });
    const store = await open(job);
    try {
      return await report(job, await work(job, store, bytes));
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof UserError)
      throw new StartupError(t(locale, error.code, error.params), { cause: error });
    throw error;
  }
}

function readArguments(usage: string): { file: string; isDry: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { 'dry-run': { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file] = positionals;
    if (file && positionals.length === 1) return { file, isDry: values['dry-run'] };
  } catch {
    // An option that there is not: the usage says which there are.
  }
  throw new StartupError(usage);
}

function open({ config, t, locale }: Job): Promise<Store> {
  const opening = openStore({ ...placeOf(config), log: createLog(config.LOG_LEVEL), isLean: true });
  return explainInUse(opening, t(locale, 'staff-import:cli.locked'));
}

async function work(job: Job, store: Store, bytes: Uint8Array): Promise<ImportReport> {
  const { config, path, isDry, t, locale } = job;
  const show = createProgress();
  const result = await importRoster({
    file: {
      name: basename(path),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      lines: readRosterTable(bytes),
    },
    today: systemClock.now().toZonedDateTimeISO(config.TIME_ZONE).toPlainDate(),
    actor: { role: 'system', id: 'system' },
    isDry,
    reader: store.db,
    run: (batch) => transact(store.db, batch),
    now: () => systemClock.now(),
    onProgress: (row, counts) =>
      show(t(locale, 'staff-import:cli.progress', { row, people: peopleIn(counts) })),
  });
  show(undefined);
  if (result.state === 'done') await store.tidy();
  return result;
}

/** One line that is written over in a terminal, and many where the output is kept. */
function createProgress(): (line: string | undefined) => void {
  const isTerminal = process.stderr.isTTY;
  let isOpen = false;
  return (line) => {
    if (!isTerminal) return void (line && process.stderr.write(`${line}\n`));
    if (line) process.stderr.write(`\r\u001b[K${line}`);
    else if (isOpen) process.stderr.write('\n');
    isOpen = line !== undefined;
  };
}

/** Says what was done; answers the exit code. */
async function report({ path, config, t, locale }: Job, result: ImportReport): Promise<number> {
  const { state, before, resumedAfter, counts } = result;
  if (state === 'known') {
    const at = before ? shortTime(before, systemClock.now(), config.TIME_ZONE) : '';
    console.log(t(locale, 'staff-import:known', { at, count: peopleIn(counts) }));
    return 0;
  }
  const isEmpty = peopleIn(counts) === 0;
  const head = isEmpty ? 'nobody' : state === 'dry' ? 'try' : 'done';
  if (resumedAfter > 0) console.log(t(locale, 'staff-import:cli.resumed', { row: resumedAfter }));
  console.log(t(locale, `staff-import:${head}`));
  if (!isEmpty) console.log(describeCounts(result, locale, t));
  await reportProblems(path, result, locale, t);
  return isEmpty ? 1 : 0;
}

async function reportProblems(
  path: string,
  result: ImportReport,
  locale: string,
  t: Translate,
): Promise<void> {
  const lines = listReport(result, locale, t);
  const file = `${path}.report.csv`;
  if (lines.length === 0) return rm(file, { force: true });
  console.log(t(locale, 'staff-import:list', { count: lines.length + result.unlisted }));
  for (const { text } of lines.slice(0, PRINTED)) console.log(`• ${text}`);
  const heads = ['row', 'column', 'what'].map((name) => t(locale, `staff-import:report.${name}`));
  const cells = lines.map(({ row, column, text }) => [
    row > 0 ? row : null,
    column && columnName(column, locale, t),
    text,
  ]);
  await writeFile(file, toCsv([heads, ...cells]), { mode: 0o600 });
  console.log(t(locale, 'staff-import:cli.report', { file }));
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error instanceof StartupError ? error.message : error);
    process.exitCode = 1;
  },
);
