/** What administrators are to be told of, how each account stands, and when it was last heard of. */
import { toDate } from '../clock.ts';
import type { AccountFacts, Alarm, AlarmKind } from '../domain/alarm.ts';
import type { Db } from './db.ts';
import { THROTTLED } from './outgoing.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A sign of life of an account that this process runs. */
export interface PulseRecord {
  readonly account: string;
  readonly seenAt: Temporal.Instant;
  readonly silentAfterMs: number;
  readonly problem: string | null;
}

/** Notes signs of life; accounts that nobody has heard of yet are left out. */
export async function recordPulses(db: Db, pulses: readonly PulseRecord[]): Promise<void> {
  const rows = pulses.map(({ account, seenAt, silentAfterMs, problem }) => ({
    id: account,
    seen_at: seenAt.toString(),
    silent_after_ms: Math.round(silentAfterMs),
    receiving_problem: problem,
  }));
  await db.$executeRaw`
    update account a set seen_at = r.seen_at, silent_after_ms = r.silent_after_ms,
      receiving_problem = r.receiving_problem
    from jsonb_populate_recordset(null::account, ${JSON.stringify(rows)}::jsonb) r where a.id = r.id`;
}

/** These accounts are not run any more, on purpose: their silence is no trouble. */
export async function forgetPulses(db: Db, accounts: readonly string[]): Promise<void> {
  const none = { seenAt: null, silentAfterMs: null, receivingProblem: null };
  await db.account.updateMany({ where: { id: { in: [...accounts] } }, data: none });
}

interface FactsRow {
  id: string;
  health: string;
  seen_at: Date | null;
  silent_after_ms: number | null;
  receiving_problem: string | null;
  answers_since: Date | null;
  bulk_since: Date | null;
  throttled_since: Date | null;
}

/** Since when the first message of a lane is due. One that is tried again was due when it was made, whenever its next try is. */
const OLDEST = (lane: number): string => `(
  select case when o.attempts > 0 then o.created_at else greatest(o.created_at, o.not_before) end from outgoing o
  where o.account = a.id and o.lane = ${lane} and o.state = 'pending' and (o.attempts > 0 or o.not_before <= $1)
  order by o.id limit 1)`;

/** How every account stands; a look at the oldest waiting messages of each, however many wait. */
export async function listAccountFacts(db: Reader, now: Temporal.Instant): Promise<AccountFacts[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<FactsRow[]>(
    `select a.id, a.health, a.seen_at, a.silent_after_ms, a.receiving_problem,
       least(${OLDEST(0)}, ${OLDEST(1)}) as answers_since, ${OLDEST(2)} as bulk_since,
       (select min(created_at) from outgoing o where o.account = a.id and o.state = 'pending' and o.attempts > 0
          and starts_with(o.error, '${THROTTLED}')) as throttled_since
     from account a order by a.id`,
    toDate(now),
  );
  return rows.map((row) => ({
    id: row.id,
    isOnline: row.health === 'online',
    seenAt: instant(row.seen_at),
    silentAfterMs: row.silent_after_ms,
    receivingProblem: row.receiving_problem,
    due: { answers: instant(row.answers_since), bulk: instant(row.bulk_since) },
    throttledSince: instant(row.throttled_since),
  }));
}

/** Every alarm there is. */
export async function listAlarms(db: Reader): Promise<Alarm[]> {
  const client = await sql(db);
  const rows = await client.alarm.findMany({ orderBy: [{ kind: 'asc' }, { subject: 'asc' }] });
  return rows.map((row) => ({
    kind: row.kind as AlarmKind,
    subject: row.subject,
    since: Temporal.Instant.fromEpochMilliseconds(row.sinceAt.getTime()),
    wellAt: instant(row.wellAt),
    toldAt: instant(row.toldAt),
  }));
}

/** Names one alarm. */
type Which = Pick<Alarm, 'kind' | 'subject'>;

/** Notes that trouble began; nothing happens where another process has noted it. */
export async function startAlarm(tx: Tx, { kind, subject }: Which, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  const data = [{ kind, subject, sinceAt: toDate(now) }];
  await client.alarm.createMany({ data, skipDuplicates: true });
}

/** Notes that it is being told; false when another process does. */
export async function markAlarmTold(
  tx: Tx,
  { kind, subject }: Which,
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const where = { kind, subject, toldAt: null };
  const { count } = await client.alarm.updateMany({ where, data: { toldAt: toDate(now) } });
  return count > 0;
}

/** Notes since when it is well again, or that it is not after all. */
export async function markAlarmWell(
  tx: Tx,
  { kind, subject }: Which,
  at: Temporal.Instant | null,
): Promise<void> {
  const client = await sql(tx);
  await client.alarm.updateMany({ where: { kind, subject }, data: { wellAt: at && toDate(at) } });
}

/** Ends an alarm; false when another process has. */
export async function endAlarm(tx: Tx, { kind, subject }: Which): Promise<boolean> {
  const client = await sql(tx);
  return (await client.alarm.deleteMany({ where: { kind, subject } })).count > 0;
}

const instant = (date: Date | null): Temporal.Instant | null =>
  date && Temporal.Instant.fromEpochMilliseconds(new Date(date).getTime());
