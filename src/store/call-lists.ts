/** Who of a site has to be called on one day: told to the team once, and taken on by one colleague. */
import { toIso } from '../clock.ts';
import type { Round } from '../domain/check-in/hours.ts';
import { sql, type Tx } from './transaction.ts';

/** A list as the team sees it. */
export interface CallList {
  /** `<day>:<site id, or a hyphen>` */
  readonly key: string;
  readonly siteId: string | null;
  readonly day: string;
  readonly teamId: string | null;
  readonly count: number;
  /** Who calls, by name; null while nobody does. */
  readonly takenBy: string | null;
  readonly takenAt: Temporal.Instant | null;
}

/** What a day's list of a site is found by. */
export const callListKey = ({ siteId, day }: Pick<Round, 'siteId' | 'day'>): string =>
  `${day.toString()}:${siteId ?? '-'}`;

/** Those of these rounds for which no list was made yet. */
export async function withoutCallList(tx: Tx, rounds: readonly Round[]): Promise<Round[]> {
  if (rounds.length === 0) return [];
  const client = await sql(tx);
  const rows = await client.callList.findMany({
    where: { key: { in: rounds.map(callListKey) } },
    select: { key: true },
  });
  const made = new Set(rows.map(({ key }) => key));
  return rounds.filter((round) => !made.has(callListKey(round)));
}

/** Those who have to be called. */
export interface ToCall {
  readonly rooms: readonly (string | null)[];
  /** How many of them could never be asked. */
  readonly unreached: number;
}

/**
 * Makes a day's list of everybody who has not answered, those excepted who were asked after `since`: undefined when it
 * was made before.
 */
export async function openCallList(
  tx: Tx,
  round: Round,
  { since, teamId, now }: { since: Temporal.Instant; teamId: string | null; now: Temporal.Instant },
): Promise<ToCall | undefined> {
  const client = await sql(tx);
  const key = callListKey(round);
  const day = round.day.toString();
  const added = await client.$executeRaw`
    insert into call_list (key, site_id, day, team_id, count, posted_at)
    values (${key}, ${round.siteId}::uuid, ${day}::date, ${teamId}::uuid, 0, ${toIso(now)}::timestamptz)
    on conflict do nothing`;
  if (added === 0) return undefined;
  const rows = await client.$queryRaw<{ room: string | null; asked: boolean }[]>`
    with called as (
      update check_in c set call_at = ${toIso(now)}::timestamptz from stay s
      where c.day = ${day}::date and c.state = 'asked' and c.site_id is not distinct from ${round.siteId}::uuid
        and (c.asked_at is null or c.asked_at <= ${toIso(since)}::timestamptz)
        and s.person_id = c.person_id and s.state = 'here' and s.ended_at is null
      returning c.person_id, c.asked_at
    )
    select p.room, c.asked_at is not null as asked from called c join person p on p.id = c.person_id
    order by length(p.room), p.room`;
  await client.$executeRaw`update call_list set count = ${rows.length}::int where key = ${key}`;
  return { rooms: rows.map(({ room }) => room), unreached: rows.filter(({ asked }) => !asked).length };
}

const SELECT = `select l.key, l.site_id::text as "siteId", l.day::text as day, l.team_id::text as "teamId", l.count,
  st.name as "takenBy", l.taken_at as "takenAt" from call_list l left join staff st on st.id = l.taken_by`;

type Row = Omit<CallList, 'takenAt'> & { takenAt: Date | null };

const toList = (row: Row): CallList => ({
  ...row,
  takenAt: row.takenAt && Temporal.Instant.fromEpochMilliseconds(new Date(row.takenAt).getTime()),
});

/** The list with this key. */
export async function findCallList(tx: Tx, key: string): Promise<CallList | undefined> {
  const client = await sql(tx);
  const [row] = await client.$queryRawUnsafe<Row[]>(`${SELECT} where l.key = $1`, key);
  return row && toList(row);
}

/** One colleague calls them; false when somebody does already. */
export async function takeCallList(
  tx: Tx,
  key: string,
  staffId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const taken = await client.$executeRaw`
    update call_list set taken_by = ${staffId}::uuid, taken_at = ${toIso(now)}::timestamptz
    where key = ${key} and taken_by is null`;
  return taken > 0;
}

/** Lists that nobody has taken on between these moments, and whose lead was not told: they are told now. */
export async function takeUntaken(
  tx: Tx,
  posted: { readonly after: Temporal.Instant; readonly before: Temporal.Instant },
  now: Temporal.Instant,
): Promise<CallList[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ key: string }[]>(
    `update call_list set lead_told_at = $3::timestamptz where taken_by is null and lead_told_at is null
       and count > 0 and posted_at > $1::timestamptz and posted_at <= $2::timestamptz returning key`,
    toIso(posted.after),
    toIso(posted.before),
    toIso(now),
  );
  if (rows.length === 0) return [];
  const keys = rows.map(({ key }) => key);
  return (await client.$queryRawUnsafe<Row[]>(`${SELECT} where l.key = any($1)`, keys)).map(toList);
}
