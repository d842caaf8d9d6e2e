/** Makes the migrated, empty database that every test starts from, once per run. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openStore } from '../../src/store/open.ts';
import { giveTestKey, TEST_KEYS } from './keys.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Data directory to copy, or name of the database to copy on the server at `serverUrl`. */
    template: string;
    serverUrl: string;
  }
}

/** Called by vitest before the first test; what it returns is called after the last. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const serverUrl = process.env.TEST_DATABASE_URL ?? '';
  project.provide('serverUrl', serverUrl);
  if (!serverUrl) {
    project.provide('template', await embeddedTemplate());
    return undefined;
  }
  const template = `homeward_test_${process.pid}`;
  await onServer(serverUrl, `CREATE DATABASE ${template}`);
  const store = await openStore({
    dataDir: '',
    databaseUrl: databaseUrl(serverUrl, template),
    keys: TEST_KEYS,
  });
  await store.close();
  project.provide('template', template);
  return () => onServer(serverUrl, `DROP DATABASE ${template} WITH (FORCE)`);
}

/** Kept between runs under a name that says what it was made from. */
async function embeddedTemplate(): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const directory = join(root, 'node_modules/.cache/homeward', `template-${fingerprint(root)}`);
  if (existsSync(directory)) return directory;
  const unfinished = `${directory}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await giveTestKey(unfinished);
  const store = await openStore({ dataDir: unfinished });
  await store.close();
  // Another run may have been quicker.
  await rename(unfinished, directory).catch(() => rm(unfinished, { recursive: true }));
  return directory;
}

function fingerprint(root: string): string {
  const hash = createHash('sha256').update(
    readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json')),
  );
  hash.update(TEST_KEYS.current);
  const migrations = join(root, 'prisma/migrations');
  const files = readdirSync(migrations, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.sql'),
  );
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(migrations, name)));
  return hash.digest('hex').slice(0, 16);
}

/** The address of another database on the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs one statement on the server, outside any of the test databases. */
export async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
