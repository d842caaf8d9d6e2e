/** A signature is of the answers that were shown, whoever changed them meanwhile. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { BUILT_IN } from '../../src/domain/declaration/forms.ts';
import { beginDraft, keepAnswers, signDraft } from '../../src/store/declarations.ts';
import { findPerson } from '../../src/store/people.ts';
import { transact } from '../../src/store/transaction.ts';
import { testStore } from '../support/database.ts';

test('answers that another account changed a moment before are not signed', async () => {
  const { db } = await testStore();
  const now = Temporal.Instant.from('2026-11-22T02:00Z');
  const id = randomUUID();
  await db.person.create({ data: { id, name: 'Ana', createdAt: new Date() } });
  const begun = { formVersion: 1, locale: 'en' };
  const shown = { name: 'Ana', fever: 'no' };
  const draft = await transact(db, async (tx) => {
    const person = await findPerson(tx, id);
    if (!person) throw new Error('there is somebody');
    const made = await beginDraft(tx, person, begun, now);
    await keepAnswers(
      tx,
      made.id,
      { form: BUILT_IN, locale: 'en', answers: { ...shown, fever: 'yes' } },
      now,
    );
    return made;
  });
  const sign = (answers: typeof shown) =>
    transact(db, (tx) => signDraft(tx, draft.id, { answers, by: null, locale: 'en', now }));
  expect(await sign(shown)).toBe(false);
  expect(await sign({ fever: 'yes', name: 'Ana' })).toBe(true);
  expect(await sign({ fever: 'yes', name: 'Ana' })).toBe(false);
});
