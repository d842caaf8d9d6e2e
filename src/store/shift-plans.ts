/** The plans by which teams work in shifts. */
import type { ShiftPlan } from '../domain/shift-plan.ts';
import { forgetDuty } from './duty.ts';
import { sql, type Tx } from './transaction.ts';

/** A team and the plan it works by. */
export interface PlannedTeam {
  readonly id: string;
  readonly name: string;
  readonly shiftPlan: ShiftPlan;
  /** When its last shift ends; null while it has none. */
  readonly endsAt: Temporal.Instant | null;
}

/** Every team that works in shifts, by name. */
export async function listPlannedTeams(tx: Tx): Promise<PlannedTeam[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ id: string; name: string; plan: ShiftPlan; ends: string | null }[]>`
    select t.id::text, t.name, t.shift_plan as plan,
      (select to_jsonb(s.ends_at)#>>'{}' from shift s where s.team_id = t.id order by s.starts_at desc limit 1) as ends
    from team t where t.shift_plan is not null order by t.name`;
  return rows.map(({ id, name, plan, ends }) => ({
    id,
    name,
    shiftPlan: plan,
    endsAt: ends ? Temporal.Instant.from(ends) : null,
  }));
}

/** Holds off everybody else who would change a team's shifts, until the end of this transaction. */
export async function lockShifts(tx: Tx, teamId: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`select 1 from team where id = ${teamId}::uuid for update`;
}

/** Sets the plan a team works by; null when somebody is always there. */
export async function savePlan(tx: Tx, teamId: string, plan: ShiftPlan | null): Promise<void> {
  const client = await sql(tx);
  const shiftPlan = plan ? JSON.stringify(plan) : null;
  await client.$executeRaw`update team set shift_plan = ${shiftPlan}::jsonb where id = ${teamId}::uuid`;
  forgetDuty(tx);
}
