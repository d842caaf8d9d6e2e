import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { tmpDataDir } from '../support/database.ts';
import { openDesk } from '../support/web-client.ts';

const DEMO = new URL('../../src/cli/demo.ts', import.meta.url);

/** A port that nobody uses just now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the demo; resolves with its address and the code of the newcomer's link. */
async function start(dataDir: string): Promise<{ demo: Child; url: string; code: string }> {
  const env = { DATA_DIR: dataDir, PORT: String(await freePort()), DATABASE_URL: '', LOG_LEVEL: 'warn' };
  const demo = startChild(DEMO, [], env);
  const line = await demo.line('/desk?start=');
  const [, url = '', code = ''] = /(http\S+)\/desk\?start=(\S+)/.exec(line) ?? [];
  return { demo, url, code };
}

test('the demo sets itself up, lets a newcomer in by its link, has tickets at once, stops cleanly, and goes on where it was', async () => {
  const dataDir = await tmpDataDir();
  const first = await start(dataDir);
  const newcomer = await openDesk(first.url, `/start ${first.code}`, { name: 'Newcomer' });
  expect(await newcomer.staff()).toMatchObject({ name: 'Newcomer', role: 'admin' });
  await newcomer.waitFor('Lantern House', 'desk');
  const card = await newcomer.waitFor(
    (one) => one.card === true && /^\S+ #\d+/.test(one.text ?? ''),
    'desk',
    20_000,
  );
  expect(card.choices?.flat().map(({ label }) => label)).toContain('Claim');
  expect(await first.demo.kill('SIGTERM')).toBe(0);
  expect(first.demo.lines.filter((line) => line.includes('"level"') && !line.includes('migrated'))).toEqual(
    [],
  );

  const second = await start(dataDir);
  const again = await openDesk(second.url, `/start ${second.code}`, { name: 'Another' });
  await again.waitFor((one) => one.seq === card.seq, 'desk');
  const sites = again.heard('desk').filter((text) => text.includes('Site added'));
  expect(sites).toHaveLength(2);
  expect(await second.demo.kill('SIGTERM')).toBe(0);
}, 90_000);

test('the demo refuses a database in which somebody else is the administrator', async () => {
  const dataDir = await tmpDataDir();
  const main = startChild(new URL('../../src/main.ts', import.meta.url), [], {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    DATABASE_URL: '',
  });
  const url = /(http\S+)\/desk/.exec(await main.line('/desk'))?.[1] ?? '';
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(await main.line('Setup code'))?.[0] ?? '';
  await openDesk(url, `/setup ${code}`, { name: 'Real administrator' });
  expect(await main.kill('SIGTERM')).toBe(0);

  const demo = startChild(DEMO, [], { DATA_DIR: dataDir, PORT: String(await freePort()), DATABASE_URL: '' });
  await demo.line('already has an administrator');
  expect(await demo.ended).toBe(1);
}, 90_000);
