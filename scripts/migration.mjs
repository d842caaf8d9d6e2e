/**
 * npm run migration -- NAME: writes prisma/migrations/<time>_<NAME>/migration.sql with what separates
 * prisma/schema.prisma from the migrations so far. What Prisma's schema cannot say (triggers, functions, partial
 * indexes, checks) is added to that file by hand; Prisma neither sees it nor takes it away.
 * `--check` instead of a name writes nothing and fails when there is a difference.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { silentLog } from '../src/log.ts';
import { migrate } from '../src/store/migrate.ts';

const root = new URL('..', import.meta.url);
const migrations = new URL('prisma/migrations/', root);
const schema = readFileSync(new URL('prisma/schema.prisma', root), 'utf8');
const file = { path: 'schema.prisma', content: schema };

/** Loads the engine by hand: importing a .wasm file is experimental in Node and says so each time. */
async function startEngine(pglite) {
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/\.js$/, '_bg.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(pglite));
  return engine.SchemaEngine.new({ datamodels: [[file.path, schema]] }, () => {}, factory);
}

/** The SQL from the migrations so far, applied to a throwaway database, to the schema; empty when they agree. */
async function difference() {
  const pglite = await PGlite.create();
  if (existsSync(migrations)) await migrate(pglite, silentLog, migrations);
  const { exitCode, stdout } = await (await startEngine(pglite)).diff({
    from: { tag: 'schemaDatasource', files: [file], configDir: '' },
    to: { tag: 'schemaDatamodel', files: [file] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  await pglite.close();
  return exitCode === 2 ? stdout : '';
}

function write(name, sql) {
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const directory = new URL(`${time}_${name}/`, migrations);
  mkdirSync(directory, { recursive: true });
  writeFileSync(new URL('migration.sql', directory), sql);
  console.log(`prisma/migrations/${time}_${name}/migration.sql written. Read it before you keep it.`);
  if (/^DROP INDEX/m.test(sql)) {
    console.log('It drops indexes: take out those that a migration made by hand and the schema cannot name.');
  }
}

const argument = process.argv[2] ?? '';
const name = argument.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
if (!name) {
  console.error('usage: npm run migration -- NAME');
  process.exit(2);
}
const sql = await difference();
if (!sql) {
  console.log('prisma/schema.prisma and the migrations agree');
} else if (argument === '--check') {
  console.log(
    `prisma/schema.prisma and the migrations differ; npm run migration -- NAME would write:\n${sql}`,
  );
  process.exitCode = 1;
} else {
  write(name, sql);
}
