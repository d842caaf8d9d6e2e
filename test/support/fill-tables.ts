/** Rows for every table of whatever schema there is, so that no table or column is forgotten when one is added. */
import { createHash } from 'node:crypto';
import type { Connection } from '../../src/store/migrate.ts';

/** Rows of each table. In the last one everything that may be null is. */
const ROWS = 3;
/** What COPY, JSON and careless quoting trip over. */
const AWKWARD = '"quoted" \'single\' tab\t back\\slash \\N line\nbreak\r, 中文 😀 ﷽';

interface Column {
  table: string;
  name: string;
  type: string;
  required: boolean;
  /** The table and column that it refers to. */
  to_table: string | null;
  to_column: string | null;
}

const COLUMNS = `
  SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS required,
    f.confrelid::regclass::text AS to_table, fa.attname AS to_column
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  LEFT JOIN LATERAL (
    SELECT k.confrelid, k.confkey[array_position(k.conkey, a.attnum)] AS key FROM pg_constraint k
    WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY(k.conkey) ORDER BY k.oid LIMIT 1) f ON true
  LEFT JOIN pg_attribute fa ON fa.attrelid = f.confrelid AND fa.attnum = f.key
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  ORDER BY c.relname, a.attnum`;

/** Fills every table, past triggers and links, and moves every sequence; answers the tables. */
export async function fillTables(connection: Connection): Promise<string[]> {
  const columns = (await connection.query(COLUMNS)).rows as Column[];
  const byTable = Map.groupBy(columns, (column) => column.table);
  await connection.exec('SET session_replication_role = replica');
  for (const [table, own] of byTable) {
    for (let row = 0; row < ROWS; row += 1) {
      const values = own.map((column) => valueFor(column, row, byTable));
      const names = own.map(({ name }) => `"${name}"`).join(', ');
      const casts = own.map(({ type }, at) => `$${at + 1}::text::${type}`).join(', ');
      await connection.query(
        `INSERT INTO "${table}" (${names}) VALUES (${casts}) ON CONFLICT DO NOTHING`,
        values,
      );
    }
  }
  await connection.exec('SET session_replication_role = DEFAULT');
  await connection.exec(`DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT format('%I', sequencename) FROM pg_sequences WHERE schemaname = 'public'
    LOOP PERFORM setval(name::regclass, 40 + length(name)); END LOOP; END $$`);
  return [...byTable.keys()];
}

function valueFor(column: Column, row: number, byTable: Map<string, Column[]>): string | null {
  if (!column.required && row === ROWS - 1) return null;
  const target = byTable.get(column.to_table ?? '')?.find(({ name }) => name === column.to_column);
  if (target && target !== column) return valueFor(target, row, byTable);
  return sample(column, row);
}

function sample({ table, name, type }: Column, row: number): string {
  if (/^(integer|bigint|smallint)\[\]$/.test(type)) return `{${row},-5}`;
  if (type.endsWith('[]')) return `{"${row}","with \\"quotes\\", commas"}`;
  if (/^(integer|bigint|smallint)$/.test(type)) return String(row + 1);
  if (/^(double|numeric|real)/.test(type)) return `${row}.5`;
  if (type === 'boolean') return String(row === 0);
  if (type === 'date') return `2026-11-0${row + 1}`;
  if (type.startsWith('timestamp')) return `2026-11-0${row + 1}T23:59:59.123Z`;
  if (type.startsWith('time')) return `0${row}:30`;
  if (type === 'jsonb' || type === 'json') return JSON.stringify({ row, text: AWKWARD, list: [1, null] });
  if (type === 'bytea') return `\\x00ff0a0d5c09${'00'.repeat(row)}`;
  if (type === 'tsvector') return `'word':${row + 1}`;
  const hash = createHash('sha256').update(`${table}.${name}.${row}`).digest('hex');
  if (type === 'uuid')
    return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-7${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  if (type === 'text' || type.startsWith('character')) return `${table}.${name} ${row} ${AWKWARD}`;
  throw new Error(`no sample for ${table}.${name} of type ${type}: add one in fill-tables.ts`);
}

/** Every row of every table, as text, and every sequence, to be compared with those of another database. */
export async function readTables(connection: Connection): Promise<Record<string, string[]>> {
  await connection.exec("SET TIME ZONE 'UTC'");
  const { rows } = await connection.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND relname <> '_prisma_migrations' ORDER BY 1`,
  );
  const tables: Record<string, string[]> = {};
  for (const { name } of rows as { name: string }[]) {
    const found = await connection.query(`SELECT to_jsonb(t)::text AS row FROM "${name}" t ORDER BY 1`);
    tables[name] = (found.rows as { row: string }[]).map(({ row }) => row);
  }
  const sequences = await connection.query(
    `SELECT sequencename || ' ' || coalesce(last_value::text, '-') AS row FROM pg_sequences ORDER BY 1`,
  );
  return { ...tables, sequences: (sequences.rows as { row: string }[]).map(({ row }) => row) };
}
