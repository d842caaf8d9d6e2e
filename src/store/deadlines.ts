/** The deadline rules, by version, and what they make of a ticket. */
import { toDate } from '../clock.ts';
import { type Consequence, deadlinesAfter } from '../domain/deadline-changes.ts';
import {
  type Dated,
  type DeadlineRules,
  type Deadlines,
  type Steps,
  startDeadlines,
  stepsOf,
} from '../domain/deadlines.ts';
import type { Need, Urgency } from '../domain/need.ts';
import { once, sql, type Tx } from './transaction.ts';

/** One version of the rules. */
export interface RulesVersion {
  readonly version: number;
  readonly rules: DeadlineRules;
}

/** The same, with when it was made, and by whom; null where it came with the program. */
export interface DatedRules extends RulesVersion {
  readonly at: Temporal.Instant;
  readonly by: string | null;
}

/** The latest versions, the newest first. */
export async function listRules(tx: Tx, limit: number): Promise<DatedRules[]> {
  const client = await sql(tx);
  const rows = await client.deadlineRules.findMany({ orderBy: { version: 'desc' }, take: limit });
  const ids = rows.flatMap(({ createdBy }) => createdBy ?? []);
  const staff = await client.staff.findMany({ where: { id: { in: ids } } });
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  return rows.map(({ version, rules, createdAt, createdBy }) => ({
    version,
    rules: rules as unknown as DeadlineRules,
    at: Temporal.Instant.fromEpochMilliseconds(createdAt.getTime()),
    by: createdBy && (names.get(createdBy) ?? null),
  }));
}

/** The rules that new tickets get. */
export function currentRules(tx: Tx): Promise<RulesVersion> {
  return once(tx, 'deadline rules', async (client) => {
    const row = await client.deadlineRules.findFirstOrThrow({ orderBy: { version: 'desc' } });
    return { version: row.version, rules: row.rules as unknown as DeadlineRules };
  });
}

/** The rules in force, and nobody else changes them until the end of this transaction. */
export async function lockRules(tx: Tx): Promise<RulesVersion> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('deadline rules', 0))`;
  tx.memo.delete('deadline rules');
  return currentRules(tx);
}

/** Adds a version, which new tickets get from now on; returns its number. */
export async function addRules(
  tx: Tx,
  rules: DeadlineRules,
  staffId: string,
  now: Temporal.Instant,
): Promise<number> {
  const client = await sql(tx);
  const row = await client.deadlineRules.create({
    data: { rules: rules as object, createdBy: staffId, createdAt: toDate(now) },
  });
  tx.memo.delete('deadline rules');
  return row.version;
}

/** The rules as they were in this version. */
export function rulesOf(tx: Tx, version: number): Promise<DeadlineRules> {
  return once(tx, `deadline rules ${version}`, async (client) => {
    const row = await client.deadlineRules.findUniqueOrThrow({ where: { version } });
    return row.rules as unknown as DeadlineRules;
  });
}

/** The deadlines of a ticket opened now, and when people are told of them. */
export async function newDeadlines(
  tx: Tx,
  ticket: { need: Need; urgency: Urgency; teamId: string | null },
  now: Temporal.Instant,
): Promise<{ deadlines: Deadlines; steps: Steps | null }> {
  const { version, rules } = await currentRules(tx);
  const deadlines = startDeadlines(ticket, rules, version, now);
  return { deadlines, steps: stepsOf({ ...ticket, ...deadlines, answeredAt: null }, rules) };
}

/** What a change does to a ticket's deadlines, and to the telling. */
export async function changedDeadlines(
  tx: Tx,
  before: Dated,
  change: Partial<Dated>,
  now: Temporal.Instant,
): Promise<Consequence> {
  if (before.ruleVersion === null) return { deadlines: {} };
  return deadlinesAfter(before, change, await rulesOf(tx, before.ruleVersion), now);
}
