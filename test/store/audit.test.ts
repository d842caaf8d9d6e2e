import { describe, expect, it } from 'vitest';
import { addAudit, auditReading } from '../../src/store/audit.ts';
import type { Store } from '../../src/store/open.ts';
import { transact } from '../../src/store/transaction.ts';
import { testStore } from '../support/database.ts';

const now = Temporal.Instant.from('2026-05-01T08:00:00Z');
const actor = { role: 'supervisor', id: '00000000-0000-7000-8000-000000000001' } as const;

async function withOneLine(): Promise<Store> {
  const store = await testStore();
  await transact(store.db, async (tx) =>
    addAudit(tx, { actor, action: 'ticket.claim', now, channel: 'telegram', before: { state: 'new' } }),
  );
  return store;
}

describe('the record', () => {
  it.each([
    ['changed', `update audit set action = 'nothing'`],
    ['changed one by one', `update audit set actor = 'system' where id = (select max(id) from audit)`],
    ['deleted', `delete from audit`],
    ['truncated', `truncate audit`],
    ['truncated along with others', `truncate audit, setting`],
    ['truncated with what hangs on it', `truncate audit restart identity cascade`],
    [
      'replaced',
      `insert into audit (id, at, actor, action) select id, at, 'system', action from audit
       on conflict (id) do update set actor = excluded.actor`,
    ],
    ['merged into', `merge into audit a using (select 1) one on true when matched then delete`],
  ])('cannot be %s', async (_how, statement) => {
    const store = await withOneLine();
    await expect(store.db.$executeRawUnsafe(statement)).rejects.toThrow('the audit is append-only');
    expect(await store.db.audit.findMany()).toMatchObject([
      { action: 'ticket.claim', actor: `staff:${actor.id}`, channel: 'telegram', before: { state: 'new' } },
    ]);
  });

  it('cannot be changed through the program’s own client either', async () => {
    const { db } = await withOneLine();
    await expect(db.audit.updateMany({ data: { action: 'nothing' } })).rejects.toThrow('append-only');
    await expect(db.audit.deleteMany()).rejects.toThrow('append-only');
    expect(await db.audit.count()).toBe(1);
  });

  it('tells that words changed, and never what they say', async () => {
    const { db } = await testStore();
    const words = { ratingComment: 'too slow', waitingOn: 'her psychiatrist', text: 'x', summary: 'y' };
    await transact(db, async (tx) => {
      const before = Object.fromEntries(Object.keys(words).map((name) => [name, null]));
      addAudit(tx, { actor, action: 'ticket.comment', now, before, after: { ...words, rating: 2 } });
    });
    const [row] = await db.audit.findMany();
    expect(row?.before).toEqual({ ratingComment: null, waitingOn: null, text: null, summary: null });
    expect(row?.after).toEqual({ ratingComment: '…', waitingOn: '…', text: '…', summary: '…', rating: 2 });
  });

  it('names who acted, as what, when and through which account', async () => {
    const { db } = await testStore();
    await transact(db, async (tx) => {
      const ticketId = '00000000-0000-7000-8000-000000000009';
      addAudit(tx, {
        actor: { role: 'traveller', id: 'p' },
        action: 'ticket.open',
        now,
        channel: 'web',
        ticketId,
      });
      addAudit(tx, { actor: { role: 'system', id: 'system' }, action: 'ticket.page', now, ticketId });
      auditReading({ tx, now }, actor, { id: ticketId, personId: ticketId }, 'wechat');
    });
    const rows = await db.audit.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map((row) => [row.actor, row.action, row.channel])).toEqual([
      ['person:p', 'ticket.open', 'web'],
      ['system', 'ticket.page', null],
      [`staff:${actor.id}`, 'ticket.read', 'wechat'],
    ]);
    for (const row of rows) expect(row.at.toISOString()).toBe('2026-05-01T08:00:00.000Z');
  });
});
