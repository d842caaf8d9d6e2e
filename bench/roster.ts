/** (g) Importing a district's roster: bytes of a CSV file to people in the database, against a bare copy of its rows. */
import { fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/clock.ts';
import { ROSTER_COLUMNS } from '../src/domain/roster.ts';
import { type ImportReport, importRoster, peopleIn } from '../src/features/roster/index.ts';
import { readRosterTable } from '../src/ingest/roster-table.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { transact } from '../src/store/transaction.ts';
import type { StoreKind } from './child.ts';
import { createDatabase } from './postgres.ts';
import { makeRoster } from './roster-read.ts';

/** What importing one file took. */
export interface RosterImport {
  readonly rowsPerSecond: number;
  /** The same rows as 20 columns of text, by COPY (embedded) or by inserts of a thousand (server). */
  readonly bareRowsPerSecond: number;
  /** How fast a corrected file with as many rows, a tenth of them changed, comes in after it. */
  readonly againRowsPerSecond: number;
  readonly longestBatchMs: number;
  /** The most that the process needed, in bytes, the embedded database included. */
  readonly peakRss: number;
  readonly people: number;
}

/** Measures in a process of its own, on a database that is there already, so that its memory is nobody else's. */
export async function measureImport(kind: StoreKind, rows: number): Promise<RosterImport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
  const databaseUrl = kind === 'postgres' ? await createDatabase() : '';
  const store = await openStore({ dataDir, databaseUrl });
  await addSites(store);
  await store.close();
  const args = [String(rows), dataDir, databaseUrl];
  // As `npm run import` starts it: a large young generation would only be filled.
  const execArgv = ['--no-warnings', '--max-semi-space-size=2', '--max-old-space-size=1024'];
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv });
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the measured program ended with ${code} before its figures`)),
  );
  const [figures] = await Promise.race([once(child, 'message'), ended]);
  await ended.catch(() => undefined);
  await rm(dataDir, { recursive: true, force: true });
  return figures as RosterImport;
}

async function measure(rows: number, dataDir: string, databaseUrl: string): Promise<RosterImport> {
  const store = await openStore({ dataDir, databaseUrl, isLean: true });
  const bytes = makeRoster(rows);
  const first = await timed(store, bytes);
  const { maxRSS } = process.resourceUsage();
  const corrected = Buffer.from(bytes.toString().replaceAll(/第(\d*0)网格/g, '第$1社区'));
  const again = await timed(store, corrected);
  const bare = store.kind === 'embedded' ? await copy(store, bytes) : await insert(store, bytes);
  await store.close();
  const perSecond = (ms: number): number => rows / (ms / 1000);
  return {
    rowsPerSecond: perSecond(first.ms),
    bareRowsPerSecond: perSecond(bare),
    againRowsPerSecond: perSecond(again.ms),
    longestBatchMs: first.longest,
    peakRss: maxRSS * 1024,
    people: peopleIn(first.report.counts),
  };
}

async function addSites({ db }: Store): Promise<void> {
  const createdAt = new Date();
  const names = Array.from({ length: 17 }, (_site, at) => `第${at}隔离点`);
  await db.site.createMany({ data: names.map((name) => ({ id: randomUUID(), name, createdAt })) });
}

async function timed(
  store: Store,
  bytes: Uint8Array,
): Promise<{ ms: number; longest: number; report: ImportReport }> {
  const start = performance.now();
  let [before, longest] = [start, 0];
  const report = await importRoster({
    file: {
      name: 'roster.csv',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      lines: readRosterTable(bytes),
    },
    today: Temporal.PlainDate.from('2026-11-22'),
    actor: { role: 'system', id: 'system' },
    isDry: false,
    reader: store.db,
    run: (work) => transact(store.db, work),
    now: () => systemClock.now(),
    onProgress() {
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    },
  });
  return { ms: performance.now() - start, longest, report };
}

const BARE = `create table bare (${ROSTER_COLUMNS.map((column) => `${column} text`).join(', ')})`;

async function copy(store: Store, bytes: Buffer): Promise<number> {
  if (store.kind !== 'embedded') throw new Error('only the embedded database copies from here');
  await store.pglite.exec(BARE);
  const start = performance.now();
  const blob = new Blob([new Uint8Array(bytes)]);
  await store.pglite.query(`copy bare from '/dev/blob' with (format csv, header)`, [], { blob });
  return performance.now() - start;
}

async function insert({ db }: Store, bytes: Buffer): Promise<number> {
  await db.$executeRawUnsafe(BARE);
  const rows: Record<string, string | undefined>[] = [];
  for await (const { row, cells } of readRosterTable(bytes)) {
    if (row > 1) rows.push(Object.fromEntries(ROSTER_COLUMNS.map((column, at) => [column, cells[at]])));
  }
  const start = performance.now();
  for (let at = 0; at < rows.length; at += 1000) {
    const some = JSON.stringify(rows.slice(at, at + 1000));
    await db.$executeRawUnsafe(
      'insert into bare select * from jsonb_populate_recordset(null::bare, $1::jsonb)',
      some,
    );
  }
  return performance.now() - start;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , rows, dataDir = '', databaseUrl = ''] = process.argv;
  const figures = await measure(Number(rows), dataDir, databaseUrl);
  process.send?.(figures, () => process.exit(0));
}
