/** Versions of the form, and the numbers that questions of administrators ask for. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseForm } from '../../src/domain/declaration/form.ts';
import { BUILT_IN } from '../../src/domain/declaration/forms.ts';
import { addForm, listForms, readNewestForm } from '../../src/store/declaration-forms.ts';
import {
  beginDraft,
  findDeclaration,
  findDraft,
  keepAnswers,
  signDraft,
} from '../../src/store/declarations.ts';
import { createKeyring, useKeyring } from '../../src/store/keyring.ts';
import { readMyData } from '../../src/store/my-data.ts';
import { findPerson } from '../../src/store/people.ts';
import { resealOthers } from '../../src/store/reseal.ts';
import { transact } from '../../src/store/transaction.ts';
import { testStore } from '../support/database.ts';
import { TEST_KEYS } from '../support/keys.ts';

const now = Temporal.Instant.from('2026-11-22T02:00Z');
const FORM = parseForm({
  version: 1,
  questions: [...BUILT_IN.questions, { id: 'visa', kind: 'text', secret: true, text: { en: 'Visa?' } }],
});
const ANSWERS = { name: 'Ana', 'document-number': 'E12345678', visa: 'V7654321' };

describe('versions', () => {
  test('begin with the program’s own, and of two that follow it one is the second', async () => {
    const { db } = await testStore();
    expect(await readNewestForm(db)).toEqual({ form: BUILT_IN, note: null, by: null, at: null });
    const by = randomUUID();
    await db.staff.create({ data: { id: by, name: 'Wang', role: 'admin', createdAt: new Date() } });
    const add = (before: number, note: string) =>
      transact(db, (tx) => addForm(tx, before, { form: FORM, note, by, now }));
    expect((await Promise.all([add(1, 'one'), add(1, 'other')])).sort()).toEqual([false, true]);
    expect(await add(1, 'late')).toBe(false);
    expect(await add(3, 'early')).toBe(false);
    expect(await add(2, 'third')).toBe(true);
    const versions = await listForms(db);
    expect(versions.map(({ form, by: name }) => [form.version, name])).toEqual([
      [3, 'Wang'],
      [2, 'Wang'],
      [1, null],
    ]);
    expect(await readNewestForm(db)).toEqual(versions[0]);
    await expect(db.declarationForm.deleteMany()).rejects.toThrow();
    await expect(db.declarationForm.updateMany({ data: { note: 'x' } })).rejects.toThrow();
  });
});

describe('a number that an added question asks for', () => {
  test('is encrypted, read, signed, given to whom it is of, and encrypted anew with another key', async () => {
    const { db } = await testStore();
    const id = randomUUID();
    await db.person.create({ data: { id, name: 'Ana', createdAt: new Date() } });
    await transact(db, (tx) => addForm(tx, 1, { form: FORM, note: null, by: randomUUID(), now }));
    const { form } = await readNewestForm(db);
    const draft = await transact(db, async (tx) => {
      const person = await findPerson(tx, id);
      if (!person) throw new Error('there is somebody');
      await beginDraft(tx, person, { formVersion: form.version, locale: 'en' }, now);
      const begun = await findDraft(tx, [person]);
      if (!begun) throw new Error('there is a draft');
      expect(begun).toMatchObject({ formVersion: 2, form, answers: {} });
      await keepAnswers(tx, begun.id, { answers: ANSWERS, form, locale: 'en' }, now);
      return begun;
    });
    const stored = async () => (await db.declaration.findFirstOrThrow()).answers;
    expect(JSON.stringify(await stored())).not.toMatch(/7654321|12345678/);
    const signed = { answers: ANSWERS, by: null, locale: 'en', now };
    expect(await transact(db, (tx) => signDraft(tx, draft.id, signed))).toBe(true);
    const mine = await readMyData(db, id);
    expect(mine.declarations).toMatchObject([{ form: 2, answers: ANSWERS }]);
    const current = new Uint8Array(32).fill(9);
    useKeyring(db, createKeyring({ current, old: TEST_KEYS.current }));
    expect(await resealOthers(db, () => {})).toBe(1);
    const only = createKeyring({ current });
    useKeyring(db, only);
    expect(await stored()).toMatchObject({ visa: expect.stringContaining(`h1.${only[0].id}.`) });
    expect((await transact(db, (tx) => findDeclaration(tx, draft.id)))?.answers).toEqual(ANSWERS);
  });
});
