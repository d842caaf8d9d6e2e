import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const fixture = fileURLToPath(new URL('./process-fixture.ts', import.meta.url));

describe('a process with WeChat', () => {
  let directory: string;
  let result: { stdout: string; stderr: string };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'homeward-wechat-'));
    // Fails unless the process ends by itself.
    result = await promisify(execFile)(process.execPath, [fixture, join(directory, 'data')], {
      cwd: directory,
      timeout: 15_000,
    });
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('loads wechaty only when WeChat is started', () => {
    expect(JSON.parse(result.stdout)).toMatchObject({ beforeStart: [], seen: ['a secret'] });
  });

  it('says nothing by itself and ends when the channel is stopped', () => {
    expect(result.stderr).toBe('');
    expect(result.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('keeps its login in the data directory, closed to others, and writes nowhere else', async () => {
    expect(await readdir(directory)).toEqual(['data']);
    expect(await readdir(join(directory, 'data'))).toEqual(['wechat.memory-card.json']);
    const closed = [join(directory, 'data'), join(directory, 'data', 'wechat.memory-card.json')];
    for (const path of closed) expect((await stat(path)).mode & 0o077).toBe(0);
  });
});
