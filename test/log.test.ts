import { expect, test } from 'vitest';
import { plainError } from '../src/log.ts';
import { append, transact } from '../src/store/transaction.ts';
import { testStore } from './support/database.ts';

const WORDS = 'I keep vomiting blood';

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing failed');
}

test('an error of the database is logged without the values that it quotes', async () => {
  const { db } = await testStore();
  const entry = { kind: 'note', text: WORDS, restricted: true, at: '2026-05-01T08:00:00Z' };
  const failures: (() => Promise<unknown>)[] = [
    () => transact(db, async (tx) => append(tx, 'entry', { ...entry, ticket_id: null })),
    () => transact(db, async (tx) => append(tx, 'entry', { ...entry, ticket_id: WORDS })),
    () => transact(db, async (tx) => append(tx, 'entry', { ...entry, ticket_id: `"${WORDS}" she said` })),
    () => db.$queryRaw`select ${WORDS}::int`,
    () => db.$queryRaw`select ${WORDS}::jsonb`,
    () => db.person.create({ data: { id: WORDS, name: WORDS, createdAt: new Date() } }),
    () => db.person.create({ data: { id: WORDS, nothing: WORDS, createdAt: new Date() } as never }),
    () => db.setting.createMany({ data: [WORDS, WORDS].map((key) => ({ key, value: key })) }),
    async () => JSON.parse(`{"text": "${WORDS}`.slice(0, 12) + WORDS),
    async () => JSON.parse(`"${WORDS}" said she`),
  ];
  for (const fails of failures) {
    const plain = plainError(await errorOf(fails));
    expect(JSON.stringify(plain)).not.toContain('blood');
    expect(plain).toMatchObject({ type: expect.any(String), stack: expect.stringContaining('at ') });
  }
});

test('what went wrong and where stays, down to its cause', () => {
  const cause = new RangeError(
    'null value in column "ticket_id" of relation "entry" violates not-null constraint',
  );
  const plain = plainError(
    Object.assign(new TypeError('cannot do that', { cause }), { code: 'P2010', meta: WORDS }),
  );
  expect(plain).toMatchObject({
    type: 'TypeError',
    message: 'cannot do that',
    code: 'P2010',
    cause: {
      type: 'RangeError',
      message: 'null value in column ‘ticket_id’ of relation ‘entry’ violates not-null constraint',
    },
  });
  expect(JSON.stringify(plain)).not.toContain('blood');
  expect(plainError('a mere string')).toBe('a mere string');
});
