/** The tickets that a handover sheet is made of. */
import type { SheetTicket } from '../domain/handover.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

/** A ticket as a sheet needs it. */
export interface HandedTicket extends SheetTicket {
  readonly summary: string;
  readonly waitingOn: string | null;
  readonly dueAt: Temporal.Instant | null;
  readonly chaseAt: Temporal.Instant | null;
  readonly pausedAt: Temporal.Instant | null;
  readonly openedAt: Temporal.Instant;
}

const TICKET = `
  select jsonb_build_object('number', t.number, 'urgency', t.urgency, 'need', t.need, 'restricted', t.restricted,
    'room', p.room, 'site', s.name, 'state', t.state, 'ownerId', t.owner_id, 'owner', o.name, 'summary', t.summary,
    'waitingOn', t.waiting_on, 'due_at', t.due_at, 'chase_at', t.chase_at, 'paused_at', t.paused_at,
    'opened_at', t.opened_at) as row
  from ticket t join person p on p.id = t.person_id left join site s on s.id = coalesce(t.site_id, p.site_id)
  left join staff o on o.id = t.owner_id`;

/** What no team has is the default team's to look after. */
const OF_TEAM = `(t.team_id = $1::uuid or (t.team_id is null and exists (
  select 1 from team d where d.id = $1::uuid and d.is_default)))`;

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

async function selectTickets(tx: Tx, rest: string, ...params: unknown[]): Promise<HandedTicket[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `${TICKET} ${rest}`,
    ...params,
  );
  return rows.map(({ row }) => toRecord<HandedTicket>(row));
}

/** A team's open tickets, emergencies first, then by deadline, and how many there are beyond `most`. */
export const listTeamTickets = (tx: Tx, teamId: string, most: number): Promise<HandedTicket[]> =>
  selectTickets(
    tx,
    `where ${OF_TEAM} and t.state in (${OPEN})
     order by t.urgency = 'emergency' desc, t.due_at, t.number limit $2`,
    teamId,
    most,
  );

/** How many open tickets a team has, how many of them are nobody's, and how many are late. */
export async function countTeamTickets(
  tx: Tx,
  teamId: string,
  now: Temporal.Instant,
): Promise<{ open: number; free: number; late: number }> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ open: number; free: number; late: number }[]>(
    `select count(*)::int as open, count(*) filter (where t.owner_id is null)::int as free,
       count(*) filter (where t.due_at <= $2::timestamptz and t.paused_at is null)::int as late
     from ticket t where ${OF_TEAM} and t.state in (${OPEN})`,
    teamId,
    now.toString(),
  );
  return rows[0] ?? { open: 0, free: 0, late: 0 };
}

/** A team's emergencies that came up or were settled in this time, settled ones included. */
export const listTeamEmergencies = (
  tx: Tx,
  teamId: string,
  from: Temporal.Instant,
  most: number,
): Promise<HandedTicket[]> =>
  selectTickets(
    tx,
    `where ${OF_TEAM} and t.urgency = 'emergency' and t.state <> 'merged'
       and (t.opened_at >= $2::timestamptz or t.resolved_at >= $2::timestamptz or t.state in (${OPEN}))
     order by t.opened_at limit $3`,
    teamId,
    from.toString(),
    most,
  );
