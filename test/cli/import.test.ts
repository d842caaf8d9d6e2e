/** `npm run import` as a process of its own: what it prints, writes and survives. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { type Child, startChild } from '../support/child.ts';
import { type Location, onPostgres, testLocation, tmpDataDir } from '../support/database.ts';

const IMPORT = new URL('../../src/cli/import.ts', import.meta.url);

/** A place with a file in it. */
async function scene(text: string): Promise<{ at: Location; file: string }> {
  const file = join(await tmpDataDir(), 'roster.csv');
  await writeFile(file, text);
  return { at: await testLocation(), file };
}

const start = ({ dataDir, databaseUrl }: Location, ...args: string[]): Child =>
  startChild(IMPORT, args, {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl ?? '',
    DEFAULT_LOCALE: 'en',
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'warn',
    INIT_CWD: '',
  });

async function run(at: Location, ...args: string[]): Promise<{ code: number | string; text: string }> {
  const child = start(at, ...args);
  return { code: await child.ended, text: child.lines.join('\n') };
}

async function look<T>(at: Location, read: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(at);
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

/** Each run opens a database of its own. */
const SLOW = { timeout: 120_000 };

const TABLE = 'name,document_number,birth_date\nLi Na,E12345678,1990-04-03\n=Wang Wei,E2345678,03/04/1990\n';

test(
  'a dry run says everything and writes nothing; the import writes, reports and does nothing twice',
  SLOW,
  async () => {
    const { at, file } = await scene(TABLE);
    const dry = await run(at, file, '--dry-run');
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.text).toMatch(/Nothing is written yet[\s\S]*1 is new[\s\S]*Row 3, birth_date/);
    expect(await look(at, ({ db }) => Promise.all([db.person.count(), db.rosterImport.count()]))).toEqual([
      0, 0,
    ]);
    const done = await run(at, file);
    expect(done.text).toMatch(/Imported\.[\s\S]*1 is new[\s\S]*1 row is wrong/);
    expect(done.code).toBe(0);
    const report = await readFile(`${file}.report.csv`, 'utf8');
    expect(report).toMatch(/^\ufeffrow,column,what to look at\r\n3,birth_date,"Row 3, birth_date: /);
    const again = await run(at, file);
    expect(again).toMatchObject({ code: 0, text: expect.stringContaining('imported already') });
    const facts = await look(at, async ({ db }) => ({
      people: await db.person.count(),
      audits: await db.audit.findMany({
        where: { action: 'roster.import' },
        select: { actor: true, after: true },
      }),
    }));
    expect(facts).toMatchObject({ people: 1, audits: [{ actor: 'system', after: { new: 1, wrong: 1 } }] });
  },
);

test('nothing imported is exit code 1: no file, no table, no person, no such option', SLOW, async () => {
  const { at, file } = await scene('colour,taste\nred,sweet\n');
  for (const [args, text] of [
    [[`${file}.gone`], 'ENOENT'],
    [[file], 'Nobody could be imported'],
    [[file, '--force'], 'npm run import -- FILE'],
  ] as const) {
    expect(await run(at, ...args)).toMatchObject({ code: 1, text: expect.stringContaining(text) });
  }
  await writeFile(file, Uint8Array.of(0xff, 0xd8, 0, 0, 0, 0, 1));
  expect(await run(at, file)).toMatchObject({ code: 1, text: expect.stringContaining('no table') });
});

test.skipIf(onPostgres)('a running bot on the embedded database is not disturbed', SLOW, async () => {
  const { at, file } = await scene(TABLE);
  const store = await openStore(at);
  onTestFinished(() => store.close());
  const { code, text } = await run(at, file);
  expect(code).toBe(1);
  expect(text).toMatch(/is in use by process[\s\S]*\/roster/);
});

test('killed in the middle and run again, it goes on behind the last batch', SLOW, async () => {
  const rows = Array.from({ length: 12_000 }, (_row, at) => `Guest ${at},P${100_000 + at},G${at % 3000}`);
  rows[7000] = 'Guest,,G1';
  rows[7001] = 'Guest,,G1';
  const { at, file } = await scene(`name,document_number,party\n${rows.join('\n')}\n`);
  const first = start(at, file);
  await first.line('row 3001');
  expect(await first.kill('SIGKILL')).toBe('SIGKILL');
  const [done] = await look(at, ({ db }) => db.rosterImport.findMany());
  expect(done).toMatchObject({ finishedAt: null });
  const { rowsDone = 0 } = done ?? {};
  expect(rowsDone).toBeGreaterThanOrEqual(3001);
  expect(rowsDone).toBeLessThan(12_001);
  expect(await look(at, ({ db }) => db.person.count())).toBe(rowsDone - 1);
  const second = await run(at, file);
  expect(second.text).toContain(`behind row ${rowsDone}`);
  expect(second.text).toContain('12000 are new');
  const facts = await look(at, async ({ db }) => ({
    people: await db.person.count(),
    stays: await db.stay.count(),
    parties: await db.party.count(),
    imports: await db.rosterImport.count(),
    audits: await db.audit.count({ where: { action: 'roster.import' } }),
  }));
  expect(facts).toEqual({ people: 12_000, stays: 12_000, parties: 3000, imports: 1, audits: 1 });
});
