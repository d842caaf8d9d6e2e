/** The deadline rules, by version, and what they make of a ticket. */
import {
  type Dated,
  type DeadlineRules,
  type Deadlines,
  deadlinesAfter,
  startDeadlines,
} from '../domain/deadlines.ts';
import type { Need, Urgency } from '../domain/need.ts';
import { once, type Tx } from './transaction.ts';

/** One version of the rules. */
export interface RulesVersion {
  readonly version: number;
  readonly rules: DeadlineRules;
}

/** The rules that new tickets get. */
export function currentRules(tx: Tx): Promise<RulesVersion> {
  return once(tx, 'deadline rules', async (client) => {
    const row = await client.deadlineRules.findFirstOrThrow({ orderBy: { version: 'desc' } });
    return { version: row.version, rules: row.rules as unknown as DeadlineRules };
  });
}

/** The rules as they were in this version. */
export function rulesOf(tx: Tx, version: number): Promise<DeadlineRules> {
  return once(tx, `deadline rules ${version}`, async (client) => {
    const row = await client.deadlineRules.findUniqueOrThrow({ where: { version } });
    return row.rules as unknown as DeadlineRules;
  });
}

/** The deadlines of a ticket opened now. */
export async function newDeadlines(
  tx: Tx,
  ticket: { need: Need; urgency: Urgency; teamId: string | null },
  now: Temporal.Instant,
): Promise<Deadlines> {
  const { version, rules } = await currentRules(tx);
  return startDeadlines(ticket, rules, version, now);
}

/** What a change does to a ticket's deadlines. */
export async function changedDeadlines(
  tx: Tx,
  before: Dated,
  change: Partial<Dated>,
  now: Temporal.Instant,
): Promise<Partial<Deadlines>> {
  if (before.ruleVersion === null) return {};
  return deadlinesAfter(before, change, await rulesOf(tx, before.ruleVersion), now);
}
