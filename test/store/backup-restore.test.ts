import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { backUp } from '../../src/store/backup.ts';
import { createArchive, FORMAT, type Manifest, verifyArchive } from '../../src/store/backup-archive.ts';
import { lockDataDir } from '../../src/store/lock.ts';
import { restore } from '../../src/store/restore.ts';
import { finishRestore } from '../../src/store/restore-swap.ts';
import { emptyPlace, restoring, using } from '../support/backups.ts';
import { type Location, onPostgres, testLocation, tmpDataDir } from '../support/database.ts';
import { fillTables, readTables } from '../support/fill-tables.ts';

const LOGIN = '{"cookie":"secret"}';
/** One message waits, the others were sent. */
const WAITING = `UPDATE outgoing SET state = 'sent'; UPDATE outgoing SET state = 'pending',
  ticket_id = (SELECT id FROM ticket WHERE number = 1) WHERE id = 1`;
const job = (place: Location, out: string) => ({
  ...place,
  out,
  createdAt: Temporal.Instant.from('2026-11-23T03:30:00Z'),
  log: silentLog,
});

let source: Location;
let file: string;
let before: Record<string, string[]>;

beforeAll(async () => {
  source = await testLocation();
  await using(source, async (db) => {
    await fillTables(db);
    await db.exec(WAITING);
    before = await readTables(db);
  });
  await writeFile(join(source.dataDir, 'wechat.memory-card.json'), LOGIN);
  await writeFile(join(source.dataDir, 'data.key'), 'not to be copied');
  file = join(await tmpDataDir(), 'deep', 'homeward.tar.zst');
  await backUp(job(source, file));
}, 120_000);

describe('a backup', () => {
  test('is one file for its owner only, with nothing beside it', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(file))).toEqual(['homeward.tar.zst']);
  });

  test('names what is in it, and never the key', async () => {
    const contents = await verifyArchive(file);
    expect(contents.tables.map(({ name }) => name)).toEqual(
      Object.keys(before).filter((name) => name !== 'sequences'),
    );
    expect(contents.files.map(({ name }) => name)).toEqual(['wechat.memory-card.json']);
    expect(contents.migrations.length).toBeGreaterThan(10);
  });

  test('never overwrites a file', async () => {
    const bytes = await readFile(file);
    await expect(backUp(job(source, file))).rejects.toMatchObject({ code: 'staff-backup:error.exists' });
    expect(await readFile(file)).toEqual(bytes);
  });

  test('of nothing is refused, and makes no database', async () => {
    const place = { dataDir: join(await tmpDataDir(), 'none'), databaseUrl: undefined };
    const nothing = { code: 'staff-backup:error.nothing' };
    await expect(backUp(job(place, `${place.dataDir}.zst`))).rejects.toMatchObject(nothing);
    await mkdir(place.dataDir);
    await expect(backUp(job(place, `${place.dataDir}.zst`))).rejects.toMatchObject(nothing);
    expect(await readdir(place.dataDir)).toEqual([]);
  });

  test('of an embedded database is refused while another process has it', async () => {
    const place = { dataDir: await tmpDataDir(), databaseUrl: undefined };
    const unlock = await lockDataDir(place.dataDir, silentLog);
    await expect(backUp(job(place, `${place.dataDir}.zst`))).rejects.toThrow('is in use');
    await unlock();
  });
});

describe('what is no whole backup', () => {
  const bad = async (change: (bytes: Buffer) => Uint8Array) => {
    const path = join(await tmpDataDir(), 'bad.tar.zst');
    await writeFile(path, change(await readFile(file)));
    return verifyArchive(path);
  };

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), 'damaged'],
    ['without its last frame', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40), 'damaged'],
    [
      'changed in the middle',
      (bytes: Buffer) => bytes.with(bytes.length / 2, 0).fill(7, 5000, 5010),
      'damaged',
    ],
    ['empty', () => Buffer.alloc(0), 'not-one'],
    ['something else', () => Buffer.from('PK zip'), 'not-one'],
    ['another compressed file', () => zstdCompressSync(Buffer.alloc(2000, 'a')), 'not-one'],
  ])('%s', async (_name, change, code) => {
    await expect(bad(change)).rejects.toMatchObject({ code: `staff-backup:error.${code}` });
  });

  test('a file that is not there is named with the reason', async () => {
    const error = verifyArchive('/nowhere/backup.tar.zst');
    await expect(error).rejects.toMatchObject({ params: { code: 'ENOENT' } });
  });

  test('a table that differs from the manifest is named, and nothing is touched', async () => {
    const path = await archiveOf({
      tables: [{ name: 'site', columns: ['id'], rows: 2, bytes: 1, sha256: 'x' }],
    });
    const place = await emptyPlace('embedded');
    await expect(restore(restoring(path, place))).rejects.toMatchObject({ params: { where: 'site' } });
    expect(await readdir(place.dataDir)).toEqual([]);
  });

  test('a newer one is refused, and nothing is touched', async () => {
    const path = await archiveOf({ migrations: ['99990101000000_later'] });
    const place = await emptyPlace('embedded');
    const newer = { code: 'staff-backup:error.newer', params: { migration: '99990101000000_later' } };
    await expect(restore(restoring(path, place))).rejects.toMatchObject(newer);
    expect(await readdir(place.dataDir)).toEqual([]);
  });

  test('one whose key is not here is refused, and nothing is touched', async () => {
    const path = await archiveOf({ keys: ['aaaa', 'bbbb'] });
    const place = await emptyPlace('embedded');
    const noKey = { code: 'staff-backup:error.no-key', params: { key: 'bbbb' } };
    await expect(restore(restoring(path, place, { keys: ['aaaa'] }))).rejects.toMatchObject(noKey);
    expect(await readdir(place.dataDir)).toEqual([]);
  });
});

/** An archive with one row of data and whatever is said of it. */
async function archiveOf(more: Partial<Manifest>): Promise<string> {
  const path = join(await tmpDataDir(), 'made.tar.zst');
  const archive = createArchive(path);
  archive.addPiece('site', Buffer.from('one\n'));
  const empty = { tables: [], sequences: [], files: [], keys: [], migrations: [] };
  archive.finish({
    format: FORMAT,
    createdAt: '2026-11-23T00:00:00Z',
    database: 'embedded',
    ...empty,
    ...more,
  });
  archive.close();
  return path;
}

const KINDS = onPostgres ? (['postgres', 'embedded'] as const) : (['embedded'] as const);

// Each makes a database from nothing: a second or two on a quiet machine, half a minute on a busy one.
describe.each(KINDS)('a backup restored into %s', { timeout: 120_000 }, (kind) => {
  let place: Location;
  let held: typeof before;

  test('holds every row of every table, the sequences and the logins', async () => {
    place = await emptyPlace(kind);
    const result = await restore(restoring(file, place));
    expect(Object.keys(before).length).toBeGreaterThan(60);
    expect(result).toMatchObject({ migrated: [], held: [], aside: undefined });
    const login = join(place.dataDir, 'wechat.memory-card.json');
    expect(await readFile(login, 'utf8')).toBe(LOGIN);
    expect((await stat(login)).mode & 0o777).toBe(0o600);
    await using(place, async (db) => {
      expect(await readTables(db)).toEqual(before);
      await expect(db.exec('DELETE FROM audit')).rejects.toThrow('append-only');
      await expect(db.exec('UPDATE ticket SET person_id = gen_random_uuid()')).rejects.toThrow('foreign key');
      expect((await db.query("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'")).rows).toEqual([]);
    });
  });

  // Where a file comes from makes no difference to these.
  const isOther = onPostgres && kind === 'embedded';

  test.skipIf(isOther)('does not replace what is there, unless told', async () => {
    const notEmpty = { code: 'staff-backup:error.not-empty' };
    await expect(restore(restoring(file, place))).rejects.toMatchObject(notEmpty);
    await using(place, async (db) => {
      expect(await readTables(db)).toEqual(before);
      await db.exec(
        'DELETE FROM session; CREATE TABLE other (id serial); ALTER SEQUENCE ticket_number_seq RESTART',
      );
    });
    const result = await restore(restoring(file, place, { isReplacing: true, holdsOutgoing: true }));
    expect(result.held).toEqual([expect.objectContaining({ ticket: 1, createdAt: expect.any(Date) })]);
    await using(place, async (db) => {
      held = await readTables(db);
      expect({ ...held, outgoing: before.outgoing }).toEqual(before);
      const { rows } = await db.query('SELECT id::int, state, error FROM outgoing ORDER BY id LIMIT 2');
      expect(rows[0]).toEqual({ id: 1, state: 'expired', error: 'held at the restore of a backup' });
      expect(rows[1]).toMatchObject({ id: 2, state: 'sent' });
    });
    const login = join(place.dataDir, 'wechat.memory-card.json');
    expect(existsSync(`${login}.before-restore`)).toBe(true);
    if (kind === 'postgres') return;
    const aside = join(place.dataDir, 'database.before-restore-1');
    expect(result.aside).toBe(aside);
    expect(existsSync(aside)).toBe(true);
  });

  test.skipIf(isOther)('that fails on the way leaves everything as it was', async () => {
    const contents = await verifyArchive(file);
    const tables = [{ name: 'site', columns: ['no_such_column'], rows: 0, bytes: 0, sha256: '' }];
    const path = join(await tmpDataDir(), 'made.tar.zst');
    const archive = createArchive(path);
    archive.addPiece('site', Buffer.from('one\n'));
    archive.finish({
      ...contents,
      files: [],
      tables: tables.map((one) => ({ ...one, ...archive.total('site') })),
    });
    archive.close();
    const attempt = restore(restoring(path, place, { isReplacing: true }));
    await expect(attempt).rejects.toThrow('no_such_column');
    expect(await readdir(place.dataDir)).not.toContain('database.restoring');
    await using(place, async (db) => expect(await readTables(db)).toEqual(held));
  });
});

test.runIf(onPostgres)(
  'a server’s database is not replaced while it is used, nor one that is not ours',
  async () => {
    const place = await emptyPlace('postgres');
    await using(place, async (db) => {
      const inUse = { code: 'staff-backup:error.in-use', params: { count: 1 } };
      await expect(restore(restoring(file, place))).rejects.toMatchObject(inUse);
      await db.exec('CREATE TABLE theirs (id int)');
    });
    const attempt = restore(restoring(file, place, { isReplacing: true }));
    await expect(attempt).rejects.toMatchObject({ code: 'staff-backup:error.not-ours' });
  },
);

test.skipIf(onPostgres)('an exchange that was interrupted is finished by whoever comes next', async () => {
  const dataDir = await tmpDataDir();
  await mkdir(join(dataDir, 'database'));
  await writeFile(join(dataDir, 'database', 'old'), '');
  await mkdir(join(dataDir, 'database.restored'));
  await writeFile(join(dataDir, 'database.restored', 'new'), '');
  await cp(join(dataDir, 'database'), join(dataDir, 'database.before-restore-1'), { recursive: true });
  expect(await finishRestore(dataDir)).toBe(join(dataDir, 'database.before-restore-2'));
  expect(await readdir(join(dataDir, 'database'))).toEqual(['new']);
  // Between the two renames there is no database at all.
  await rename(join(dataDir, 'database'), join(dataDir, 'database.restored'));
  expect(await finishRestore(dataDir)).toBeUndefined();
  expect(await readdir(join(dataDir, 'database'))).toEqual(['new']);
  expect(await finishRestore(dataDir)).toBeUndefined();
});
