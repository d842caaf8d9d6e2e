/** The daily backup beside a running bot. The clock starts at 2 a.m. on 22 November in Shanghai. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { startBackups } from '../../src/schedule/backups.ts';
import { verifyArchive } from '../../src/store/backup-archive.ts';
import { claimBackup, holdBackup } from '../../src/store/backup-runs.ts';
import { ensureSetupCode } from '../../src/store/staff.ts';
import { type FakePerson, type TestBot, testBot } from '../support/bot.ts';
import { tmpDataDir } from '../support/database.ts';

const FILE = /^homeward-\d{8}-\d{6}\.tar\.zst$/;

let bot: TestBot;
let boss: FakePerson;
let directory: string;
let dataDir: string;

async function scene(): Promise<void> {
  bot = await testBot();
  boss = bot.person('telegram', { name: 'Wei' });
  await boss.says(`/setup ${await ensureSetupCode(bot.store.db)}`);
  dataDir = await tmpDataDir();
  directory = join(dataDir, 'backups');
}

/** A process that makes backups. */
function backups() {
  const process = startBackups({
    store: bot.store,
    clock: bot.clock,
    log: silentLog,
    dataDir,
    directory,
    at: Temporal.PlainTime.from('03:30'),
    zone: 'Asia/Shanghai',
    keep: 1,
    everyMs: 0,
  });
  onTestFinished(() => process.stop());
  return {
    ...process,
    /** Looks once, and waits for what that began. */
    async looks() {
      await process.runOnce();
      await process.idle();
    },
  };
}

const runs = () => bot.store.db.backupRun.findMany({ orderBy: { day: 'asc' } });
const files = async () => (await readdir(directory)).sort();
const news = () => boss.inbox().filter((text) => /backup/i.test(text));

test('a missed one is made at the start, the next at its time by one of two, and the old one goes then', async () => {
  await scene();
  const [one, two] = [backups(), backups()];
  await mkdir(directory);
  await writeFile(join(directory, 'homeward-20261101-000000.tar.zst.partial-1'), 'left by a killed one');
  await one.runOnce();
  // What comes meanwhile is handled, and is not in this backup.
  await bot.person('telegram', { name: 'Ana' }).says('We have no water');
  await one.idle();
  const [first = ''] = await files();
  expect(first).toMatch(FILE);
  expect(await files()).toHaveLength(1);
  const contents = await verifyArchive(join(directory, first));
  expect(contents.tables.find(({ name }) => name === 'staff')).toMatchObject({ rows: 1 });
  expect(await runs()).toEqual([
    expect.objectContaining({ state: 'verified', attempts: 1, file: first, day: new Date('2026-11-21') }),
  ]);
  expect(await readdir(dataDir)).toEqual(['backups']);

  bot.clock.advance({ minutes: 89 });
  await Promise.all([one.looks(), two.looks()]);
  expect(await runs()).toHaveLength(1);
  bot.clock.advance({ minutes: 1 });
  await Promise.all([one.looks(), two.looks()]);
  const [last = '', ...others] = await files();
  expect(others).toEqual([]);
  expect(last > first).toBe(true);
  const [old, latest] = await runs();
  expect(old?.removedAt).not.toBeNull();
  expect(latest).toMatchObject({ state: 'verified', attempts: 1, file: last, removedAt: null });
  expect(Number(latest?.bytes)).toBeGreaterThan(1000);
  expect(Number(latest?.rows)).toBeGreaterThan(5);
  await bot.later({ seconds: 1 });
  expect(news()).toEqual([]);
});

test('one that fails is told once, is tried again a quarter of an hour later, and its end is told', async () => {
  await scene();
  await writeFile(directory, 'a file where the directory should be');
  const process = backups();
  await process.looks();
  await bot.later({ seconds: 1 });
  expect(news()).toEqual([expect.stringMatching(/backup of 2026-11-21 failed: .*(EEXIST|ENOTDIR)/)]);
  await bot.later({ minutes: 14 });
  await process.looks();
  expect((await runs())[0]).toMatchObject({ state: 'failed', attempts: 1 });
  await bot.later({ minutes: 1 });
  await process.looks();
  await bot.later({ seconds: 1 });
  expect((await runs())[0]).toMatchObject({ state: 'failed', attempts: 2 });
  expect(news()).toHaveLength(1);
  await rm(directory);
  await bot.later({ minutes: 15 });
  await process.looks();
  await bot.later({ seconds: 1 });
  expect((await runs())[0]).toMatchObject({ state: 'verified', attempts: 3, error: null });
  expect(news()).toEqual([expect.anything(), expect.stringMatching(/Backups work again/)]);
});

test('of a process that is gone is taken over after two minutes without a sign of it', async () => {
  await scene();
  const { db } = bot.store;
  const day = Temporal.PlainDate.from('2026-11-21');
  const in2Minutes = () => bot.clock.now().add({ minutes: 2 });
  const claim = () => claimBackup(db, day, bot.clock.now(), in2Minutes());
  expect(await claim()).toBe(true);
  bot.clock.advance({ seconds: 100 });
  expect(await claim()).toBe(false);
  await holdBackup(db, day, in2Minutes());
  bot.clock.advance({ seconds: 100 });
  expect(await claim()).toBe(false);
  bot.clock.advance({ seconds: 20 });
  expect(await claim()).toBe(true);
  expect((await runs())[0]).toMatchObject({ state: 'running', attempts: 2 });
});

test('that is stopped half-way is no failure, and the next start makes it', async () => {
  await scene();
  const process = backups();
  await process.runOnce();
  await process.stop();
  expect(await runs()).toEqual([expect.objectContaining({ state: 'running', error: null })]);
  expect(
    await claimBackup(bot.store.db, Temporal.PlainDate.from('2026-11-21'), bot.clock.now(), bot.clock.now()),
  ).toBe(true);
});
