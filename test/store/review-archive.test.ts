/** A file that was made to look like a backup writes nothing beside the logins. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createArchive, FORMAT, type Manifest, verifyArchive } from '../../src/store/backup-archive.ts';

const EMPTY: Manifest = {
  format: FORMAT,
  createdAt: '2026-11-23T03:30:00Z',
  database: 'embedded',
  migrations: [],
  keys: [],
  tables: [],
  sequences: [],
  files: [],
};

async function archive(name: string, isListed: boolean): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'archive-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'made.tar.zst');
  const made = createArchive(path);
  const file = made.addFile(name, Buffer.from('{}'));
  made.finish({ ...EMPTY, files: isListed ? [file] : [] });
  made.close();
  return path;
}

test('only logins are files of a backup, and everything in it has a checksum', async () => {
  await expect(verifyArchive(await archive('bot.memory-card.json', true))).resolves.toMatchObject({
    keys: [],
  });
  for (const name of ['..', 'data.key', '..\\x.memory-card.json'])
    await expect(verifyArchive(await archive(name, true)), name).rejects.toMatchObject({
      code: 'staff-backup:error.damaged',
    });
  await expect(verifyArchive(await archive('bot.memory-card.json', false))).rejects.toMatchObject({
    code: 'staff-backup:error.damaged',
  });
});
