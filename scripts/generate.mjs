/** Generates the Prisma client from prisma/schema.prisma ; scripts/prepare.mjs does so when it is out of date. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const schema = `${root}prisma/schema.prisma`;
const output = `${root}src/store/generated/`;
const stamp = `${output}.made-from`;
const prisma = `${root}node_modules/prisma/`;

/** What the client depends on: the schema and the generator's version. */
function fingerprint() {
  const hash = createHash('sha256')
    .update(readFileSync(schema))
    .update(readFileSync(`${prisma}package.json`));
  return hash.digest('hex');
}

/** Runs the generator without a network: it needs no engine, but looks for one unless it is given a file. */
function generate() {
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: `${prisma}package.json`,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    NO_UPDATE_NOTIFIER: '1',
  };
  const node = `${root}node_modules/.bin/node`;
  const args = [`${prisma}build/index.js`, 'generate', '--schema', schema, '--no-hints'];
  return spawnSync(existsSync(node) ? node : process.execPath, args, { cwd: root, env, encoding: 'utf8' });
}

/** Whether the client is there and was made from this schema. */
export function clientIsCurrent() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** Makes the client; throws with Prisma's own words when it cannot. */
export function generateClient() {
  const { status, stdout, stderr, error } = generate();
  if (error || status !== 0) {
    throw new Error(
      `The database client could not be generated.\n${error?.message ?? ''}${stdout}${stderr}`.trim(),
    );
  }
  writeFileSync(stamp, fingerprint());
}
