import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StartupError } from '../../src/errors.ts';
import { silentLog } from '../../src/log.ts';
import { lockDataDir } from '../../src/store/lock.ts';
import { openStore } from '../../src/store/open.ts';
import { thisOwner } from '../../src/store/owner.ts';
import { startChild } from '../support/child.ts';
import { onPostgres, testLocation, tmpDataDir } from '../support/database.ts';

const script = new URL('../support/open-store.ts', import.meta.url);

describe('the lock on the data directory', () => {
  test('a second owner in the same process is refused until the first lets go', async () => {
    const directory = await tmpDataDir();
    const unlock = await lockDataDir(directory, silentLog);
    await expect(lockDataDir(directory, silentLog)).rejects.toThrow(`in use by process ${process.pid}`);
    await unlock();
    await (await lockDataDir(directory, silentLog))();
  });

  test('of many that come at once exactly one gets it', async () => {
    const directory = await tmpDataDir();
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockDataDir(directory, silentLog)),
    );
    const won = tries.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await won[0]?.value();
  });

  test('of many that find a dead owner exactly one takes over', async () => {
    const directory = await tmpDataDir();
    await mkdir(join(directory, 'owner.lock'));
    await writeFile(join(directory, 'owner.json'), JSON.stringify({ ...thisOwner(), started: '1' }));
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockDataDir(directory, silentLog)),
    );
    const won = tries.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await won[0]?.value();
  });

  test('an owner on another machine that shows no sign of life is waited for and replaced', async () => {
    const directory = await tmpDataDir();
    await mkdir(join(directory, 'owner.lock'));
    await writeFile(join(directory, 'owner.json'), JSON.stringify({ ...thisOwner(), world: 'elsewhere' }));
    await (await lockDataDir(directory, silentLog, 2_000))();
  });

  test('an owner on another machine that is alive is not replaced', async () => {
    const directory = await tmpDataDir();
    const unlock = await lockDataDir(directory, silentLog, 2_000);
    await writeFile(join(directory, 'owner.json'), JSON.stringify({ ...thisOwner(), world: 'elsewhere' }));
    await expect(lockDataDir(directory, silentLog, 2_000)).rejects.toThrow('on another machine');
    await unlock();
  });

  test('a directory that cannot be made says what to do', async () => {
    const directory = await tmpDataDir();
    await writeFile(join(directory, 'file'), '');
    const attempt = lockDataDir(join(directory, 'file', 'data'), silentLog);
    await expect(attempt).rejects.toThrow(StartupError);
    await expect(attempt).rejects.toThrow('DATA_DIR');
  });
});

describe.skipIf(onPostgres)('two processes on one data directory', () => {
  test('the second is refused while the first lives, and takes over at once when it was killed', async () => {
    const { dataDir } = await testLocation();
    const first = startChild(script, [dataDir]);
    await first.line('store is open');
    const second = startChild(script, [dataDir]);
    expect(await second.line('StartupError')).toContain(`in use by process ${first.process.pid}`);
    expect(await second.ended).toBe(1);
    await first.kill('SIGKILL');
    const third = startChild(script, [dataDir]);
    await third.line('store is open');
    expect(third.lines.join('\n')).not.toContain('waiting for the last owner');
    await third.kill('SIGKILL');
  });

  test('a first start that was killed half-way is begun again', async () => {
    const dataDir = await tmpDataDir();
    const child = startChild(script, [dataDir]);
    while (!existsSync(join(dataDir, 'database', 'base')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await child.kill('SIGKILL');
    const store = await openStore({ dataDir });
    expect(await store.db.setting.count({ where: { key: 'opened-by' } })).toBe(0);
    await store.close();
  }, 60_000);
});
