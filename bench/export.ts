/** (l) Exporting tickets: rows of the database to the bytes of a file, against a bare COPY of the same columns. */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemClock } from '../src/clock.ts';
import type { ExportFormat } from '../src/domain/export/query.ts';
import { openExport } from '../src/features/exports/index.ts';
import { createTranslate } from '../src/i18n.ts';
import { openStore, type Store } from '../src/store/open.ts';
import type { StoreKind } from './child.ts';
import { createDatabase } from './postgres.ts';

/** What exporting all tickets took. */
export interface ExportFigures {
  readonly rowsPerSecond: number;
  /** Beside COPY of the same columns to the same machine, as CSV. */
  readonly ofBareCopy: number;
  /** The most that the process needed, in bytes, the embedded database included. */
  readonly peakRss: number;
  readonly megabytes: number;
}

/** Fills a database with so many tickets, and exports them in a process of its own for each format. */
export async function measureExport(
  kind: StoreKind,
  tickets: number,
): Promise<Readonly<Record<ExportFormat, ExportFigures>>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
  const databaseUrl = kind === 'postgres' ? await createDatabase() : '';
  const store = await openStore({ dataDir, databaseUrl });
  await fill(store, tickets);
  await copy(store);
  const bareMs = await copy(store);
  await store.close();
  const figures = async (format: ExportFormat): Promise<ExportFigures> => {
    const { rows, ms, peakRss, bytes } = await inChild([format, dataDir, databaseUrl]);
    if (rows !== tickets) throw new Error(`${rows} of ${tickets} rows were exported`);
    return {
      rowsPerSecond: rows / (ms / 1000),
      ofBareCopy: bareMs / ms,
      peakRss,
      megabytes: bytes / 1e6,
    };
  };
  const measured = { csv: await figures('csv'), xlsx: await figures('xlsx') };
  await rm(dataDir, { recursive: true, force: true });
  return measured;
}

interface Measured {
  readonly rows: number;
  readonly ms: number;
  readonly bytes: number;
  readonly peakRss: number;
}

async function inChild(args: readonly string[]): Promise<Measured> {
  // As `npm run export` starts it.
  const execArgv = ['--no-warnings', '--max-semi-space-size=2', '--max-old-space-size=160'];
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv });
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the measured program ended with ${code} before its figures`)),
  );
  const [figures] = await Promise.race([once(child, 'message'), ended]);
  await ended.catch(() => undefined);
  return figures as Measured;
}

const FILL = [
  `insert into site (id, name, time_zone, created_at)
   select gen_random_uuid(), '第' || n || '隔离点', 'Asia/Shanghai', now() from generate_series(1, 17) n`,
  `insert into team (id, name, is_default, created_at) values (gen_random_uuid(), 'Day shift', true, now())`,
  `insert into staff (id, name, role, created_at)
   select gen_random_uuid(), 'Colleague ' || n, 'liaison', now() from generate_series(1, 50) n`,
  `insert into person (id, name, room, site_id, locale, jurisdiction, created_at)
   select gen_random_uuid(), '旅客' || n, (n % 3000)::text, s.id, 'zh-CN', '第' || n % 12 || '社区', now()
   from generate_series(1, 100000) n
   join (select id, row_number() over () - 1 as at from site) s on s.at = n % 17`,
  `insert into ticket (id, number, person_id, site_id, team_id, need, urgency, state, restricted, owner_id, summary,
     language, account, opened_at, claimed_at, first_response_at, resolved_at, response_due_at, response_kept,
     resolution_due_at, resolution_kept, rating, rating_comment)
   select gen_random_uuid(), n, p.id, p.site_id, (select id from team), 'supplies', 'normal', 'closed', n % 20 = 0, o.id,
     '孩子的奶粉快没了，今天能送两罐吗？房间里也没有饮用水了 ' || n, 'zh-CN', 'web', x.at, x.at + '5 minutes', x.at + '9 minutes',
     x.at + '3 hours', x.at + '30 minutes', true, x.at + '1 day', true, n % 5 + 1, case when n % 7 = 0 then '谢谢，很快' end
   from (select n::int as n, timestamptz '2026-01-01' + n * interval '20 seconds' as at
         from generate_series(1, $1::int) n) x
   join (select id, site_id, row_number() over () - 1 as at from person) p on p.at = n % 100000
   join (select id, row_number() over () - 1 as at from staff) o on o.at = n % 50`,
];

async function fill({ db }: Store, tickets: number): Promise<void> {
  await db.$transaction(
    async (tx) => {
      for (const statement of FILL)
        await tx.$executeRawUnsafe(statement, ...(statement.includes('$1') ? [tickets] : []));
    },
    { timeout: 600_000 },
  );
  await db.$executeRawUnsafe('analyze');
}

const BARE = `select t.number, t.need, t.urgency, t.state, t.restricted, t.source, s.name, p.room, m.name, o.name, p.id, p.name,
    p.jurisdiction, t.language, t.speaker_id, t.opened_at, t.claimed_at, t.first_response_at, t.response_due_at,
    t.response_kept, t.resolved_at, t.resolution_due_at, t.resolution_kept, t.reopened_at, t.waiting_on, t.rating,
    t.rating_comment, t.merged_into_id, t.summary
  from ticket t join person p on p.id = t.person_id left join site s on s.id = t.site_id
  left join team m on m.id = t.team_id left join staff o on o.id = t.owner_id`;

/** Milliseconds of a bare copy; it is thrown away. */
async function copy(store: Store): Promise<number> {
  const start = performance.now();
  if (store.kind === 'embedded')
    await store.pglite.query(`copy (${BARE}) to '/dev/blob' with (format csv, header)`);
  else {
    const command = `psql "$1" --quiet --command "copy ($2) to stdout with (format csv, header)" > /dev/null`;
    await promisify(execFile)('sh', ['-c', command, 'sh', store.connectionString, BARE]);
  }
  return performance.now() - start;
}

async function measure(format: ExportFormat, dataDir: string, databaseUrl: string): Promise<Measured> {
  const store = await openStore({ dataDir, databaseUrl, isLean: true });
  let [rows, bytes] = [0, 0];
  const start = performance.now();
  const { stream } = await openExport(
    {
      db: store.db,
      clock: systemClock,
      t: createTranslate(),
      zone: 'UTC',
      onRows(more) {
        rows += more;
      },
    },
    { actor: { role: 'system', id: 'system' }, locale: 'zh-CN' },
    { kind: 'tickets', format },
  );
  for await (const chunk of stream) bytes += chunk.length;
  const ms = performance.now() - start;
  const { maxRSS } = process.resourceUsage();
  await store.close();
  return { rows, ms, bytes, peakRss: maxRSS * 1024 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , format, dataDir = '', databaseUrl = ''] = process.argv;
  const figures = await measure(format as ExportFormat, dataDir, databaseUrl);
  process.send?.(figures, () => process.exit(0));
}
