/** The tickets that a daily report names, and what shifts carry over. Counts of tickets are figures.ts's. */
import { toIso } from '../clock.ts';
import type { TicketLine } from '../domain/report/snapshot.ts';
import { OPEN_STATES, WAITING_STATES } from '../domain/ticket.ts';
import { type Reader, sql } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');
const WAITING = WAITING_STATES.map((state) => `'${state}'`).join(', ');

/** $1 is the scope's site; null stands for all. */
const IN_SCOPE = `($1::uuid is null or e.site_id = $1::uuid)`;
const EPISODES = `ticket t join ticket_episode e on e.ticket_id = t.id left join site si on si.id = e.site_id`;
const LINE = `t.number, t.urgency, case when t.restricted then null else t.need end as need, si.name as site, t.state`;

/** Emergencies of a stretch of time. */
export interface EmergencyCounts {
  readonly opened: number;
  readonly settled: number;
  /** At its end. */
  readonly open: number;
}

/** Counts emergencies of one site, or of all, that came up, were settled, or are open at the end. */
export async function countEmergencies(
  db: Reader,
  siteIds: readonly (string | null)[],
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<EmergencyCounts> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<EmergencyCounts[]>(
    `select count(*) filter (where e.started_at >= $2::timestamptz)::int as opened,
       count(*) filter (where e.ended_at >= $2::timestamptz and e.ended_at < $3::timestamptz)::int as settled,
       count(*) filter (where e.ended_at is null or e.ended_at >= $3::timestamptz)::int as open
     from ${EPISODES}
     where t.urgency = 'emergency' and e.started_at < $3::timestamptz
       and (e.ended_at is null or e.ended_at >= $2::timestamptz)
       and (e.site_id = any($1::uuid[]) or ($4::boolean and e.site_id is null))`,
    siteIds.filter((id) => id !== null),
    toIso(from),
    toIso(to),
    siteIds.includes(null),
  );
  return row ?? { opened: 0, settled: 0, open: 0 };
}

/** Emergencies that came up from a moment to another, or are open at the end, oldest first. */
export async function listEmergencies(
  db: Reader,
  siteId: string | null,
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
  most: number,
): Promise<TicketLine[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<TicketLine[]>(
    `select ${LINE} from ${EPISODES}
     where t.urgency = 'emergency' and ${IN_SCOPE} and e.started_at < $3::timestamptz
       and (e.started_at >= $2::timestamptz or e.ended_at is null or e.ended_at >= $3::timestamptz)
     group by t.id, si.name order by min(e.started_at), t.number limit $4::int`,
    siteId,
    toIso(from),
    toIso(to),
    most,
  );
}

/** Open tickets past their deadline that are no emergencies, longest overdue first. */
export async function listOverdue(
  db: Reader,
  siteId: string | null,
  now: Temporal.Instant,
  most: number,
): Promise<TicketLine[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<TicketLine[]>(
    `select ${LINE} from ${EPISODES}
     where t.state in (${OPEN}) and e.ended_at is null and t.urgency <> 'emergency' and t.due_at < $2::timestamptz
       and t.paused_at is null and ${IN_SCOPE}
     order by t.due_at, t.number limit $3::int`,
    siteId,
    toIso(now),
    most,
  );
}

/** What the next shifts are left with, as it is now. */
export interface CarriedCounts {
  readonly unclaimed: number;
  readonly waiting: number;
  readonly promises: number;
  readonly handovers: number;
}

/** Of one site, or of all; handovers are those of one team, or of all where no team is named. */
export async function countCarried(
  db: Reader,
  siteId: string | null,
  teamId: string | null,
): Promise<CarriedCounts> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<CarriedCounts[]>(
    `select count(*) filter (where t.owner_id is null)::int as unclaimed,
       count(*) filter (where t.state in (${WAITING}))::int as waiting,
       (select count(*)::int from promise pr join ticket t on t.id = pr.ticket_id join person p on p.id = t.person_id
        where pr.kept_at is null and ($1::uuid is null or coalesce(t.site_id, p.site_id) = $1::uuid)) as promises,
       (select count(*)::int from handover h where h.accepted_at is null
        and ($2::uuid is null or h.team_id = $2::uuid)
        and not exists (select 1 from handover n where n.team_id = h.team_id and n.number > h.number)) as handovers
     from ${EPISODES} where t.state in (${OPEN}) and e.ended_at is null and ${IN_SCOPE}`,
    siteId,
    teamId,
  );
  return row ?? { unclaimed: 0, waiting: 0, promises: 0, handovers: 0 };
}
