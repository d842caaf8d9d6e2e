/** Who a notice is for: the people whom its audience names now, always by one statement. */
import { isChild } from './children.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** One list of an audience asks for nothing, or holds this value. */
const asks = (part: string, value: string): string =>
  `(n.audience->'${part}' = '[]'::jsonb or n.audience->'${part}' ? ${value})`;

const ARRIVED = `coalesce((s.arrived_at at time zone coalesce(si.time_zone, $1))::date, s.entry_on)`;

/**
 * Stays that fit the audience of `n`; $1 is the zone of sites that name none. As one case, since a planner that guesses
 * at each of these conditions expects next to nobody, and goes through everybody again for each of them.
 */
const FITS = `stay s join person p on p.id = s.person_id left join site si on si.id = s.site_id
  where case when (s.ended_at is null and ${asks('states', 's.state')}
      or s.ended_at is not null and n.audience->'states' ? s.state
        and not exists (select 1 from stay o where o.person_id = s.person_id
          and (o.ended_at is null or o.created_at > s.created_at)))
    and ${asks('sites', 'coalesce(s.site_id, p.site_id)::text')}
    and ${asks('flights', 's.flight')}
    and ${asks('jurisdictions', 'p.jurisdiction')}
    and (n.audience->>'arrivedFrom' is null or ${ARRIVED} >= (n.audience->>'arrivedFrom')::date)
    and (n.audience->>'arrivedTo' is null or ${ARRIVED} <= (n.audience->>'arrivedTo')::date)
    and (n.audience->'languages' = '[]'::jsonb or n.audience->'languages' ? p.locale
      or p.locale is null and exists (select 1 from person_details d, unnest(d.languages) l
        where d.person_id = p.id and n.audience->'languages' ? l))
    and (n.audience->'care' = '[]'::jsonb or exists (select 1 from care_flag f
      where f.person_id = p.id and n.audience->'care' ? f.kind)) then true else false end`;

/** Whether somebody, or whoever speaks for them, has a private chat; each way by an index of its own. */
const REACHED = `(exists (select 1 from channel_identity ci where ci.person_id = p.id and ci.private_chat is not null)
  or exists (select 1 from proxy x join channel_identity ci on ci.person_id = x.speaker_id
    where x.subject_id = p.id and x.state = 'verified' and ci.private_chat is not null)
  or p.party_id is not null and exists (select 1 from person_details d where d.person_id = p.id
      and ${isChild('d.birth_date')})
    and exists (select 1 from person m join channel_identity ci on ci.person_id = m.id
      where m.party_id = p.party_id and ci.private_chat is not null))`;

/** How many a notice is for. */
export interface AudienceCount {
  readonly people: number;
  /** Those among them who have a chat, or somebody who speaks for them and has one. */
  readonly reached: number;
  /** By the language they read, most first; null where nobody knows it. */
  readonly languages: readonly { readonly locale: string | null; readonly people: number }[];
  /** A few of them, by chance. */
  readonly sample: readonly { readonly name: string | null; readonly room: string | null }[];
}

/** Counts the audience of a notice as it is now. */
export async function countAudience(db: Reader, noticeId: string, zone: string): Promise<AudienceCount> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<
    { locale: string | null; people: number; reached: number; sample: AudienceCount['sample'] | null }[]
  >(
    `with those as (select distinct p.id, p.name, p.room, p.locale, p.party_id,
         (select l from person_details d, unnest(d.languages) l where d.person_id = p.id limit 1) as spoken
       from notice n, ${FITS} and n.id = $2::uuid),
     few as (select name, room from those order by hashtextextended(id::text, 0) limit 5)
     select coalesce(p.locale, p.spoken) as locale, count(*)::int as people,
       count(*) filter (where ${REACHED})::int as reached,
       (select jsonb_agg(jsonb_build_object('name', name, 'room', room)) from few) as sample
     from those p group by 1 order by 2 desc, 1`,
    zone,
    noticeId,
  );
  return {
    people: rows.reduce((sum, row) => sum + row.people, 0),
    reached: rows.reduce((sum, row) => sum + row.reached, 0),
    languages: rows.map(({ locale, people }) => ({ locale, people })),
    sample: rows[0]?.sample ?? [],
  };
}

/** Which notices and people are meant. */
export type ReceiptFilter =
  | { readonly noticeId: string; readonly most?: number }
  /** These people, and every notice that is in force. */
  | { readonly people: readonly string[] };

/** A receipt for everybody who is meant and has none, at most `most`; the number of new ones. */
export async function addReceipts(tx: Tx, filter: ReceiptFilter, zone: string): Promise<number> {
  const client = await sql(tx);
  const [where, value] =
    'noticeId' in filter
      ? ['n.id = $2::uuid', filter.noticeId]
      : [`n.state in ('sending', 'sent') and s.person_id = any($2::uuid[])`, filter.people];
  return client.$executeRawUnsafe(
    `insert into notice_receipt (notice_id, person_id)
     select n.id, p.id from notice n, ${FITS} and ${where}
       and not exists (select 1 from notice_receipt r where r.notice_id = n.id and r.person_id = p.id)
     limit $3::int on conflict do nothing`,
    zone,
    value,
    ('noticeId' in filter && filter.most) || null,
  );
}
