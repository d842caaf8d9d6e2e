/**
 * When people are told of a ticket's deadline. A row of its own for each ticket: telling of thousands at once touches
 * these few columns, and not the tickets with all their indexes.
 */
import { toIso } from '../clock.ts';
import type { Plan, Steps } from '../domain/deadlines.ts';
import { append, sql, type Tx } from './transaction.ts';

/** Plans the telling for a new ticket. */
export function addEscalation(tx: Tx, ticketId: string, { ownerAt, leadAt, supervisorAt }: Steps): void {
  append(tx, 'escalation', {
    ticket_id: ticketId,
    step: 0,
    owner_at: toIso(ownerAt),
    lead_at: toIso(leadAt),
    supervisor_at: toIso(supervisorAt),
    next_at: toIso(ownerAt),
  });
}

/** Plans it anew after a change. */
export async function planEscalation(tx: Tx, ticketId: string, { steps, isKnown }: Plan): Promise<void> {
  const client = await sql(tx);
  if (!steps) {
    await client.$executeRaw`
      update escalation set next_at = null, step = case when ${isKnown} then step else 0 end
      where ticket_id = ${ticketId}::uuid`;
    return;
  }
  const { ownerAt, leadAt, supervisorAt } = steps;
  await client.$executeRawUnsafe(
    `insert into escalation as e (ticket_id, step, owner_at, lead_at, supervisor_at, next_at)
     values ($1::uuid, 0, $2::timestamptz, $3::timestamptz, $4::timestamptz, $2::timestamptz)
     on conflict (ticket_id) do update set owner_at = excluded.owner_at, lead_at = excluded.lead_at,
       supervisor_at = excluded.supervisor_at, step = case when $5::boolean then e.step else 0 end,
       next_at = (array[excluded.owner_at, excluded.lead_at, excluded.supervisor_at])[
         1 + case when $5::boolean then e.step else 0 end]`,
    ticketId,
    toIso(ownerAt),
    toIso(leadAt),
    toIso(supervisorAt),
    isKnown,
  );
}

/** When somebody is to be told next; undefined while nobody is. */
export async function nextStepAt(tx: Tx): Promise<Temporal.Instant | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ at: Date }[]>`
    select next_at as at from escalation where next_at is not null order by next_at limit 1`;
  const at = rows[0]?.at;
  return at && Temporal.Instant.fromEpochMilliseconds(at.getTime());
}

/** Tickets of one owner and team for which the same steps have just been taken, most pressing first. */
export interface Told {
  readonly ownerId: string | null;
  readonly teamId: string | null;
  /** Steps taken before and now: 1 owner, 2 shift lead, 3 supervisors. */
  readonly before: number;
  readonly step: number;
  readonly count: number;
  /** Ids of the first of them. */
  readonly tickets: readonly string[];
}

/** More at once are left to the next look. */
const MOST = 100_000;
/** Tickets of a group that are named. */
const NAMED = 20;

/**
 * Emergencies first, then by the deadline in force (to the second), then by number: in one number, because comparing
 * 100,000 tickets by three columns takes longer than all the rest of what is read of them.
 */
const PRESSING = `case t.urgency when 'emergency' then 0 else 1::bigint << 62 end
  + (floor(date_part('epoch', t.due_at))::bigint << 29) + t.number`;

/** Takes every step that is due and not taken, of all tickets in one statement; who is told of what comes back. */
export async function takeSteps(tx: Tx, now: Temporal.Instant): Promise<Told[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<Told[]>(
    `with due as materialized (
       select ticket_id, step as before, supervisor_at, lead_at,
         case when supervisor_at <= $1::timestamptz then 3 when lead_at <= $1::timestamptz then 2 else 1 end as step
       from escalation where next_at <= $1::timestamptz order by next_at limit ${MOST} for update skip locked
     ), taken as (
       update escalation e set step = due.step,
         next_at = case due.step when 1 then due.lead_at when 2 then due.supervisor_at end
       from due where e.ticket_id = due.ticket_id returning e.ticket_id, due.before, due.step
     ), noted as (
       insert into audit (at, actor, action, ticket_id, before, after)
       select $1::timestamptz, 'system', 'ticket.escalate', ticket_id, said[1 + before], said[1 + step] from taken,
         (select array['{"step": 0}', '{"step": 1}', '{"step": 2}', '{"step": 3}']::jsonb[] as said) steps
     ), found as (
       select t.id, t.owner_id, t.team_id, taken.before, taken.step, ${PRESSING} as pressing
       from taken join ticket t on t.id = taken.ticket_id
     )
     select owner_id::text as "ownerId", team_id::text as "teamId", before, step, count(*)::int as count,
       to_jsonb((array_agg(id order by pressing))[1:${NAMED}]) as tickets
     from found group by owner_id, team_id, before, step order by step desc, owner_id, team_id`,
    now.toString(),
  );
}
