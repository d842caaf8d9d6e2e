import { existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createDb } from './db.ts';
import { lockDataDir } from './lock.ts';
import { migrate } from './migrate.ts';
import { checkChannel, type StopListening } from './notify.ts';
import type { Store } from './open.ts';
import { PGliteAdapter } from './pglite-adapter.ts';
import { databaseIn, finishRestore } from './restore-swap.ts';

/** Opens the embedded database in `<dataDir>/database`; refuses a directory that another process holds. */
export async function openEmbedded(dataDir: string, log: Log, isLean: boolean): Promise<Store> {
  const unlock = await lockDataDir(dataDir, log);
  try {
    const pglite = await openPGlite(dataDir, log, isLean);
    return embeddedStore(pglite, async () => {
      await pglite.close();
      await unlock();
    });
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The store on a migrated PGlite; `release` runs once, after the last query. */
export function embeddedStore(pglite: PGlite, release: () => Promise<void>): Store {
  const db = createDb(new PGliteAdapter(pglite), 'one');
  const stops = new Set<StopListening>();
  let closing: Promise<void> | undefined;
  const close = async () => {
    for (const stop of stops) await stop();
    await db.$disconnect();
    await release();
  };
  return {
    kind: 'embedded',
    db,
    pglite,
    listen: async (channel, listener) => {
      const stop = await pglite.listen(checkChannel(channel), listener);
      const stopOnce = async () => {
        if (stops.delete(stopOnce)) await stop();
      };
      stops.add(stopOnce);
      return stopOnce;
    },
    async tidy() {
      await pglite.exec('VACUUM ANALYZE');
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function openPGlite(dataDir: string, log: Log, isLean: boolean): Promise<PGlite> {
  await finishRestore(dataDir);
  const directory = databaseIn(dataDir);
  // A first start that is killed half-way leaves a database that cannot be opened and holds nothing yet.
  const unfinished = join(dataDir, 'database.unfinished');
  if (existsSync(unfinished)) await rm(directory, { recursive: true, force: true });
  const isNew = !existsSync(directory);
  if (isNew) await writeFile(unfinished, 'This file goes away when the database beside it is complete.\n');
  const pglite = await create(directory, isLean);
  // PGlite leaves its files open to everybody on the machine; what guests write is nobody else's business.
  await chmod(directory, 0o700);
  try {
    await migrate(pglite, log);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  if (isNew) await rm(unfinished, { force: true });
  return pglite;
}

/** Pages that a lean database keeps in memory, instead of 128 MB. */
const FEW_PAGES = ['-c', 'shared_buffers=16MB'];

async function create(directory: string, isLean: boolean): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, ...(isLean ? FEW_PAGES : [])];
  try {
    return await PGlite.create(directory, { startParams });
  } catch (cause) {
    throw new StartupError(
      `The database in ${directory} cannot be opened (${(cause as Error).message}). If the disk is full, free ` +
        'some space. If the files were changed or are damaged, restore a backup; nothing was deleted.',
      { cause },
    );
  }
}
