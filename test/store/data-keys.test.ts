/** Which key a database is used with, how it gets one, and how it comes to another. */
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importRoster } from '../../src/features/roster/index.ts';
import { readRosterTable } from '../../src/ingest/roster-table.ts';
import { silentLog } from '../../src/log.ts';
import { chooseKeys, isRotating } from '../../src/store/choose-keys.ts';
import type { Db } from '../../src/store/db.ts';
import { makeKeyFile, readKeyFiles } from '../../src/store/key-file.ts';
import { createKeyring, keyId, useKeyring } from '../../src/store/keyring.ts';
import { movePerson } from '../../src/store/move-person.ts';
import type { Store } from '../../src/store/open.ts';
import { readPersonNumbers } from '../../src/store/person-cards.ts';
import { sealPlain } from '../../src/store/reseal.ts';
import { rotateKeys } from '../../src/store/rotate-keys.ts';
import { seal } from '../../src/store/sealed.ts';
import { transact } from '../../src/store/transaction.ts';
import { testStore, tmpDataDir } from '../support/database.ts';
import { dump, EVERYTHING, NUMBERS, PLAIN, readable, readEverything } from './numbers-scene.ts';

const [A, B, C] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const quiet = { log: silentLog, onProgress() {} };

/** A database that has no key yet, and an empty data directory. */
async function fresh(): Promise<{ store: Store; db: Db; dataDir: string }> {
  const store = await testStore();
  await store.db.$executeRaw`delete from setting`;
  return { store, db: store.db, dataDir: await tmpDataDir() };
}

/** The same with the person of `PLAIN`, encrypted with the key A. */
async function filled() {
  const made = await fresh();
  const choose = async (keys: { current: Uint8Array; old?: Uint8Array } | undefined) => {
    const chosen = await chooseKeys(made.db, { dataDir: made.dataDir, keys }, silentLog);
    useKeyring(made.db, createKeyring(chosen));
    return chosen;
  };
  await choose({ current: A });
  for (const statement of PLAIN.split(';\n')) await made.db.$executeRawUnsafe(statement);
  expect(await sealPlain(made.db)).toBe(10);
  return { ...made, choose };
}

describe('the key of a database', () => {
  it('is made once, for nobody else to read, where none was given', async () => {
    const { db, dataDir } = await fresh();
    const chosen = await chooseKeys(db, { dataDir }, silentLog);
    const file = join(dataDir, 'data.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['data.key']);
    expect(await chooseKeys(db, { dataDir }, silentLog)).toEqual(chosen);
    expect(await makeKeyFile(dataDir)).toEqual(chosen);
    expect(Buffer.from(await readFile(file, 'utf8'), 'base64')).toEqual(Buffer.from(chosen.current));
    // A key is told apart by its id; the key itself is nowhere in the database.
    expect(await dump(db)).toContain(keyId(chosen.current));
    expect(await dump(db)).not.toContain((await readFile(file, 'utf8')).trim());
    await writeFile(file, 'half a key');
    await expect(chooseKeys(db, { dataDir }, silentLog)).rejects.toThrow(/data\.key is damaged/);
  });

  it('is needed again: another, or none, is refused with what to do', async () => {
    const { db, dataDir } = await fresh();
    const start = (keys?: { current: Uint8Array; old?: Uint8Array }) =>
      chooseKeys(db, { dataDir, keys }, silentLog);
    await start({ current: A });
    await expect(start()).rejects.toThrow(
      new RegExp(`encrypted with the key ${keyId(A)}, and there is none here.*DATA_KEY.*data\\.key`),
    );
    expect(await readdir(dataDir)).toEqual([]);
    const wrong = `encrypted with the key ${keyId(A)}; the one given is ${keyId(B)}.`;
    await expect(start({ current: B })).rejects.toThrow(wrong);
    await expect(start({ current: B, old: C })).rejects.toThrow(wrong);
    await writeFile(join(dataDir, 'data.key'), Buffer.from(A).toString('base64'));
    await expect(start({ current: B })).rejects.toThrow('data.key fits');
    expect(await start()).toEqual({ current: Buffer.from(A), old: undefined });
  });

  it('changes when the new one comes with the old one, and both are needed until the end', async () => {
    const { db, dataDir } = await fresh();
    const start = (keys: { current: Uint8Array; old?: Uint8Array }) =>
      chooseKeys(db, { dataDir, keys }, silentLog);
    await start({ current: A });
    // Machines are given both first, in this order, so that none is without a key that another writes with.
    expect(await start({ current: A, old: B })).toEqual({ current: A, old: B });
    expect(await isRotating(db)).toBe(false);
    expect(await start({ current: B, old: A })).toEqual({ current: B, old: A });
    expect(await isRotating(db)).toBe(true);
    expect(await start({ current: A, old: B })).toEqual({ current: B, old: A });
    await expect(start({ current: B })).rejects.toThrow(`DATA_KEY_OLD`);
    await expect(start({ current: A })).rejects.toThrow('finish that first');
    await expect(start({ current: C, old: B })).rejects.toThrow('finish that first');
  });
});

describe('a change of the key', () => {
  it('that is interrupted half way finds everybody meanwhile, and is finished later', async () => {
    const { store, db, dataDir, choose } = await filled();
    expect(await readEverything(db)).toEqual(EVERYTHING);
    const keys = { current: B, old: A };
    await choose(keys);
    const interrupted = rotateKeys(
      store,
      { dataDir, keys },
      {
        log: silentLog,
        onProgress(done) {
          if (done > 4) throw new Error('killed');
        },
      },
    );
    await expect(interrupted).rejects.toThrow('killed');
    const half = await dump(db);
    expect(half).toContain(`h1.${keyId(A)}.`);
    expect(half).toContain(`h1.${keyId(B)}.`);
    expect(await readEverything(db)).toEqual(EVERYTHING);
    await expect(choose({ current: B })).rejects.toThrow('npm run rotate-key');

    const finished = await rotateKeys(store, { dataDir, keys }, quiet);
    expect(finished.values).toBeGreaterThan(0);
    expect(finished.values).toBeLessThan(10);
    const after = await dump(db);
    expect(after).not.toContain(keyId(A));
    expect(readable(after)).toEqual([]);
    await choose({ current: B });
    expect(await readEverything(db)).toEqual(EVERYTHING);
    // Again, with the old key still given: nothing is left to do.
    expect(await rotateKeys(store, { dataDir, keys }, quiet)).toMatchObject({ values: 0 });
    await expect(rotateKeys(store, { dataDir, keys: { current: B } }, quiet)).rejects.toThrow(
      'nothing to change to',
    );
  });

  it('stops at a value that was changed, and says which', async () => {
    const { store, db, dataDir, choose } = await filled();
    const keys = { current: B, old: A };
    await choose(keys);
    const strange = randomUUID();
    const stolen = seal(db, 'person.phone', strange, NUMBERS.phone);
    await db.$executeRaw`insert into person (id, phone, created_at) values (${randomUUID()}::uuid, ${stolen}, now())`;
    await db.$executeRawUnsafe(`update person set phone = replace(phone, '${keyId(B)}', '${keyId(A)}')`);
    await expect(rotateKeys(store, { dataDir, keys }, quiet)).rejects.toThrow(
      /person\.phone of [\w-]+ was changed, or belongs to another row/,
    );
    expect(await isRotating(db)).toBe(true);
  });

  it('stops at a key that was put into another row', async () => {
    const { store, db, dataDir, choose } = await filled();
    const keys = { current: B, old: A };
    await choose(keys);
    await db.$executeRaw`update person_key k set sealed = o.sealed from person_key o
      where k.key like 'phone:%' and o.key like 'phone:%' and k.key < o.key`;
    await expect(rotateKeys(store, { dataDir, keys }, quiet)).rejects.toThrow(
      /a phone key of person .* was changed/,
    );
  });

  it('of an installation with a file makes another file, and puts the old one aside', async () => {
    const { store, db, dataDir } = await fresh();
    const first = await chooseKeys(db, { dataDir }, silentLog);
    useKeyring(db, createKeyring(first));
    await db.$executeRawUnsafe(PLAIN.split(';\n')[0] ?? '');
    await sealPlain(db);
    const rotated = rotateKeys(store, { dataDir }, quiet);
    if (store.kind === 'postgres') {
      await expect(rotated).rejects.toThrow(/DATA_KEY_OLD to what is in .*data\.key/);
      return;
    }
    const retired = join(dataDir, `data.key.retired-${keyId(first.current)}`);
    expect(await rotated).toEqual({ values: 1, retired });
    expect((await readdir(dataDir)).sort()).toEqual(['data.key', `data.key.retired-${keyId(first.current)}`]);
    const second = await chooseKeys(db, { dataDir }, silentLog);
    expect(keyId(second.current)).not.toBe(keyId(first.current));
    expect(await readKeyFiles(dataDir)).toEqual(second);
    useKeyring(db, createKeyring(second));
    expect(await dump(db)).not.toContain(`h1.${keyId(first.current)}`);
    // The next change has its own old file.
    await rotateKeys(store, { dataDir }, quiet);
    expect(await readdir(dataDir)).toHaveLength(3);
  });
});

describe('no number can be read in the database', () => {
  it('after an import, and everybody is found again by the next', async () => {
    const { db } = await filled();
    await db.$executeRaw`delete from person`;
    const { phone, document, contact } = NUMBERS;
    const table = `name,document_number,phone,contact_name,contact_phone,room\nLi Na,${document},${phone},Li Wei,${contact}`;
    const bring = (text: string) => {
      const bytes = Buffer.from(text);
      return importRoster({
        file: {
          name: 'r.csv',
          sha256: createHash('sha256').update(bytes).digest('hex'),
          lines: readRosterTable(bytes),
        },
        today: Temporal.PlainDate.from('2026-05-08'),
        actor: { role: 'system', id: 'system' },
        isDry: false,
        reader: db,
        run: (work) => transact(db, work),
        now: () => Temporal.Instant.from('2026-05-08T08:00:00Z'),
      });
    };
    await bring(`${table},1203\n`);
    expect(readable(await dump(db))).toEqual([]);
    const [li] = await db.person.findMany();
    expect(await readPersonNumbers(db, li?.id ?? '')).toMatchObject({
      phone,
      documentNumber: document,
      contactPhone: contact,
    });
    expect((await bring(`${table},1310\nNa Li,e7777-8888,,,,1310\n`)).counts).toMatchObject({
      new: 0,
      changed: 1,
    });
    expect(await db.person.findMany()).toMatchObject([{ id: li?.id, room: '1310' }]);
  });

  it('when two people turn out to be one, whose numbers go over', async () => {
    const { db } = await filled();
    const [from] = await db.person.findMany();
    const add = async (): Promise<string> => {
      const id = randomUUID();
      await db.person.create({ data: { id, name: 'Li Na', createdAt: new Date() } });
      return id;
    };
    const [to, last] = [await add(), await add()];
    await transact(db, (tx) => movePerson(tx, from?.id ?? '', to));
    expect(await readPersonNumbers(db, to)).toEqual(EVERYTHING.numbers);
    // Their own numbers stay with those who have some.
    const other = '+447700900123';
    await db.person.update({ where: { id: last }, data: { phone: seal(db, 'person.phone', last, other) } });
    await db.personDetails.create({ data: { personId: last } });
    await transact(db, (tx) => movePerson(tx, to, last));
    expect(await readPersonNumbers(db, last)).toMatchObject({ phone: other, documentNumber: null });
    expect(readable(await dump(db))).toEqual([]);
  });
});
