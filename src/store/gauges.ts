/** Figures of the moment for whoever watches over the program: how much waits, and how the tickets stand. */
import { toDate } from '../clock.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type Reader, sql } from './transaction.ts';

/** How much waits on one account; ages in seconds. */
export interface QueueGauge {
  readonly account: string;
  readonly count: number;
  readonly oldestSeconds: number;
}

/** The same of what is due to be sent, by lane: 0 emergency, 1 interactive, 2 bulk. */
export interface OutboxGauge extends QueueGauge {
  readonly lane: number;
}

/** Open tickets of one kind. */
export interface TicketGauge {
  readonly need: string;
  readonly urgency: string;
  readonly open: number;
  /** Those whose deadline has passed. */
  readonly overdue: number;
  /** Those that nobody has claimed. */
  readonly unclaimed: number;
}

/** Everything that is read at once. */
export interface Gauges {
  readonly inbox: readonly QueueGauge[];
  readonly outbox: readonly OutboxGauge[];
  readonly tickets: readonly TicketGauge[];
  /** Deadlines missed in the last 24 hours, by tickets answered or solved too late. */
  readonly missed: { readonly answers: number; readonly solutions: number };
  readonly accounts: readonly { readonly account: string; readonly isOnline: boolean }[];
  readonly alarms: readonly { readonly kind: string; readonly subject: string }[];
}

/** Written out, so that the index of open tickets serves. */
const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

const AGE = (since: string): string => `greatest(0, extract(epoch from $1::timestamptz - ${since}))::float8`;

/** Each statement reads a partial index of what is not done yet, so that old tickets and messages cost nothing. */
const STATEMENTS = {
  inbox: `select account, count(*)::int as count, ${AGE('min(received_at)')} as "oldestSeconds"
    from inbound where state = 'pending' group by account order by account`,
  // One that is tried again was due when it was made, whenever its next try is.
  outbox: `select account, lane, count(*)::int as count,
      ${AGE('min(case when attempts > 0 then created_at else greatest(created_at, not_before) end)')} as "oldestSeconds"
    from outgoing where state = 'pending' and (attempts > 0 or not_before <= $1)
    group by account, lane order by account, lane`,
  tickets: `select need, urgency, count(*)::int as open,
      (count(*) filter (where due_at < $1 and paused_at is null))::int as overdue,
      (count(*) filter (where owner_id is null))::int as unclaimed
    from ticket where state in (${OPEN}) group by need, urgency order by need, urgency`,
  missed: `select
      (select count(*) from ticket where response_kept = false
         and answered_at > $1::timestamptz - interval '24 hours')::int as answers,
      (select count(*) from ticket where resolution_kept = false
         and resolved_at > $1::timestamptz - interval '24 hours')::int as solutions`,
  accounts: `select id as account, health = 'online' as "isOnline" from account where $1::timestamptz is not null
    order by id`,
  alarms: `select kind, subject from alarm where told_at <= $1 order by kind, subject`,
} as const satisfies Record<keyof Gauges, string>;

/** Reads the figures; a handful of short statements, not one transaction. */
export async function readGauges(db: Reader, now: Temporal.Instant): Promise<Gauges> {
  const client = await sql(db);
  const read = <T>(name: keyof Gauges): Promise<T[]> =>
    client.$queryRawUnsafe<T[]>(STATEMENTS[name], toDate(now));
  const [missed = { answers: 0, solutions: 0 }] = await read<Gauges['missed']>('missed');
  return {
    missed,
    inbox: await read('inbox'),
    outbox: await read('outbox'),
    tickets: await read('tickets'),
    accounts: await read('accounts'),
    alarms: await read('alarms'),
  };
}
