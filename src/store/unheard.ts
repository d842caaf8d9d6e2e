/**
 * Who was heard from, and who was not: worked out from the stays, so that it is exact whatever was asked or missed.
 *
 * Who was heard from today, by anything a stay is counted by: `countCheckIns`, or in a statement of one's own
 * `left join check_in c on c.person_id = s.person_id and c.day >= r.day and c.state = 'answered'`, where `r.day` is the
 * day in force at the stay's site (`dayInForce` of src/domain/check-in/hours.ts).
 */
import { FEVER, FRAIL } from '../domain/check-in/thresholds.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { DAYS, type Day, daysParameter, HERE, NOWHERE, SAME_SITE } from './check-in-days.ts';
import { type PersonRecord, toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** Somebody who was not heard from. */
export interface Unheard {
  readonly personId: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly siteId: string | null;
  readonly askedAt: Temporal.Instant | null;
  readonly remindedAt: Temporal.Instant | null;
  /** The day they were last heard from; null for never. */
  readonly heardOn: string | null;
}

interface UnheardRow extends Omit<Unheard, 'askedAt' | 'remindedAt'> {
  askedAt: Date | null;
  remindedAt: Date | null;
}

const instant = (at: Date | null): Temporal.Instant | null =>
  at && Temporal.Instant.fromEpochMilliseconds(new Date(at).getTime());

/** Everybody who is here and has not answered on the day in force or since, whether asked or not; by site and room. */
export async function listUnheard(
  db: Reader,
  days: readonly Day[],
  page: { readonly from: number; readonly most: number },
): Promise<Unheard[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<UnheardRow[]>(
    `with ${DAYS}
     select p.id::text as "personId", p.name, p.room, s.site_id::text as "siteId", c.asked_at as "askedAt",
       c.reminded_at as "remindedAt",
       (select max(h.day)::text from check_in h where h.person_id = p.id and h.state = 'answered') as "heardOn"
     from r join stay s on ${SAME_SITE} join person p on p.id = s.person_id
     left join site si on si.id = s.site_id
     left join check_in c on c.person_id = p.id and c.day = r.day
     where ${HERE} and not exists (
       select 1 from check_in h where h.person_id = p.id and h.day >= r.day and h.state = 'answered')
     order by si.name nulls last, length(p.room), p.room, p.name, p.id offset $2::int limit $3::int`,
    daysParameter(days),
    page.from,
    page.most,
  );
  return rows.map((row) => ({
    ...row,
    askedAt: instant(row.askedAt),
    remindedAt: instant(row.remindedAt),
  }));
}

/** How many of those who are here were asked, were heard from, and were not well, by what a stay is counted by. */
export interface CheckInCount {
  /** A site's id, a flight or a jurisdiction; null where a stay has none. */
  readonly key: string | null;
  readonly here: number;
  readonly asked: number;
  readonly heard: number;
  readonly unwell: number;
}

const KEYS = { site: 's.site_id::text', flight: 's.flight', jurisdiction: 'p.jurisdiction' } as const;

/** Counts everybody who is here; who is here and not heard is exactly who `listUnheard` names. */
export async function countCheckIns(
  db: Reader,
  days: readonly Day[],
  by: keyof typeof KEYS,
): Promise<CheckInCount[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<CheckInCount[]>(
    `with ${DAYS}, people as (
       select ${KEYS[by]} as key, c.asked_at is not null as asked, h.answered_at is not null as heard,
         coalesce(cardinality(h.symptoms) > 0 or h.temperature >= ${FEVER}, false) as unwell
       from r join stay s on ${SAME_SITE} join person p on p.id = s.person_id
       left join check_in c on c.person_id = p.id and c.day = r.day
       left join lateral (select * from check_in h where h.person_id = p.id and h.day >= r.day
         and h.state = 'answered' order by h.day desc limit 1) h on true
       where ${HERE}
     )
     select key, count(*)::int as here, count(*) filter (where asked)::int as asked,
       count(*) filter (where heard)::int as heard, count(*) filter (where unwell)::int as unwell
     from people group by key order by key`,
    daysParameter(days),
  );
}

/** Somebody who has been silent for two days. */
export interface Silent {
  readonly person: PersonRecord;
  readonly day: string;
  readonly isFrail: boolean;
  readonly heardOn: string | null;
}

/**
 * Those on a call list of these days who did not answer the day before either and have no ticket of their own for it,
 * the frail first. Whoever never had an account is on the list every day; only the frail among them get a ticket.
 */
export async function listSilent(tx: Tx, days: readonly Day[], most: number): Promise<Silent[]> {
  if (days.length === 0) return [];
  const client = await sql(tx);
  const frail = `exists (select 1 from care_flag f where f.person_id = p.id and f.kind in (${FRAIL.map((kind) => `'${kind}'`).join(', ')}))`;
  const rows = await client.$queryRawUnsafe<(Omit<Silent, 'person'> & { person: Record<string, unknown> })[]>(
    `with ${DAYS}
     select to_jsonb(p) as person, c.day::text as day, ${frail} as "isFrail",
       (select max(h.day)::text from check_in h where h.person_id = p.id and h.state = 'answered') as "heardOn"
     from r join check_in c on c.day = r.day and c.state = 'asked' and c.call_at is not null
       and c.call_ticket_id is null and coalesce(c.site_id, ${NOWHERE}) = coalesce(r.site_id, ${NOWHERE})
     join check_in y on y.person_id = c.person_id and y.day = c.day - 1 and y.state = 'asked'
     join person p on p.id = c.person_id
     where (c.asked_at is not null or ${frail})
     order by ${frail} desc, p.id limit $2::int for update of c skip locked`,
    daysParameter(days),
    most,
  );
  return rows.map(({ person, ...row }) => ({ ...row, person: toRecord<PersonRecord>(person) }));
}

/** The open ticket that somebody's earlier silence opened; undefined when there is none. */
export async function findCallTicket(tx: Tx, personId: string): Promise<string | undefined> {
  const client = await sql(tx);
  const [row] = await client.$queryRawUnsafe<{ id: string }[]>(
    `select t.id::text as id from check_in c join ticket t on t.id = c.call_ticket_id
     where c.person_id = $1::uuid and t.state in (${OPEN}) limit 1`,
    personId,
  );
  return row?.id;
}

/** Notes by which ticket the team was asked to look after somebody silent. */
export async function setCallTicket(
  tx: Tx,
  { personId, day }: { readonly personId: string; readonly day: string },
  ticketId: string,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update check_in set call_ticket_id = ${ticketId}::uuid where person_id = ${personId}::uuid and day = ${day}::date`;
}
