import { type Prisma, PrismaClient } from './generated/client.ts';

/** The database, outside a transaction. */
export type Db = PrismaClient;

/** The database inside a transaction; on the embedded store nothing else may be used meanwhile. */
export type Tx = Prisma.TransactionClient;

type Adapter = NonNullable<Prisma.PrismaClientOptions['adapter']>;

/**
 * How long a transaction may wait for its turn and how long it may run, in milliseconds. Prisma's own 2 s and
 * 5 s are too short where all transactions share one connection, as on the embedded store.
 */
const TRANSACTION = { maxWait: 30_000, timeout: 30_000 };

const pooled = new WeakSet<Db>();

/** The Prisma client on an adapter, with one connection or several; it connects at the first query. */
export function createDb(adapter: Adapter, connections: 'one' | 'several'): Db {
  const db = new PrismaClient({ adapter, transactionOptions: TRANSACTION, errorFormat: 'minimal' });
  if (connections === 'several') pooled.add(db);
  return db;
}

/** Whether it can be asked while a transaction is open. */
export const hasSeveralConnections = (db: Db): boolean => pooled.has(db);
