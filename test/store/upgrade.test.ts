/** The way from the version before: whatever the last migration is, what was there before it stays and can be used. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { backUp } from '../../src/store/backup.ts';
import { migrate, migrationNames } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { restore } from '../../src/store/restore.ts';
import { bareDatabase, emptyPlace, restoring, using } from '../support/backups.ts';
import { type Location, onPostgres, tmpDataDir } from '../support/database.ts';
import { fillTables, readTables } from '../support/fill-tables.ts';

type Changes = Readonly<Record<string, readonly string[] | 'dropped'>>;

/** What the last migration does to rows that were there, on purpose: columns it changes or drops, tables it drops. */
const BY_MIGRATION: Changes = {};

/** What opening does: numbers that an older version left in plain are encrypted. */
const BY_OPENING: Changes = {
  person: ['phone'],
  person_details: ['document_number', 'contact_phone', 'row_hash'],
  person_key: ['key', 'sealed'],
  declaration: ['answers'],
  declaration_difference: ['declared', 'roster'],
  webhook: ['secret'],
};

/** Databases are made from nothing, which takes a while on a busy machine. */
const SLOW = { timeout: 120_000 };

const KIND = onPostgres ? 'postgres' : 'embedded';

let older: Location;
let last: string;
let before: Record<string, string[]>;

/** A database as the version before left it, with rows in every table. */
beforeAll(async () => {
  const names = await migrationNames();
  last = names.at(-1) ?? '';
  const previous = await tmpDataDir();
  for (const name of names.slice(0, -1)) {
    const from = new URL(`../../prisma/migrations/${name}`, import.meta.url);
    await cp(from, join(previous, name), { recursive: true });
  }
  older = await bareDatabase();
  await using(older, async (db) => {
    await migrate(db, silentLog, pathToFileURL(`${previous}/`));
    await fillTables(db);
    before = await readTables(db);
  });
}, 120_000);

test('a backup from before the last migration is restored and brought up to date', SLOW, async () => {
  const file = join(await tmpDataDir(), 'older.tar.zst');
  await backUp({ ...older, out: file, createdAt: Temporal.Now.instant(), log: silentLog });
  const place = await emptyPlace(KIND);
  const { migrated, contents } = await restore(restoring(file, place));
  expect(migrated).toEqual([last]);
  expect(contents.migrations).not.toContain(last);
  const after = await using(place, readTables);
  expect(lost(before, after, BY_MIGRATION)).toEqual([]);
});

test(
  'a database from before the last migration is opened by this version, which can read every table',
  SLOW,
  async () => {
    const store = await openStore(older);
    const models = Object.entries(store.db).filter(([name]) => /^[a-z]/.test(name));
    let read = 0;
    for (const [, model] of models as [string, { findMany?(): Promise<unknown[]> }][])
      if (await model.findMany?.()) read += 1;
    await store.close();
    expect(read).toBeGreaterThan(60);
    const after = await using(older, readTables);
    expect(lost(before, after, BY_MIGRATION, BY_OPENING)).toEqual([]);
  },
);

/** The rows of before that are not among those of after, in the columns that nothing changes on purpose. */
function lost(old: typeof before, now: typeof before, ...changes: Changes[]): string[] {
  return Object.entries(old).flatMap(([table, rows]) => {
    const changed = changes.flatMap((one) => one[table] ?? []);
    if (changed.includes('dropped') || rows.length === 0) return [];
    if (table === 'sequences') return rows.filter((row) => !now.sequences?.includes(row));
    const columns = Object.keys(JSON.parse(rows[0] ?? '{}')).filter((name) => !changed.includes(name));
    const only = (row: string): string => {
      const all = JSON.parse(row);
      return JSON.stringify(columns.map((name) => [name, all[name]]));
    };
    const kept = new Set((now[table] ?? []).map(only));
    return rows.map(only).flatMap((row) => (kept.has(row) ? [] : [`${table}: ${row}`]));
  });
}
