import type { PGlite, Transaction } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';

type Inner = Awaited<ReturnType<PrismaPGlite['connect']>>;
type InnerTransaction = Awaited<ReturnType<Inner['startTransaction']>>;

/** What pglite-prisma-adapter 0.7 does not declare. */
interface Patched extends Inner {
  onError(error: unknown): never;
  startTransactionInner(connection: Pick<PGlite, 'transaction'>, options: object): Promise<InnerTransaction>;
}

/**
 * The Prisma adapter for PGlite, mended in one place: a COMMIT that fails is reported. The adapter as
 * published drops that error, and the caller believes in rows that were rolled back.
 */
export class PGliteAdapter extends PrismaPGlite {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    super(pglite);
    this.#pglite = pglite;
  }

  override async connect(): Promise<Inner> {
    const adapter = (await super.connect()) as Patched;
    const start = adapter.startTransactionInner.bind(adapter);
    adapter.startTransactionInner = async (_connection, options) => {
      const failed: { error?: unknown } = {};
      const transaction = async <T>(body: (tx: Transaction) => Promise<T>): Promise<T> => {
        try {
          return await this.#pglite.transaction(body);
        } catch (error) {
          failed.error = error;
          throw error;
        }
      };
      const tx = await start({ transaction }, options);
      const commit = tx.commit.bind(tx);
      tx.commit = async () => {
        await commit();
        if (failed.error) adapter.onError(failed.error);
      };
      return tx;
    };
    return adapter;
  }
}
