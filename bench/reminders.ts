/** (i) Reminders: planning them for many stays, by the planner alone and with the store. */
import { randomUUID } from 'node:crypto';
import { leavingTime, planReminders, type WantedReminder } from '../src/domain/reminder.ts';
import { parseRules } from '../src/domain/stay/rule.ts';
import { ruleBook } from '../src/domain/stay/rule-book.ts';
import { planStay, type StayPlan } from '../src/domain/stay.ts';
import type { Db } from '../src/store/db.ts';
import { saveReminders } from '../src/store/reminders.ts';
import { transact } from '../src/store/transaction.ts';
import type { StoreKind } from './child.ts';
import { benchStore } from './desk.ts';

/** Stays per second, and how many reminders they came to. */
export interface ReminderFigures {
  readonly stays: number;
  readonly reminders: number;
  /** The planner alone, plans at hand. */
  readonly planned: number;
  /** Planned and kept, in batches of a thousand. */
  readonly kept: number;
  /** The same again: nothing changes. */
  readonly again: number;
  /** Every date moved by two days: all are withdrawn and planned anew. */
  readonly moved: number;
}

const BATCH = 1000;
const ZONE = 'Asia/Shanghai';
const NOW = Temporal.Instant.from('2026-05-10T08:00Z');

/** Plans `n` stays of an empty store. */
export async function measureReminders(kind: StoreKind, n: number): Promise<ReminderFigures> {
  const { store, close } = await benchStore(kind);
  const { db } = store;
  const ids = Array.from({ length: n }, () => randomUUID());
  await addStays(db, ids);
  const plans = [plansOn('2026-05-03'), plansOn('2026-05-05')];
  const wantedFor = (part: readonly string[], of: readonly StayPlan[]): WantedReminder[] =>
    part.flatMap((id, index) => {
      const plan = of[index % of.length] as StayPlan;
      return planReminders({ id, state: 'here', zone: ZONE, leavesAt: leavingTime(null), plan }, NOW);
    });
  const keep = async (of: readonly StayPlan[]): Promise<void> => {
    for (let at = 0; at < n; at += BATCH) {
      const part = ids.slice(at, at + BATCH);
      await transact(db, (tx) => saveReminders(tx, part, wantedFor(part, of), NOW));
    }
  };
  const [first, second] = plans as [StayPlan[], StayPlan[]];
  let reminders = 0;
  const planned = await rate(n, () => {
    reminders = wantedFor(ids, first).length;
  });
  const kept = await rate(n, () => keep(first));
  const again = await rate(n, () => keep(first));
  const moved = await rate(n, () => keep(second));
  await close();
  return { stays: n, reminders, planned, kept, again, moved };
}

/** Ten plans, of people who came on ten days. */
function plansOn(first: string): StayPlan[] {
  const book = ruleBook(parseRules([{ version: 1, preset: '14' }]));
  return Array.from({ length: 10 }, (_none, index) =>
    planStay(
      {
        zone: ZONE,
        siteId: null,
        jurisdiction: null,
        entry: Temporal.PlainDate.from(first).add({ days: index % 5 }),
        arrival: null,
        contact: null,
        positive: null,
        tests: [],
        changes: [],
        ruleVersions: [],
      },
      book,
      NOW,
    ),
  );
}

async function addStays(db: Db, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 10 * BATCH) {
    const part = ids.slice(at, at + 10 * BATCH);
    await db.$executeRawUnsafe('insert into person (id, created_at) select unnest($1::uuid[]), now()', part);
    await db.$executeRawUnsafe(
      `insert into stay (id, person_id, state, needs_plan, created_at)
       select id, id, 'here', false, now() from unnest($1::uuid[]) id`,
      part,
    );
  }
}

async function rate(n: number, work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(n / ((performance.now() - started) / 1000));
}
