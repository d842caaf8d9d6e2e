import type { PGlite } from '@electric-sql/pglite';
import { type Log, silentLog } from '../log.ts';
import { chooseKeys } from './choose-keys.ts';
import type { Db } from './db.ts';
import { openEmbedded } from './embedded.ts';
import { createKeyring, type DataKeys, useKeyring } from './keyring.ts';
import type { Listener, StopListening } from './notify.ts';
import { openPostgres } from './postgres.ts';
import { sealPlain, wipeOld } from './reseal.ts';

/** An open database, migrated to this version of the program, its numbers encrypted. */
export type Store = {
  readonly db: Db;
  /** Calls `listener` with the payload of every notification on `channel` (small letters and `_`). */
  listen(channel: string, listener: Listener): Promise<StopListening>;
  /**
   * Removes what is left of changed rows, and counts rows anew for the planner. A server does both by itself; the
   * embedded database never does, and slows down over weeks without it.
   */
  tidy(): Promise<void>;
  /** Lets go of the database after what is running now; may be called twice. */
  close(): Promise<void>;
} & Raw;

/** The database below Prisma: the one PGlite instance, or what a connection of its own (a lease, a test) needs. */
type Raw =
  | { readonly kind: 'embedded'; readonly pglite: PGlite }
  | { readonly kind: 'postgres'; readonly connectionString: string };

/** Where the data is: the database is in `dataDir` only when `databaseUrl` is empty. */
export interface StoreOptions {
  dataDir: string;
  databaseUrl?: string | undefined;
  /** What numbers are encrypted with; else a key in `dataDir`, made at the first start. */
  keys?: DataKeys | undefined;
  log?: Log;
  /** The embedded database keeps fewer pages of its own in memory, about 100 MB less: for one large piece of work. */
  isLean?: boolean;
}

/** Opens and migrates the database; throws `StartupError` with what the operator can do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, keys, log = silentLog, isLean = false } = options;
  const store = databaseUrl ? await openPostgres(databaseUrl, log) : await openEmbedded(dataDir, log, isLean);
  try {
    useKeyring(store.db, createKeyring(await chooseKeys(store.db, { dataDir, keys }, log)));
    await encryptPlain(store, log);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What a version before encryption left in plain; goes on where it was interrupted. */
async function encryptPlain({ db, kind }: Store, log: Log): Promise<void> {
  const values = await sealPlain(db);
  if (values === 0) return;
  await wipeOld(db, kind);
  log.info({ values }, 'phone and document numbers encrypted');
}
