/** (g) Reading a district's roster: bytes of a CSV file to checked rows, and its duplicates, without a database. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { matchRoster } from '../src/domain/roster/match.ts';
import { createRosterReader } from '../src/domain/roster/reader.ts';
import { ROSTER_COLUMNS, type RosterRow } from '../src/domain/roster.ts';
import { readRosterTable } from '../src/ingest/roster-table.ts';

/** What reading one file took. */
export interface RosterRead {
  readonly rows: number;
  readonly megabytes: number;
  /** From the bytes to checked rows. */
  readonly rowsPerSecond: number;
  /** Reading and finding the duplicates among all rows. */
  readonly withMatchesPerSecond: number;
  /** How many times as long reading takes as decoding the same bytes and splitting them at commas. */
  readonly timesBareSplit: number;
  /** The most that the process needed, in bytes, with all rows in memory. */
  readonly peakRss: number;
  readonly problems: number;
  readonly matches: number;
}

/** Measures in a process of its own, so that its memory is nobody else's. */
export async function measureRosterRead(rows: number): Promise<RosterRead> {
  const child = fork(fileURLToPath(import.meta.url), [String(rows)], { execArgv: ['--no-warnings'] });
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the measured program ended with ${code} before its figures`)),
  );
  const [figures] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return figures as RosterRead;
}

/** The household survey of a district: every fourth person has a flag, few cells are in disorder. */
export function makeRoster(rows: number): Buffer {
  const lines = [ROSTER_COLUMNS.join(',')];
  for (let at = 0; at < rows; at += 1) {
    const day = new Date(Date.UTC(1940, 0, 1) + ((at * 7919) % 29_000) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const family = ['张', '王', '李', '赵', '陈', '刘', '周', '吴'][at % 8];
    const given = String.fromCharCode(0x4e00 + ((at * 31) % 5000), 0x4e00 + ((at * 17) % 4000));
    lines.push(
      [
        `${family}${given}`,
        at % 2 ? '女' : '男',
        at % 3 ? day : day.replaceAll('-', '/'),
        '中国',
        '护照',
        `E${10_000_000 + at}`,
        `138${String(10_000_000 + at)}`,
        at % 5 ? '中文' : '"中文, English"',
        `CA ${900 + (at % 90)}`,
        `${1 + (at % 60)}${'ABCDEF'[at % 6]}`,
        '2026年11月20日',
        '首都机场',
        `第${at % 141}网格`,
        '上海',
        String(Math.floor(at / 3)),
        `第${at % 17}隔离点`,
        String(1000 + (at % 900)),
        at % 4 ? '' : '老人，高血压 药到2026-12-03',
        `${family}家属`,
        `139${String(10_000_000 + at)}`,
      ].join(','),
    );
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

/** The least that anybody could do with these bytes. */
function split(bytes: Buffer): number {
  const start = performance.now();
  const cells = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => line.split(','));
  if (cells.length < 2) throw new Error('nothing was split');
  return performance.now() - start;
}

async function read(bytes: Buffer): Promise<{ people: RosterRow[]; problems: number; ms: number }> {
  const start = performance.now();
  const reader = createRosterReader({ today: Temporal.PlainDate.from('2026-11-22') });
  const people: RosterRow[] = [];
  let problems = 0;
  for await (const line of readRosterTable(bytes)) {
    const reading = reader.read(line);
    problems += reading.problems.length;
    if (reading.row) people.push(reading.row);
  }
  return { people, problems, ms: performance.now() - start };
}

async function measure(rows: number): Promise<RosterRead> {
  const bytes = makeRoster(rows);
  const { people, problems, ms } = await read(bytes);
  const start = performance.now();
  const matches = matchRoster(people, []).length;
  const matching = performance.now() - start;
  // Read before the split, which holds the whole table twice.
  const peakRss = process.resourceUsage().maxRSS * 1024;
  return {
    rows: people.length,
    megabytes: bytes.length / 1e6,
    rowsPerSecond: people.length / (ms / 1000),
    withMatchesPerSecond: people.length / ((ms + matching) / 1000),
    timesBareSplit: ms / split(bytes),
    peakRss,
    problems,
    matches,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const figures = await measure(Number(process.argv[2]));
  process.send?.(figures, () => process.disconnect?.());
}
