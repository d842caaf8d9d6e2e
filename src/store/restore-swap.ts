/**
 * Puts a restored embedded database in the place of the one before. A whole restored one is called `database.restored`:
 * from then on it counts, and whoever opens the data directory next finishes the exchange if that was interrupted.
 */
import { existsSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './dump.ts';

/** The directory of the embedded database in a data directory. */
export const databaseIn = (dataDir: string): string => join(dataDir, 'database');

/** Exchanges the databases where a restored one waits; returns where the one before is kept, when there was one. */
export async function finishRestore(dataDir: string): Promise<string | undefined> {
  const restored = join(dataDir, 'database.restored');
  if (!existsSync(restored)) return undefined;
  const aside = existsSync(databaseIn(dataDir)) ? freeName(dataDir) : undefined;
  if (aside) await rename(databaseIn(dataDir), aside);
  await rm(join(dataDir, 'database.unfinished'), { force: true });
  await rename(restored, databaseIn(dataDir));
  await syncDirectory(dataDir);
  return aside;
}

/** Makes a complete database the one that counts, once the disk has all of it. */
export async function offerRestored(dataDir: string, directory: string): Promise<string | undefined> {
  await syncTree(directory);
  await rename(directory, join(dataDir, 'database.restored'));
  await syncDirectory(dataDir);
  return finishRestore(dataDir);
}

function freeName(dataDir: string): string {
  for (let number = 1; ; number += 1) {
    const name = join(dataDir, `database.before-restore-${number}`);
    if (!existsSync(name)) return name;
  }
}

/** Files synced at a time: one by one, each waits for the disk's journal by itself, which takes twenty times as long. */
const AT_ONCE = 8;

/** The embedded database never waits for the disk by itself. */
async function syncTree(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).values();
  const syncNext = async (): Promise<void> => {
    for (const { parentPath, name } of files) {
      const file = await open(join(parentPath, name), 'r+');
      await file.sync().finally(() => file.close());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, syncNext));
  for (const entry of entries.filter((one) => one.isDirectory()))
    await syncDirectory(join(entry.parentPath, entry.name));
  await syncDirectory(directory);
}
