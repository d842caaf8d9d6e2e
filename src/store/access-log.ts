/** Which colleague read what of whom; nothing is ever changed or taken out of it. */
import { toIso } from '../clock.ts';
import type { Actor, StaffRole } from '../domain/actor.ts';
import { append, type Reader, sql, type Tx } from './transaction.ts';

/** What was read: a person's card, their numbers, a ticket, one that few may read, or data taken out of the program. */
export type Accessed = 'person' | 'numbers' | 'ticket' | 'restricted' | 'export';

/** One reading. */
export interface Access {
  readonly personId: string;
  readonly what: Accessed;
  readonly ticketId?: string | undefined;
  /** The account or page it was read on. */
  readonly channel?: string | undefined;
}

/** Notes that a colleague read something; for whoever is no colleague it does nothing. Costs one collected row. */
export function noteAccess(
  work: { readonly tx: Tx; readonly now: Temporal.Instant },
  actor: Actor,
  { personId, what, ticketId, channel }: Access,
): void {
  if (actor.role === 'traveller' || actor.role === 'system') return;
  append(work.tx, 'access_log', {
    at: toIso(work.now),
    staff_id: actor.id,
    person_id: personId,
    ticket_id: ticketId ?? null,
    what,
    channel: channel ?? null,
  });
}

/** Whether a colleague read this of a ticket since then. */
export async function wasRead(
  db: Reader,
  staffId: string,
  { personId, ticketId, what }: Access,
  since: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(db);
  const rows = await client.$queryRaw<unknown[]>`
    select 1 from access_log where person_id = ${personId}::uuid and ticket_id = ${ticketId}::uuid
      and staff_id = ${staffId}::uuid and what = ${what} and at >= ${toIso(since)}::timestamptz limit 1`;
  return rows.length > 0;
}

/** One line of the log. */
export interface AccessLine {
  readonly at: Temporal.Instant;
  readonly staff: string;
  readonly role: StaffRole;
  readonly what: Accessed;
  readonly number: number | null;
}

/** The latest readings of one person's data, newest first. */
export async function listAccess(db: Reader, personId: string, most: number): Promise<AccessLine[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<(Omit<AccessLine, 'at'> & { at: Date })[]>`
    select a.at, coalesce(s.name, '?') as staff, coalesce(s.role, 'liaison') as role, a.what, t.number
    from access_log a left join staff s on s.id = a.staff_id left join ticket t on t.id = a.ticket_id
    where a.person_id = ${personId}::uuid order by a.id desc limit ${most}`;
  return rows.map((row) => ({
    ...row,
    at: Temporal.Instant.fromEpochMilliseconds(new Date(row.at).getTime()),
  }));
}
