import type { Store } from '../../src/store/open.ts';

/** Tables in which a word stands anywhere. */
export async function whereIs({ db }: Store, word: string): Promise<string[]> {
  const tables = await db.$queryRaw<
    { name: string }[]
  >`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<unknown[]>(
      `select 1 from "${name}" t where strpos(to_jsonb(t)::text, $1) > 0 limit 1`,
      word,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
