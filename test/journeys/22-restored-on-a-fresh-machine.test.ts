/** The machine is lost. Last night's backup is restored on another one, and the work goes on. */
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bareDatabase } from '../support/backups.ts';
import { type BotProcess, botProcess } from '../support/bot-process.ts';
import { startChild } from '../support/child.ts';
import { type Location, onPostgres, tmpDataDir } from '../support/database.ts';
import {
  startTelegramEmulator,
  type TelegramEmulator,
  type User,
} from '../support/telegram-emulator/index.ts';

const RESTORE = new URL('../../src/cli/restore.ts', import.meta.url);
const BACKUP = new URL('../../src/cli/backup.ts', import.meta.url);
const LONG = { timeoutMs: 30_000 };
const ASK = 'Our ten-month-old has no milk powder left, please help us';
const PROMISED = 'Milk powder is on its way';

const holding = (person: Pick<User, 'messages'>, text: string): number =>
  person.messages().filter((one) => one.text?.includes(text)).length;

/** A command of ours on an installation; what it says and its exit code. */
async function command(script: URL, at: Location, ...args: string[]) {
  const env = { DATA_DIR: at.dataDir, DATABASE_URL: at.databaseUrl ?? '', DATA_KEY: '', BACKUP_DIR: '' };
  const child = startChild(script, args, { ...env, DEFAULT_LOCALE: 'en', LOG_LEVEL: 'error', INIT_CWD: '' });
  return { code: await child.ended, text: child.lines.join('\n') };
}

/** A ticket that Li has claimed; an answer of hers waits, because Telegram takes nothing for that guest just now. */
async function lastEvening(telegram: TelegramEmulator, bot: BotProcess) {
  await bot.start();
  const li = telegram.user({ first_name: 'Li', language_code: 'en' });
  await li.say('/setup first-admin');
  await li.waitFor('administrator', LONG);
  const group = telegram.group({ title: 'Night desk', members: [li] });
  await li.say('/team Night desk', { chat: group });
  await group.waitFor('Night desk', LONG);
  const guest = telegram.user({ first_name: 'Ana', language_code: 'en' });
  await guest.say(ASK);
  await guest.waitFor('#1', LONG);
  await li.press(await group.waitFor(ASK, LONG), 'Claim');
  await li.waitFor(ASK, LONG);
  const busy = telegram.faults.next({
    kind: '429',
    method: 'sendMessage',
    chat: guest,
    times: Number.POSITIVE_INFINITY,
  });
  await li.say(PROMISED);
  await busy.hit();
  expect(await bot.stop()).toBe(0);
  return { li, group, guest };
}

/** The backup that was missed last night is made as soon as the program runs again. */
async function backedUp(bot: BotProcess, directory: string): Promise<string> {
  await bot.start();
  return vi.waitFor(
    async () => {
      const name = (await readdir(directory).catch(() => [])).find((one) => one.endsWith('.tar.zst'));
      expect(name).toBeDefined();
      return join(directory, name ?? '');
    },
    { timeout: 40_000, interval: 50 },
  );
}

test(`last night's backup, restored on a fresh machine${onPostgres ? ' with a PostgreSQL server' : ''}`, {
  timeout: 240_000,
}, async () => {
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const old: Location = { dataDir: await tmpDataDir(), databaseUrl: undefined };
  const { li, group, guest } = await lastEvening(telegram, botProcess(old, telegram));

  const directory = await tmpDataDir();
  const bot = botProcess(old, telegram, { BACKUP_DIR: directory });
  const file = await backedUp(bot, directory);
  const refused = await command(BACKUP, old, '--out', join(directory, 'by-hand.tar.zst'));
  expect(refused.code).toBe(1);
  expect(refused.text).toMatch(/is in use by process[\s\S]*makes backups itself: set BACKUP_DIR/);
  // The day begins: Telegram takes messages again, a guest comes, and then the machine is gone.
  telegram.faults.clear();
  await guest.waitFor(PROMISED, LONG);
  const late = telegram.user({ first_name: 'Bo', language_code: 'en' });
  await late.say('There is no hot water in room 512');
  await late.waitFor('#2', LONG);
  await bot.kill();

  const fresh = onPostgres ? await bareDatabase() : { dataDir: await tmpDataDir(), databaseUrl: undefined };
  const noKey = await command(RESTORE, fresh, file);
  expect(noKey.code).toBe(1);
  expect(noKey.text).toMatch(/encrypted with the key [0-9a-f]{12}, which is not here/);
  await copyFile(join(old.dataDir, 'data.key'), join(fresh.dataDir, 'data.key'));
  const restored = await command(RESTORE, fresh, file);
  expect(restored.text).toMatch(/Restored into .*: \d+ rows/);
  expect(restored.code).toBe(0);
  const next = botProcess(fresh, telegram);
  await next.start();
  // What waited when the backup was made goes out again, as docs/operating.md says; nothing else does.
  await vi.waitFor(() => expect(holding(guest, PROMISED)).toBe(2), { timeout: 30_000, interval: 50 });
  // Li is still signed in and still with her ticket.
  await li.say('It will be at your door at noon');
  expect((await guest.waitFor('It will be at your door at noon', LONG)).text).toContain('#1');
  await guest.say('Thank you, that is very kind');
  await li.waitFor('Thank you, that is very kind', LONG);
  // What came after the backup is gone, and its number is given anew.
  await late.say('There is still no hot water in room 512');
  await vi.waitFor(() => expect(holding(late, '#2')).toBe(2), { timeout: 30_000, interval: 50 });
  expect(holding(guest, PROMISED)).toBe(2);
  expect(holding(group, ASK)).toBe(1);
  expect(holding(li, ASK)).toBe(1);
  expect(await next.stop()).toBe(0);
});
