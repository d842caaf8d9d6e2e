/** People page by page, as the console lists them. */
import type { CareKind } from '../domain/roster.ts';
import type { StayState } from '../domain/roster-import.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type Reader, sql } from './transaction.ts';

/** Who is listed. */
export interface PeopleFilter {
  readonly siteId?: string;
  readonly state?: StayState;
  /** In a name, a room or a flight. */
  readonly search?: string;
  readonly limit: number;
  readonly offset: number;
}

/** One of them. */
export interface ListedPerson {
  readonly id: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly flight: string | null;
  /** Of the latest stay; null where there is none. */
  readonly state: StayState | null;
  /** ISO date. */
  readonly releaseOn: string | null;
  readonly care: readonly CareKind[];
  readonly openTickets: number;
  /** Whether any account of theirs is known. */
  readonly isReachable: boolean;
}

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');
const STAY = `left join lateral (select state, flight, release_on from stay where person_id = p.id
  order by (ended_at is null) desc, created_at desc, id desc limit 1) st on true`;

/** A page of people by site, room and name, and how many there are in all. */
export async function listPeople(
  db: Reader,
  filter: PeopleFilter,
): Promise<{ readonly people: ListedPerson[]; readonly total: number }> {
  const client = await sql(db);
  const params: unknown[] = [];
  const param = (value: unknown): string => `$${params.push(value)}`;
  const parts = ['true'];
  if (filter.siteId) parts.push(`p.site_id = ${param(filter.siteId)}::uuid`);
  if (filter.state) parts.push(`st.state = ${param(filter.state)}`);
  if (filter.search) {
    const words = param(`%${filter.search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
    parts.push(`(p.name ilike ${words} or p.room ilike ${words} or st.flight ilike ${words})`);
  }
  const from = `from person p ${STAY} where ${parts.join(' and ')}`;
  const [count] = await client.$queryRawUnsafe<{ total: bigint }[]>(
    `select count(*) as total ${from}`,
    ...params,
  );
  const people = await client.$queryRawUnsafe<ListedPerson[]>(
    `with page as (select p.id, p.name, p.room, p.site_id, p.care, st.* ${from}
       order by p.site_id nulls last, p.room nulls last, p.name, p.id limit ${filter.limit} offset ${filter.offset})
     select p.id::text as id, p.name, p.room, s.name as site, p.flight, p.state, p.release_on::text as "releaseOn", p.care,
       (select count(*)::int from ticket t where t.person_id = p.id and t.state in (${OPEN})) as "openTickets",
       exists (select 1 from channel_identity ci where ci.person_id = p.id) as "isReachable"
     from page p left join site s on s.id = p.site_id order by p.site_id nulls last, p.room nulls last, p.name, p.id`,
    ...params,
  );
  return { people, total: Number(count?.total ?? 0) };
}
