/** Questions that no entry answered, until staff settle them. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import { cutWords } from '../domain/faq.ts';
import { append, type Reader, sql, type Tx } from './transaction.ts';

/** A question as it was asked. */
export interface NewMiss {
  readonly question: string;
  readonly locale: string;
  readonly siteId: string | null;
  readonly personId: string | null;
  readonly ticketId: string | null;
}

/** Notes a question; collected, no statement of its own. */
export function noteMiss(tx: Tx, { question, locale, ...by }: NewMiss, now: Temporal.Instant): void {
  append(tx, 'faq_miss', {
    id: randomUUIDv7(),
    question,
    locale,
    site_id: by.siteId,
    person_id: by.personId,
    ticket_id: by.ticketId,
    asked_at: toIso(now),
  });
}

/** The same question, however often and in whatever order of words it was asked. */
export interface MissGroup {
  /** The first time it was asked. */
  readonly id: string;
  /** As it was asked last. */
  readonly question: string;
  readonly locale: string;
  readonly count: number;
  readonly lastAt: Temporal.Instant;
  /** Every way it was written, in lower case. */
  readonly wordings: readonly string[];
}

interface Row {
  readonly id: string;
  readonly wording: string;
  readonly question: string;
  readonly locale: string;
  readonly count: number;
  readonly last_at: Date;
}

/** So many wordings are put together. */
const MOST = 500;

/** What is not settled, the most frequent first; never the words of a ticket that became confidential. */
export async function listMisses(db: Reader): Promise<MissGroup[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<Row[]>`
    select min(m.id::text) as id, lower(m.question) as wording, count(*)::int as count, max(m.asked_at) as last_at,
      (array_agg(m.question order by m.asked_at desc))[1] as question,
      mode() within group (order by m.locale) as locale
    from faq_miss m left join ticket t on t.id = m.ticket_id
    where m.settled_at is null and t.restricted is not true
    group by lower(m.question) order by count desc, last_at desc limit ${MOST}`;
  const groups = new Map<string, MissGroup>();
  for (const { id, wording, question, locale, count, last_at } of rows) {
    const key = cutWords(wording).sort().join(' ') || wording;
    const lastAt = Temporal.Instant.fromEpochMilliseconds(new Date(last_at).getTime());
    const before = groups.get(key);
    groups.set(key, {
      id: before && before.id < id ? before.id : id,
      question: before?.question ?? question,
      locale: before?.locale ?? locale,
      count: (before?.count ?? 0) + count,
      lastAt: before && Temporal.Instant.compare(before.lastAt, lastAt) > 0 ? before.lastAt : lastAt,
      wordings: [...(before?.wordings ?? []), wording],
    });
  }
  return [...groups.values()].sort(
    (a, b) => b.count - a.count || Temporal.Instant.compare(b.lastAt, a.lastAt),
  );
}

/** Settles a question in all its wordings, by an entry where there is one. */
export async function settleMiss(
  tx: Tx,
  group: MissGroup,
  entryId: string | null,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update faq_miss set settled_at = ${now.toString()}::timestamptz, entry_id = ${entryId}::uuid
    where settled_at is null and lower(question) = any(${[...group.wordings]})`;
}

/** Forgets what was asked on a ticket that turned out to be confidential. */
export async function dropMisses(tx: Tx, ticketId: string): Promise<void> {
  const client = await sql(tx);
  await client.faqMiss.deleteMany({ where: { ticketId } });
}
