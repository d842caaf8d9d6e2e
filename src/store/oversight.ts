/** Whom the bot can tell in private when a ticket's owner does not act. */
import { leadOnDuty } from './duty.ts';
import { listStaffReach, type StaffReach } from './staff-reach.ts';
import type { Tx } from './transaction.ts';

/** Colleagues who have a private chat with the bot, by id. */
export async function listReachable(tx: Tx): Promise<ReadonlyMap<string, StaffReach>> {
  const reach = (await listStaffReach(tx)).filter((one) => one.privateChat !== null);
  return new Map(reach.map((one) => [one.staffId, one]));
}

/** The supervisors who can be told, or the administrators while there is no such supervisor. */
export async function overseers(tx: Tx): Promise<string[]> {
  const reach = [...(await listReachable(tx)).values()];
  const found = reach.filter((one) => one.role === 'supervisor');
  return (found.length > 0 ? found : reach.filter((one) => one.role === 'admin')).map((one) => one.staffId);
}

/** The lead who answers for a team now; without one who can be told, the overseers. */
export async function leadsFor(tx: Tx, teamId: string | null, now: Temporal.Instant): Promise<string[]> {
  const lead = teamId ? await leadOnDuty(tx, teamId, now) : undefined;
  return lead && (await listReachable(tx)).has(lead) ? [lead] : overseers(tx);
}
