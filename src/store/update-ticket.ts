/** One compare-and-set on a ticket's row. */
import type { State } from '../domain/ticket.ts';
import { sql, type Tx } from './transaction.ts';

/** What must still be so for a change to happen. */
export interface Guard {
  readonly states?: readonly State[];
  readonly ownerId?: string | null;
  readonly proposedOwnerId?: string | null;
  readonly proposedTeamId?: string | null;
  readonly version?: number;
}

/** Sets these columns if the guard holds, and counts the version up; the new row, or undefined. */
export async function updateTicket(
  tx: Tx,
  id: string,
  guard: Guard,
  change: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> {
  const params: unknown[] = [id];
  const sets = Object.entries(change).map(
    ([column, value]) => `"${column}" = $${params.push(value)}${CASTS[column] ?? ''}`,
  );
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `update ticket set ${[...sets, 'version = version + 1'].join(', ')}
     where id = $1::uuid ${conditions(guard, params)} returning to_jsonb(ticket) as row`,
    ...params,
  );
  return rows[0]?.row;
}

const CASTS: Record<string, string> = {
  owner_id: '::uuid',
  proposed_owner_id: '::uuid',
  proposed_team_id: '::uuid',
  site_id: '::uuid',
  team_id: '::uuid',
  due_at: '::timestamptz',
  claimed_at: '::timestamptz',
  first_response_at: '::timestamptz',
  reopened_at: '::timestamptz',
  resolved_at: '::timestamptz',
  acknowledged_at: '::timestamptz',
  next_page_at: '::timestamptz',
  speaker_id: '::uuid',
  about_staff_id: '::uuid',
  merged_into_id: '::uuid',
  waiting_since_at: '::timestamptz',
  chase_at: '::timestamptz',
  answered_at: '::timestamptz',
  response_due_at: '::timestamptz',
  resolution_due_at: '::timestamptz',
  paused_at: '::timestamptz',
};

function conditions(guard: Guard, params: unknown[]): string {
  const parts: string[] = [];
  if (guard.states) parts.push(`state = any($${params.push([...guard.states])}::text[])`);
  if (guard.ownerId !== undefined)
    parts.push(`owner_id is not distinct from $${params.push(guard.ownerId)}::uuid`);
  if (guard.proposedOwnerId !== undefined) {
    parts.push(`proposed_owner_id is not distinct from $${params.push(guard.proposedOwnerId)}::uuid`);
  }
  if (guard.proposedTeamId !== undefined) {
    parts.push(`proposed_team_id is not distinct from $${params.push(guard.proposedTeamId)}::uuid`);
  }
  if (guard.version !== undefined) parts.push(`version = $${params.push(guard.version)}::int`);
  return parts.map((part) => `and ${part}`).join(' ');
}
