/** `npm run backup` and `npm run restore` as processes of their own; the whole way is in test/journeys/22. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { using } from '../support/backups.ts';
import { startChild } from '../support/child.ts';
import { type Location, testLocation, tmpDataDir } from '../support/database.ts';

const cli = (name: string): URL => new URL(`../../src/cli/${name}.ts`, import.meta.url);

async function run(name: string, at: Location, here: string, ...args: string[]) {
  const env = { DATA_DIR: at.dataDir, DATABASE_URL: at.databaseUrl ?? '', DATA_KEY: '', BACKUP_DIR: '' };
  const child = startChild(cli(name), args, {
    ...env,
    DEFAULT_LOCALE: 'en',
    LOG_LEVEL: 'error',
    INIT_CWD: here,
  });
  return { code: await child.ended, text: child.lines.join('\n') };
}

test('a backup goes where the operator is, and a restore over the database lists what it holds back', {
  timeout: 120_000,
}, async () => {
  const at = await testLocation();
  const here = await tmpDataDir();
  await using(at, (db) =>
    db.exec(`INSERT INTO outgoing (account, chat, lane, kind, body, dedupe_key, state, attempts, not_before, created_at)
      VALUES ('telegram', '=1+1', 1, 'message', '{}', 'k', 'pending', 0, now(), '2026-11-23T01:02:03Z')`),
  );
  const made = await run('backup', at, here);
  expect(made.text).toMatch(/homeward-\d{8}-\d{6}\.tar\.zst: \d+ rows, [\d.]+ MB, read back and complete/);
  expect(made.text).toMatch(/keep a copy of .*data\.key elsewhere/);
  expect(made.code).toBe(0);
  const [file = ''] = await readdir(here);

  const restored = await run('restore', at, here, file, '--yes', '--hold-outgoing');
  expect(restored.text).toMatch(/1 message stays unsent; see .*held\.csv/);
  expect(restored.code).toBe(0);
  const list = await readFile(join(here, `${file}.held.csv`), 'utf8');
  expect(list).toContain('2026-11-23T01:02:03.000Z');
  expect(list).not.toMatch(/[,\n]=1\+1/);

  await writeFile(join(here, 'notes.txt'), 'no backup');
  const refused = await run('restore', at, here, 'notes.txt');
  expect(refused).toEqual({
    code: 1,
    text: expect.stringMatching(/notes\.txt is not a backup of Homeward\.$/),
  });
});

test('what is asked for wrongly is answered with the usage', async () => {
  const at = { dataDir: await tmpDataDir(), databaseUrl: undefined };
  const [backup, restore] = await Promise.all([
    run('backup', at, at.dataDir, '--to', 'here'),
    run('restore', at, at.dataDir),
  ]);
  expect(backup).toMatchObject({ code: 1, text: expect.stringMatching(/^npm run backup/) });
  expect(restore).toMatchObject({ code: 1, text: expect.stringMatching(/^npm run restore -- FILE/) });
});
