/** Whether the database is there and is this program's. */
import type { Db } from './db.ts';
import { migrationNames } from './migrate.ts';

/** The migrations that this program has and the database lacks; rejects when the database does not answer. */
export async function listMissingMigrations(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`;
  const done = new Set(rows.map(({ name }) => name));
  return (await migrationNames()).filter((name) => !done.has(name));
}
