/** `npm run doctor` on configurations and installations that are in order, and on those that are not. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Check, printChecks } from '../../src/cli/doctor/check.ts';
import { readConfig } from '../../src/cli/doctor/check-config.ts';
import { checkClock, checkSetup } from '../../src/cli/doctor/check-database.ts';
import { checkNode } from '../../src/cli/doctor/check-files.ts';
import { examine } from '../../src/cli/doctor/examine.ts';
import { createWatch } from '../../src/metrics/index.ts';
import { startServer } from '../../src/server.ts';
import { openStore } from '../../src/store/open.ts';
import { startChild } from '../support/child.ts';
import { manualClock } from '../support/clock.ts';
import { onPostgres, testLocation, tmpDataDir } from '../support/database.ts';
import { startTelegramEmulator } from '../support/telegram-emulator/index.ts';

const NOW = Temporal.Now.instant();
const lines = (checks: readonly Check[]): string[] =>
  checks.map(({ name, status, message }) => `${status} ${name}: ${message}`);
const look = async (env: Record<string, string>): Promise<string[]> => lines(await examine(env, NOW));
const config = (env: Record<string, string>): string[] => lines(readConfig(env).checks);

/** A port that nobody listens on. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** A program that answers everything with this, on a port of its own. */
async function answering(body: string): Promise<string> {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return String((server.address() as { port: number }).port);
}

describe('the configuration', () => {
  test('in order is one line; every wrong variable is one too, and the rest is looked at all the same', () => {
    expect(config({ BACKUP_DIR: '/backups' })).toEqual(['ok config: Every variable is right.']);
    const { checks, config: rest } = readConfig({
      PORT: 'http',
      TIME_ZONE: 'Mars',
      TELEGRAM_BOT_TOKEN: 'nonsense',
      DEFAULT_LOCALE: 'ja',
      BACKUP_DIR: '/backups',
    });
    expect(checks.map(({ status }) => status)).toEqual(['fail', 'fail', 'fail']);
    expect(checks.map(({ message }) => message.split(' ')[0])).toEqual([
      'PORT',
      'TIME_ZONE',
      'TELEGRAM_BOT_TOKEN',
    ]);
    expect(JSON.stringify(checks)).not.toContain('nonsense');
    expect(rest).toMatchObject({ PORT: 8080, TIME_ZONE: 'UTC', DEFAULT_LOCALE: 'ja' });
  });

  test('that is not safe is warned of', () => {
    const open = { HOST: '0.0.0.0', BACKUP_DIR: '/b' };
    expect(config(open)).toEqual([expect.stringMatching(/^warn config: HOST=0.0.0.0 opens the pages/)]);
    expect(config({ ...open, PUBLIC_URL: 'http://bot.example' })).toHaveLength(2);
    expect(config({ ...open, PUBLIC_URL: 'https://bot.example' })).toEqual([
      'ok config: Every variable is right.',
    ]);
    const server = (address: string) => config({ BACKUP_DIR: '/b', DATABASE_URL: `postgresql://${address}` });
    expect(server('u:p@db.example/h')).toEqual([expect.stringMatching(/without encryption/)]);
    expect(server('u:p@db.example/h?sslmode=verify-full')).toEqual(['ok config: Every variable is right.']);
    expect(server('u:p@localhost/h')).toEqual(['ok config: Every variable is right.']);
    expect(config({ LOG_LEVEL: 'silent', BACKUP_DIR: '/b' })).toEqual([
      expect.stringMatching(/LOG_LEVEL=silent/),
    ]);
    expect(config({})).toEqual([expect.stringMatching(/^warn backup: No backups are made/)]);
  });
});

describe('files', () => {
  test('a data directory that is missing, open to others, not writable, or a file; unfinished backups', async () => {
    const parent = await tmpDataDir();
    const PORT = await freePort();
    const at = (DATA_DIR: string) => look({ DATA_DIR, PORT, BACKUP_DIR: parent });
    const missing = await at(join(parent, 'a', 'b'));
    expect(missing).toContainEqual(expect.stringMatching(/^ok directory: .* is not there yet/));
    expect(missing).toContainEqual('ok database: There is none yet; the first start makes it.');
    expect(missing).toContainEqual(expect.stringMatching(/^ok running: Homeward does not run at http/));
    const data = join(parent, 'data');
    await mkdir(data, { mode: 0o755 });
    await chmod(data, 0o755);
    await writeFile(join(parent, 'homeward-20261121-180000.tar.zst.partial-77'), '');
    const open = await at(data);
    expect(open).toContainEqual(
      expect.stringMatching(/^warn directory: .* is open to other users.*mode 755/),
    );
    expect(open).toContainEqual(expect.stringMatching(/^warn backup: .* holds 1 unfinished backup/));
    expect(open).toContainEqual(expect.stringMatching(/^warn backup: .* same disk/));
    await writeFile(join(parent, 'file'), '');
    expect(await at(join(parent, 'file'))).toContainEqual(
      expect.stringMatching(/^fail directory: .* is a file/),
    );
    expect(lines([checkNode('26.1.0'), checkNode('22.9.0')])).toEqual([
      'ok node: Node 26.1.0.',
      expect.stringMatching(/^fail node: This is Node 22.9.0/),
    ]);
  });
});

describe('the database', () => {
  test('of an installation that nobody has set up yet, and one that is not there', async () => {
    const { dataDir, databaseUrl = '' } = await testLocation();
    await (await openStore({ dataDir, databaseUrl })).close();
    const env = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, PORT: await freePort() };
    const found = await look(env);
    expect(found).toContainEqual(expect.stringMatching(/^ok database: .*PostgreSQL \d+.*UTF8.*migrated\.$/));
    expect(found).toContainEqual('warn setup: There is no administrator yet.');
    const nowhere = await look({
      ...env,
      DATABASE_URL: `postgresql://u:secret@127.0.0.1:${await freePort()}/h`,
    });
    expect(nowhere).toContainEqual(
      expect.stringMatching(/^fail database: Cannot use PostgreSQL at 127.0.0.1.*nothing listens/),
    );
    expect(nowhere.join()).not.toContain('secret');
  });

  test.skipIf(onPostgres)(
    'that the running bot has is left alone, and the bot is asked instead',
    async () => {
      const { dataDir } = await testLocation();
      const store = await openStore({ dataDir });
      onTestFinished(() => store.close());
      const watch = createWatch({
        db: store.db,
        clock: manualClock(),
        token: undefined,
        pages: () => 0,
        disk: () => undefined,
        ofProcess: false,
      });
      const none = { channels: [], own: [], web: undefined, telegram: undefined, console: undefined };
      const server = await startServer(none as never, '127.0.0.1', 0, watch.routes);
      onTestFinished(() => server.close());
      const env = {
        DATA_DIR: dataDir,
        PORT: String(server.port),
        PUBLIC_URL: `http://127.0.0.1:${server.port}/`,
      };
      const inUse = expect.stringMatching(new RegExp(`^ok database: .*in use by process ${process.pid}`));
      const starting = await look(env);
      expect(starting).toContainEqual(inUse);
      expect(starting).toContainEqual(expect.stringMatching(/^warn running: .*not ready: .*roles starting/));
      watch.setStarted(true);
      const ready = await look(env);
      expect(ready).toContainEqual(expect.stringMatching(/^ok running: .* is ready/));
      expect(ready).toContainEqual('ok public: PUBLIC_URL leads to Homeward.');
      expect(await look({ ...env, PORT: await freePort() })).toContainEqual(
        expect.stringMatching(/^warn running: A process has the data directory, but nothing answers/),
      );
      expect(await look({ ...env, PORT: await answering('hello') })).toContainEqual(
        expect.stringMatching(/^fail running: Another program answers/),
      );
    },
  );

  test('what is left to be set up, and backups that stopped coming', () => {
    const at = (hours: number) => NOW.subtract({ hours });
    const setup = { admins: 1, teamChats: 0, backup: undefined, backedUpAt: undefined };
    expect(lines(checkSetup(setup, NOW, true))).toEqual(['warn setup: No team has a chat yet.']);
    const done = { ...setup, teamChats: 2, backedUpAt: at(20) };
    expect(lines(checkSetup(done, NOW, true)).map((line) => line.slice(0, 12))).toEqual([
      'ok setup: 1 ',
      'ok backup: T',
    ]);
    const old = checkSetup({ ...done, backedUpAt: at(60) }, NOW, true);
    expect(old.at(-1)).toMatchObject({ name: 'backup', status: 'warn' });
    const failed = { day: '2026-11-21', state: 'failed', error: 'no space' };
    expect(lines(checkSetup({ ...done, backup: failed }, NOW, true))[1]).toBe(
      'fail backup: The backup of 2026-11-21 failed: no space',
    );
  });

  test('a clock that differs', () => {
    const status = (ms: number, precision = 0) => checkClock('the database', ms, precision).status;
    expect([status(-1900), status(2900, 1000), status(5000), status(-90_000)]).toEqual([
      'ok',
      'ok',
      'warn',
      'fail',
    ]);
    expect(checkClock('the database', -90_000, 0).message).toMatch(/90 s before that of the database/);
  });
});

describe('platforms', () => {
  test('Telegram is asked; a puppet that is not installed is named', async () => {
    const telegram = await startTelegramEmulator();
    onTestFinished(() => telegram.stop());
    const env = {
      DATA_DIR: join(await tmpDataDir(), 'none'),
      PORT: await freePort(),
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.url,
      WECHATY_PUPPET: 'wechaty-puppet-service',
    };
    const found = await look(env);
    expect(found).toContainEqual(expect.stringMatching(/^ok telegram: @homeward_bot answers/));
    expect(found).toContainEqual('ok clock: It agrees with that of the platform.');
    expect(found).toContainEqual(expect.stringMatching(/^(fail|ok) wechat: .*wechaty-puppet-service/));
    const mock = await look({ ...env, WECHATY_PUPPET: 'wechaty-puppet-mock' });
    expect(mock).toContainEqual(
      expect.stringMatching(/^ok wechat: wechaty-puppet-mock is installed; the first start/),
    );
    const other = await look({ ...env, TELEGRAM_BOT_TOKEN: '100:OTHER', WECHATY_PUPPET: 'no-such-puppet' });
    expect(other).toContainEqual('fail telegram: Telegram refuses the token.');
    expect(other).toContainEqual('fail wechat: The puppet no-such-puppet is not installed.');
    expect(other.join()).not.toContain('100:OTHER');
  });
});

test('the command prints a line each with how to mend it, or JSON, and its exit code says whether something failed', async () => {
  const printed = printChecks([
    { name: 'node', status: 'ok', message: 'Node.' },
    { name: 'config', status: 'fail', message: 'PORT is wrong.', mend: 'Correct it.' },
  ]);
  expect(printed).toBe(
    'ok    node    Node.\nFAIL  config  PORT is wrong.\n              → Correct it.\n\n1 failed, 0 to look at, 1 in order.',
  );
  const script = new URL('../../src/cli/doctor.ts', import.meta.url);
  const env = { DATA_DIR: join(await tmpDataDir(), 'none'), PORT: 'http', DATABASE_URL: '' };
  const child = startChild(script, ['--json'], env);
  expect(await child.ended).toBe(1);
  const result = JSON.parse(child.lines.join('\n')) as { ok: boolean; checks: Check[] };
  expect(result.ok).toBe(false);
  expect(result.checks).toContainEqual(expect.objectContaining({ name: 'config', status: 'fail' }));
});
