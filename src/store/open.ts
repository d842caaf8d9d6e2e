import type { PGlite } from '@electric-sql/pglite';
import { type Log, silentLog } from '../log.ts';
import type { Db } from './db.ts';
import { openEmbedded } from './embedded.ts';
import type { Listener, StopListening } from './notify.ts';
import { openPostgres } from './postgres.ts';

/** An open database, migrated to this version of the program. */
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

/** Where the data is: `dataDir` counts only when `databaseUrl` is empty. */
export interface StoreOptions {
  dataDir: string;
  databaseUrl?: string | undefined;
  log?: Log;
  /** The embedded database keeps fewer pages of its own in memory, about 100 MB less: for one large piece of work. */
  isLean?: boolean;
}

/** Opens and migrates the database; throws `StartupError` with what the operator can do. */
export function openStore({
  dataDir,
  databaseUrl,
  log = silentLog,
  isLean = false,
}: StoreOptions): Promise<Store> {
  return databaseUrl ? openPostgres(databaseUrl, log) : openEmbedded(dataDir, log, isLean);
}
