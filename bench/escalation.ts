/** (f) Very many deadlines that passed while the program was down: the sweep that tells people of them. */
import { systemClock } from '../src/clock.ts';
import { createWork } from '../src/conversation/work.ts';
import { createTranslate } from '../src/i18n.ts';
import { takeSteps } from '../src/store/escalations.ts';
import { transact } from '../src/store/transaction.ts';
import type { StoreKind } from './child.ts';
import { benchStore, fillDesk, startApp } from './desk.ts';

/** Milliseconds, and how many messages told of them. */
export interface Escalation {
  /** The sweep that tells of deadlines, from its first statement to the end of its commit. */
  readonly ms: number;
  /** The same and, after it, everything else that a round of sweeps looks after. */
  readonly roundMs: number;
  readonly messages: number;
  /** Tickets a second sweep finds due again: none. */
  readonly again: number;
}

/** So many overdue tickets of fifty owners, in one sweep. */
export async function measureEscalation(kind: StoreKind, tickets: number): Promise<Escalation> {
  const { store, close } = await benchStore(kind);
  await fillDesk(store, 50, tickets);
  await store.db.$executeRawUnsafe(
    `with owners as (select array_agg(id) as ids from staff)
     update ticket set state = 'claimed', claimed_at = now(), due_at = now() - interval '1 hour',
       owner_id = owners.ids[1 + number % 50] from owners`,
  );
  await store.db.$executeRawUnsafe(
    `insert into escalation (ticket_id, step, owner_at, lead_at, supervisor_at, next_at)
     select id, 0, now() - interval '90 minutes', now() - interval '1 hour', now() + interval '1 day',
       now() - interval '90 minutes' from ticket`,
  );
  await store.db.$executeRawUnsafe('analyze');
  const app = await startApp(store);
  const deadlines = app.features.find(({ name }) => name === 'deadlines')?.sweep;
  if (!deadlines) throw new Error('nothing tells of deadlines');
  const around = { features: app.features, t: createTranslate(), capabilities: () => undefined };
  const before = await store.db.outgoing.count();
  const start = performance.now();
  await transact(store.db, async (tx) => deadlines(createWork(tx, systemClock.now(), around)));
  const ms = performance.now() - start;
  await app.sweep();
  const roundMs = performance.now() - start;
  const messages = (await store.db.outgoing.count()) - before;
  const again = await transact(store.db, (tx) => takeSteps(tx, systemClock.now()));
  await app.stop();
  await close();
  return { ms, roundMs, messages, again: again.reduce((sum, one) => sum + one.count, 0) };
}
