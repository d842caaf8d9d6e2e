/** Entries of the FAQ, and finding them: PostgreSQL's full-text search over words that src/domain/faq cut. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import { cutWords, type FaqTerm } from '../domain/faq.ts';
import type { Db, Tx as SqlTx } from './db.ts';
import { once, type Reader, sql, type Tx } from './transaction.ts';

/** An entry in one language. */
export interface FaqText {
  readonly question: string;
  readonly answer: string;
}

/** The notice that an entry comes from. */
export interface FaqNotice {
  readonly id: string;
  readonly issuer: string;
  readonly number: number | null;
  readonly state: string;
}

/** An entry with everything that is told of it. */
export interface FaqEntry extends FaqTerm {
  readonly id: string;
  readonly number: number;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly jurisdiction: string | null;
  readonly notice: FaqNotice | null;
  readonly source: string | null;
  readonly datedOn: Temporal.PlainDate;
  /** How many people said that it helped them. */
  readonly helped: number;
  readonly texts: Readonly<Record<string, FaqText>>;
}

/** Whom an entry is for, and on which day. */
export interface FaqReader {
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  readonly today: Temporal.PlainDate;
}

/** What may be set of an entry besides its texts. */
export interface FaqFacts {
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  readonly noticeId: string | null;
  readonly source: string | null;
  readonly datedOn: Temporal.PlainDate;
  readonly validFrom: Temporal.PlainDate | null;
  readonly validTo: Temporal.PlainDate | null;
}

interface Row extends Omit<FaqEntry, 'datedOn' | 'validFrom' | 'validTo' | 'noticeState'> {
  readonly datedOn: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** No rows of these tables wait to be written: nothing collected needs to be written before they are read. */
const reader = (db: Reader): Db | SqlTx => ('rows' in db ? db.client : db);

/** `standingOf` in SQL, of an entry `e` and its notice `n` on the day $1, for somebody at the site $2 from $3. */
const HOLDS = `e.withdrawn_at is null
  and coalesce(e.valid_from <= $1::date, true) and coalesce(e.valid_to >= $1::date, true)
  and (e.notice_id is null or n.state in ('sending', 'sent'))
  and (e.site_id is null or e.site_id = $2::uuid)
  and (e.jurisdiction is null or lower(e.jurisdiction) = lower($3::text))`;

const SELECT = `select e.id::text, e.number, e.site_id::text as "siteId", s.name as "siteName", e.jurisdiction,
    e.notice_id::text as "noticeId", e.source, e.dated_on::text as "datedOn", e.valid_from::text as "validFrom",
    e.valid_to::text as "validTo", e.withdrawn_at is not null as "isWithdrawn",
    case when n.id is not null then
      jsonb_build_object('id', n.id, 'issuer', n.issuer, 'number', n.number, 'state', n.state) end as notice,
    (select count(*)::int from faq_help h where h.entry_id = e.id) as helped,
    (select jsonb_object_agg(t.locale, jsonb_build_object('question', t.question, 'answer', t.answer))
      from faq_text t where t.entry_id = e.id) as texts
  from faq_entry e left join notice n on n.id = e.notice_id left join site s on s.id = e.site_id`;

const paramsOf = ({ today, siteId, jurisdiction }: FaqReader): unknown[] => [
  today.toString(),
  siteId,
  jurisdiction,
];

function toEntry(row: Row): FaqEntry {
  const day = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text));
  return {
    ...row,
    texts: row.texts ?? {},
    datedOn: Temporal.PlainDate.from(row.datedOn),
    validFrom: day(row.validFrom),
    validTo: day(row.validTo),
    noticeState: row.notice?.state ?? null,
  };
}

/** What the search found: one entry in one language. */
export interface FaqFound {
  readonly number: number;
  readonly locale: string;
  readonly question: string;
  readonly words: string;
  readonly rank: number;
}

/** So many texts are looked at more closely, best first. */
const MOST_FOUND = 60;

/** The texts of entries that hold for this reader and share a word with `asked`, best first, and how many hold at all. */
export async function searchFaq(
  db: Reader,
  asked: readonly string[],
  of: FaqReader,
): Promise<{ found: FaqFound[]; total: number }> {
  if (asked.length === 0 || !(await hasEntries(db))) return { found: [], total: 0 };
  const rows = await reader(db).$queryRawUnsafe<(FaqFound & { total: number })[]>(
    `with holding as materialized (
       select e.id, e.number from faq_entry e left join notice n on n.id = e.notice_id where ${HOLDS})
     select h.number, t.locale, t.question, t.words, ts_rank(to_tsvector('simple', t.words), q)::float8 as rank,
       (select count(*)::int from faq_text a join holding on holding.id = a.entry_id) as total
     from holding h join faq_text t on t.entry_id = h.id, to_tsquery('simple', $4) q
     where to_tsvector('simple', t.words) @@ q order by rank desc, h.number, t.locale limit ${MOST_FOUND}`,
    ...paramsOf(of),
    asked.join(' | '),
  );
  return { found: rows, total: rows[0]?.total ?? 0 };
}

/** A house without entries is asked once for a whole batch of messages. */
const hasEntries = (db: Reader): Promise<boolean> =>
  once(db, 'faq.any', async (client) => (await client.faqEntry.findFirst({ select: { id: true } })) !== null);

/** The entry with this number if it holds for this reader. */
export async function findHolding(db: Reader, number: number, of: FaqReader): Promise<FaqEntry | undefined> {
  const rows = await reader(db).$queryRawUnsafe<Row[]>(
    `${SELECT} where ${HOLDS} and e.number = $4::int`,
    ...paramsOf(of),
    number,
  );
  return rows[0] && toEntry(rows[0]);
}

/** The entries that hold for this reader and helped most people, those in this language first. */
export async function listUseful(
  db: Reader,
  of: FaqReader,
  locale: string,
  most: number,
): Promise<FaqEntry[]> {
  const rows = await reader(db).$queryRawUnsafe<Row[]>(
    `${SELECT} where ${HOLDS} and exists (select 1 from faq_text t where t.entry_id = e.id)
     order by exists (select 1 from faq_text t where t.entry_id = e.id and t.locale = $4) desc,
       helped desc, e.updated_at desc, e.number desc limit $5`,
    ...paramsOf(of),
    locale,
    most,
  );
  return rows.map(toEntry);
}

/** The entry with this number, however it stands. */
export async function findEntry(db: Reader, number: number): Promise<FaqEntry | undefined> {
  const rows = await reader(db).$queryRawUnsafe<Row[]>(`${SELECT} where e.number = $1::int`, number);
  return rows[0] && toEntry(rows[0]);
}

/** Entries, the newest first: `most` of them from the place `from`, and how many there are. */
export async function listEntries(
  db: Reader,
  from: number,
  most: number,
): Promise<{ entries: FaqEntry[]; total: number }> {
  const rows = await reader(db).$queryRawUnsafe<Row[]>(
    `${SELECT} order by e.number desc offset $1 limit $2`,
    from,
    most,
  );
  return { entries: rows.map(toEntry), total: await reader(db).faqEntry.count() };
}

/** Adds an entry in one language; its number. */
export async function addEntry(
  tx: Tx,
  facts: FaqFacts,
  text: FaqText & { readonly locale: string },
  by: { readonly staffId: string; readonly now: Temporal.Instant },
): Promise<{ id: string; number: number }> {
  const id = randomUUIDv7();
  const at = toDate(by.now);
  const entry = await reader(tx).faqEntry.create({
    data: { id, ...toData(facts), createdBy: by.staffId, createdAt: at, updatedAt: at },
  });
  await setText(tx, { id }, text, by.now);
  tx.memo.delete('faq.any');
  return { id, number: entry.number };
}

function toData({ datedOn, validFrom, validTo, ...rest }: FaqFacts) {
  const day = (date: Temporal.PlainDate) => new Date(`${date.toString()}T00:00:00Z`);
  return {
    ...rest,
    datedOn: day(datedOn),
    validFrom: validFrom && day(validFrom),
    validTo: validTo && day(validTo),
  };
}

/** Sets what an entry says in one language. */
export async function setText(
  tx: Tx,
  { id }: { readonly id: string },
  { locale, question, answer }: FaqText & { readonly locale: string },
  now: Temporal.Instant,
): Promise<void> {
  const client = reader(tx);
  const text = { question, answer, words: cutWords(`${question}\n${answer}`).join(' ') };
  await client.faqText.upsert({
    where: { entryId_locale: { entryId: id, locale } },
    create: { entryId: id, locale, ...text },
    update: text,
  });
  await client.faqEntry.update({ where: { id }, data: { updatedAt: toDate(now) } });
}

/** Changes where an entry comes from, whom it is for and how long it holds. */
export async function changeEntry(
  tx: Tx,
  { id }: { readonly id: string },
  facts: FaqFacts,
  now: Temporal.Instant,
): Promise<void> {
  await reader(tx).faqEntry.update({ where: { id }, data: { ...toData(facts), updatedAt: toDate(now) } });
}

/** Takes an entry out, or puts it back. */
export async function withdrawEntry(
  tx: Tx,
  { id }: { readonly id: string },
  isWithdrawn: boolean,
  now: Temporal.Instant,
): Promise<void> {
  const withdrawnAt = isWithdrawn ? toDate(now) : null;
  await reader(tx).faqEntry.update({ where: { id }, data: { withdrawnAt, updatedAt: toDate(now) } });
}

/** Notes that an entry helped somebody: once for each of them. */
export async function noteHelp(
  tx: Tx,
  { id }: { readonly id: string },
  personId: string,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    insert into faq_help (entry_id, person_id, at) values (${id}::uuid, ${personId}::uuid, ${now.toString()}::timestamptz)
    on conflict do nothing`;
}

/** Notices with this number that were sent, of this issuer where one is named, and the day each was given out. */
export async function findNotices(
  db: Reader,
  number: number,
  issuer: string | undefined,
): Promise<(FaqNotice & { readonly givenOutAt: Temporal.Instant })[]> {
  const rows = await reader(db).$queryRaw<(FaqNotice & { at: Date })[]>`
    select id::text, issuer, number, state, coalesce(approved_at, created_at) as at from notice
    where number = ${number} and (${issuer ?? null}::text is null or lower(issuer) = lower(${issuer ?? null}::text))
    order by issuer`;
  return rows.map(({ at, ...notice }) => ({
    ...notice,
    givenOutAt: Temporal.Instant.fromEpochMilliseconds(new Date(at).getTime()),
  }));
}
