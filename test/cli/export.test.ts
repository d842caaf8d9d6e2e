/** `npm run export` as a process of its own: what it writes, and what it does not write over. */
import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { byName, csvCells, scene, sheetCells } from '../features/exports-scene.ts';
import { startChild } from '../support/child.ts';
import { type Location, onPostgres, testLocation, tmpDataDir } from '../support/database.ts';

const EXPORT = new URL('../../src/cli/export.ts', import.meta.url);

async function run(at: Location, calledIn: string, ...args: string[]) {
  const child = startChild(EXPORT, args, {
    DATA_DIR: at.dataDir,
    DATABASE_URL: at.databaseUrl ?? '',
    DEFAULT_LOCALE: 'en',
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'warn',
    INIT_CWD: calledIn,
  });
  return { code: await child.ended, text: child.lines.join('\n') };
}

/** Each run is a process that opens a database of its own. */
const SLOW = { timeout: 120_000 };

test(
  'everything is in the file, which only its owner reads; one that is there is left alone',
  SLOW,
  async () => {
    const at = await testLocation();
    const store = await openStore(at);
    await scene(store);
    const folder = await tmpDataDir();
    const meanwhile = onPostgres ? undefined : await run(at, folder, 'trips');
    if (meanwhile) expect(meanwhile.text).toMatch(/is in use by process[\s\S]*\/export in a chat/);
    await store.close();
    const file = join(folder, 'guests.xlsx');
    const args = ['tickets', '--site', 'sun hotel', '--from', '2026-11-20', '--out', 'guests.xlsx'];
    expect(await run(at, folder, ...args)).toEqual({ code: 0, text: `2 rows, written to ${file}` });
    const [sheet = []] = await sheetCells(await readFile(file));
    expect(byName(sheet).map(({ summary }) => summary)).toEqual(['I keep vomiting blood', 'Milk 4']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(access(`${file}.part`)).rejects.toThrow('ENOENT');

    const again = await run(at, folder, ...args);
    expect(again).toEqual({ code: 1, text: expect.stringContaining('is not written over') });
    const named = await run(at, folder, 'people', '--bom');
    const [, csv = ''] = /^2 rows, written to (.*\/people-\d{4}-\d\d-\d\d\.csv)$/.exec(named.text) ?? [];
    const bytes = await readFile(csv);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(
      byName(await csvCells(bytes))
        .map(({ document_number }) => document_number)
        .sort(),
    ).toEqual(['', 'E12345678']);
  },
);

test('wrong arguments are named, and no file is made', SLOW, async () => {
  const at = await testLocation();
  const folder = await tmpDataDir();
  await writeFile(join(folder, 'a-file'), '');
  for (const [args, text] of [
    [['tickets', '--force'], 'npm run export -- tickets'],
    [['tickets', '--from', '20.11.2026'], '“20.11.2026” is no day'],
    [['trips', '--out', 'a-file/trips.csv'], 'cannot be written (ENOTDIR)'],
  ] as const) {
    expect(await run(at, folder, ...args)).toEqual({ code: 1, text: expect.stringContaining(text) });
  }
});
