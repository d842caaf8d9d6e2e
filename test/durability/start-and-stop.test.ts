import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { botProcess } from '../support/bot-process.ts';
import { startChild } from '../support/child.ts';
import { testLocation, tmpDataDir } from '../support/database.ts';
import { startTelegramEmulator } from '../support/telegram-emulator/index.ts';

const main = new URL('../../src/main.ts', import.meta.url);
const LONG = { timeoutMs: 30_000 };
/** Ten seconds, and what a busy machine may add to that. */
const WITHIN_MS = 12_000;
const wish = (number: number): string => `We need drinking water in our room please, wish ${number}`;

async function scene() {
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const location = await testLocation();
  const bot = botProcess(location, telegram);
  await bot.start();
  const guests = Array.from({ length: 20 }, (_, index) =>
    telegram.user({ first_name: `Guest ${index}`, language_code: 'en' }),
  );
  return { telegram, location, bot, guests };
}

describe('the program', () => {
  test('names every wrong variable in one message and exits with 1', async () => {
    const env = {
      DATA_DIR: await tmpDataDir(),
      PORT: 'eighty',
      TIME_ZONE: 'Mars/Olympus',
      ROLES: 'worker',
      DATABASE_URL: '',
      TELEGRAM_BOT_TOKEN: 'my-secret',
    };
    const child = startChild(main, [], env);
    expect(await child.ended).toBe(1);
    const said = child.lines.join('\n');
    for (const name of ['PORT', 'TIME_ZONE', 'ROLES', 'TELEGRAM_BOT_TOKEN'])
      expect(said).toContain(`  ${name} `);
    expect(said).not.toContain('my-secret');
    expect(said).not.toMatch(/^\s+at /m);
  });

  test('whose port is taken says so and exits with 1, and so does one whose database is not there', {
    timeout: 60_000,
  }, async () => {
    const { telegram, location } = await scene();
    const port = String(telegram.port);
    const other = startChild(main, [], {
      DATA_DIR: await tmpDataDir(),
      PORT: port,
      DATABASE_URL: location.databaseUrl ?? '',
      TELEGRAM_BOT_TOKEN: '',
    });
    expect(await other.ended).toBe(1);
    expect(other.lines.join('\n')).toContain('Set PORT to another number');
    const away = startChild(main, [], {
      DATA_DIR: await tmpDataDir(),
      PORT: '0',
      DATABASE_URL: 'postgresql://me:my-secret@127.0.0.1:1/homeward',
    });
    expect(await away.ended).toBe(1);
    expect(away.lines.join('\n')).toMatch(
      /Cannot use PostgreSQL at 127\.0\.0\.1:1\/homeward: nothing listens there/,
    );
    expect(away.lines.join('\n')).not.toMatch(/my-secret|^\s+at /m);
  });

  test('is refused on a data directory that another one holds, which goes on', {
    timeout: 60_000,
  }, async () => {
    const { location, bot, guests } = await scene();
    const second = startChild(main, [], {
      DATA_DIR: location.dataDir,
      PORT: '0',
      DATABASE_URL: '',
      TELEGRAM_BOT_TOKEN: '',
    });
    expect(await second.ended).toBe(1);
    expect(second.lines.join('\n')).toMatch(
      /data directory .* is in use by process \d+\. Only one Homeward may run/,
    );
    expect(second.lines.join('\n')).not.toMatch(/^\s+at /m);
    await guests[0]?.say(wish(0));
    await guests[0]?.waitFor(/#1/, LONG);
    expect(await bot.stop()).toBe(0);
  });
});

describe('SIGTERM', () => {
  test('ends it within ten seconds with what it held finished and recorded: nothing is repeated, nothing lost', {
    timeout: 90_000,
  }, async () => {
    const { telegram, location, bot, guests } = await scene();
    const [slow] = guests;
    if (!slow) throw new Error('nobody there');
    const fault = telegram.faults.next({ kind: 'slow', method: 'sendMessage', chat: slow, delayMs: 1500 });
    await Promise.all(guests.map((guest, index) => guest.say(wish(index))));
    await fault.hit();
    expect(slow.messages()).toEqual([]);
    const before = performance.now();
    expect(await bot.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(WITHIN_MS);
    expect(slow.messages()).toHaveLength(1);
    const stopped = await openStore(location);
    expect(await stopped.db.outgoing.findFirst({ where: { chat: String(slow.id) } })).toMatchObject({
      state: 'sent',
    });
    await stopped.close();

    await bot.start();
    for (const guest of guests) await guest.waitFor(/#\d+/, LONG);
    expect(await bot.stop()).toBe(0);
    const store = await openStore(location);
    onTestFinished(() => store.close());
    expect(await store.db.entry.count({ where: { kind: 'traveller' } })).toBe(guests.length);
    for (const guest of guests) expect(guest.messages()).toHaveLength(1);
  });

  test('ends it within ten seconds even when the platform has fallen silent; what hung is sent at the next start', {
    timeout: 90_000,
  }, async () => {
    const { telegram, bot, guests } = await scene();
    const [mute] = guests;
    if (!mute) throw new Error('nobody there');
    const silence = telegram.faults.next({ kind: 'silence', method: 'sendMessage', chat: mute });
    await mute.say(wish(0));
    await silence.hit();
    const before = performance.now();
    await bot.stop();
    expect(performance.now() - before).toBeLessThan(WITHIN_MS);
    telegram.faults.clear();
    await bot.start();
    await mute.waitFor(/#1/, LONG);
    expect(await bot.stop()).toBe(0);
  });
});
