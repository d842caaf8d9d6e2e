import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { type Connection, migrate } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type TestBot, testBot } from '../support/bot.ts';
import { testLocation, tmpDataDir } from '../support/database.ts';

const shipped = new URL('../../prisma/migrations/', import.meta.url);

/** What a later version might do: a column that must be filled, a stricter rule, an index, a table that is split off. */
const LATER = `
ALTER TABLE ticket ADD COLUMN floor text;
UPDATE ticket SET floor = coalesce((SELECT left(room, 2) FROM person WHERE person.id = ticket.person_id), 'unknown');
ALTER TABLE ticket ALTER COLUMN floor SET NOT NULL, ALTER COLUMN floor SET DEFAULT 'unknown';
CREATE INDEX ticket_floor ON ticket (floor);
CREATE TABLE later_summary AS SELECT id AS ticket_id, summary FROM ticket;`;

/** The same, and then something that goes wrong on the data that is there. */
const FAILING = `${LATER}
DELETE FROM entry;
ALTER TABLE ticket ADD CONSTRAINT later_unique UNIQUE (need);`;

async function withMigration(sql: string): Promise<URL> {
  const directory = await tmpDataDir();
  await cp(shipped, directory, { recursive: true });
  await mkdir(join(directory, '99990101000000_later'));
  await writeFile(join(directory, '99990101000000_later', 'migration.sql'), sql);
  return pathToFileURL(`${directory}/`);
}

async function connect(store: Store): Promise<Connection> {
  if (store.kind === 'embedded') return store.pglite;
  const client = new pg.Client({ connectionString: store.connectionString });
  await client.connect();
  onTestFinished(() => client.end());
  return { query: (sql, params) => client.query(sql, params), exec: (sql) => client.query(sql) };
}

/** A bot that has worked for a while on a database of its own. */
async function filledBot(): Promise<{ bot: TestBot; connection: Connection }> {
  const store = await openStore(await testLocation());
  onTestFinished(() => store.close());
  const bot = await testBot({ store });
  for (let guest = 0; guest < 12; guest += 1) {
    const person = bot.person('telegram', { name: `Guest ${guest}`, locale: 'en' });
    await person.says('We need drinking water in our room please');
    await person.says(`12${guest}`);
    await person.says('And clean towels, please');
  }
  return { bot, connection: await connect(store) };
}

/** Every row of every table, without the columns that came later. */
async function everything({ store }: TestBot, leaveOut: string[] = []): Promise<Map<string, string[]>> {
  const tables = await store.db.$queryRaw<{ tablename: string }[]>`
    select tablename from pg_tables where schemaname = 'public' and tablename not like 'later%' order by 1`;
  const found = new Map<string, string[]>();
  for (const { tablename } of tables) {
    const rows = await store.db.$queryRawUnsafe<{ row: string }[]>(
      `select (to_jsonb(t) - $1::text[])::text as row from "${tablename}" t order by 1`,
      leaveOut,
    );
    found.set(
      tablename,
      rows.map((one) => one.row),
    );
  }
  return found;
}

test('a later migration keeps all that a working bot has stored, and the bot works on', async () => {
  const { bot, connection } = await filledBot();
  const before = await everything(bot);
  expect(before.get('entry')?.length).toBeGreaterThanOrEqual(24);
  expect(await migrate(connection, silentLog, await withMigration(LATER))).toEqual(['99990101000000_later']);
  const after = await everything(bot, ['floor']);
  for (const [table, rows] of before)
    if (table !== '_prisma_migrations') expect(after.get(table), table).toEqual(rows);
  expect(await bot.store.db.$queryRaw`select distinct floor from ticket`).toEqual([{ floor: '12' }]);
  const person = bot.person('telegram', { locale: 'en' });
  await person.says('We need drinking water in our room please');
  expect(person.inbox()[0]).toContain('#13');
});

test('a migration that fails half-way on the data leaves everything as it was, and the bot works on', async () => {
  const { bot, connection } = await filledBot();
  const before = await everything(bot);
  await expect(migrate(connection, silentLog, await withMigration(FAILING))).rejects.toThrow(
    /99990101000000_later/,
  );
  expect(await everything(bot)).toEqual(before);
  expect(await bot.store.db.$queryRaw`select 1 from pg_tables where tablename like 'later%'`).toEqual([]);
  const person = bot.person('telegram', { locale: 'en' });
  await person.says('We need drinking water in our room please');
  expect(person.inbox()[0]).toContain('#13');
});
