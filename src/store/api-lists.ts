/** Tickets, people and stays page by page, by what names them: what is added meanwhile is never skipped. */

import type { Need } from '../domain/need.ts';
import type { CareKind } from '../domain/roster.ts';
import type { StayState } from '../domain/roster-import.ts';
import { OPEN_STATES, type State } from '../domain/ticket.ts';
import { type TicketRecord, toRecord } from './records.ts';
import { type Reader, sql } from './transaction.ts';

/** Which tickets are listed. */
export interface TicketsPage {
  /** `open` are all those of which somebody still has to do something. */
  readonly state?: State | 'open' | undefined;
  readonly need?: Need | undefined;
  readonly siteId?: string | undefined;
  /** Changed, or said something on, at this moment or later. */
  readonly updatedSince?: Temporal.Instant | undefined;
  /** Who asks: confidential tickets are found by their need only by those who may read them. */
  readonly reader: { readonly id: string; readonly readsAll: boolean };
  /** The number behind which the page begins. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Tickets by number. */
export async function listTicketsPage(db: Reader, page: TicketsPage): Promise<TicketRecord[]> {
  const client = await sql(db);
  const params: unknown[] = [];
  const param = (value: unknown): string => `$${params.push(value)}`;
  const parts = [`t.number > ${param(page.after ?? 0)}::int`];
  if (page.state)
    parts.push(`t.state = any(${param(page.state === 'open' ? OPEN_STATES : [page.state])}::text[])`);
  if (page.siteId) {
    const site = param(page.siteId);
    parts.push(`(t.site_id = ${site}::uuid or (t.site_id is null and exists (
      select 1 from person p where p.id = t.person_id and p.site_id = ${site}::uuid)))`);
  }
  if (page.need) {
    parts.push(`t.need = ${param(page.need)}`);
    if (!page.reader.readsAll)
      parts.push(`(not t.restricted or t.owner_id = ${param(page.reader.id)}::uuid)`);
  }
  if (page.updatedSince) {
    const since = `${param(page.updatedSince.toString())}::timestamptz`;
    parts.push(`t.id in (select ticket_id from audit where at >= ${since} and action <> 'ticket.read'
      union select ticket_id from entry where at >= ${since})`);
  }
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where ${parts.join(' and ')}
     order by t.number limit ${param(page.limit)}::int`,
    ...params,
  );
  return rows.map(({ row }) => toRecord<TicketRecord>(row));
}

/** Who is listed. */
export interface PeoplePage {
  readonly siteId?: string | undefined;
  /** Of the latest stay. */
  readonly state?: StayState | undefined;
  /** The id behind which the page begins. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** One of them, without any number. */
export interface PageOfPeople {
  readonly id: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  readonly care: readonly CareKind[];
  readonly state: StayState | null;
  readonly releaseOn: string | null;
}

/** People by id. */
export async function listPeoplePage(db: Reader, page: PeoplePage): Promise<PageOfPeople[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<PageOfPeople[]>(
    `select p.id::text as id, p.name, p.room, p.site_id::text as "siteId", p.jurisdiction, p.care, st.state,
       st.release_on::text as "releaseOn"
     from person p left join lateral (select state, release_on from stay where person_id = p.id
       order by (ended_at is null) desc, created_at desc, id desc limit 1) st on true
     where ($1::uuid is null or p.id > $1::uuid) and ($2::uuid is null or p.site_id = $2::uuid)
       and ($3::text is null or st.state = $3::text)
     order by p.id limit $4::int`,
    page.after ?? null,
    page.siteId ?? null,
    page.state ?? null,
    page.limit,
  );
}

/** A stay as it is listed; dates are of the site's calendar. */
export interface ListedStay {
  readonly id: string;
  readonly personId: string;
  readonly siteId: string | null;
  readonly state: StayState;
  readonly flight: string | null;
  readonly entryOn: string | null;
  readonly arrivedAt: string | null;
  readonly endedAt: string | null;
  readonly releaseOn: string | null;
  readonly homeUntil: string | null;
  readonly nextTestOn: string | null;
}

/** Which stays are listed. */
export interface StaysPage {
  readonly id?: string | undefined;
  readonly personId?: string | undefined;
  readonly siteId?: string | undefined;
  readonly state?: StayState | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Stays by id. */
export async function listStaysPage(db: Reader, page: StaysPage): Promise<ListedStay[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<
    (Omit<ListedStay, 'arrivedAt' | 'endedAt'> & { arrivedAt: Date | null; endedAt: Date | null })[]
  >(
    `select id::text as id, person_id::text as "personId", site_id::text as "siteId", state, flight,
       entry_on::text as "entryOn", arrived_at as "arrivedAt", ended_at as "endedAt", release_on::text as "releaseOn",
       home_until::text as "homeUntil", next_test_on::text as "nextTestOn"
     from stay where ($1::uuid is null or id = $1::uuid) and ($2::uuid is null or person_id = $2::uuid)
       and ($3::uuid is null or site_id = $3::uuid) and ($4::text is null or state = $4::text)
       and ($5::uuid is null or id > $5::uuid) order by id limit $6::int`,
    page.id ?? null,
    page.personId ?? null,
    page.siteId ?? null,
    page.state ?? null,
    page.after ?? null,
    page.limit,
  );
  const text = (date: Date | null) => date && new Date(date).toISOString();
  return rows.map((row) => ({ ...row, arrivedAt: text(row.arrivedAt), endedAt: text(row.endedAt) }));
}
