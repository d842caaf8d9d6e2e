/** Whom those met who tested positive. */
import { toIso } from '../clock.ts';
import { folded } from './folded.ts';
import { sql, type Tx } from './transaction.ts';

/** Somebody who travelled with somebody else; `unsure` where the day of entry of one of them is unknown. */
export interface MateRow {
  readonly indexId: string;
  readonly stayId: string;
  readonly personId: string;
  readonly link: 'party' | 'flight' | 'unsure';
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
}

/** Days after which a stay that is over is not looked at any more. */
const LOOK_BACK = 14;

const SAME_FLIGHT = `${folded('f.flight')} = ${folded('i.flight')}`;

/**
 * Holds off everybody else who finds or drops contacts, until the end of this transaction; taken before any stay is
 * locked, for two on one flight would wait for each other.
 */
export async function lockContacts(tx: Tx): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('stay-contacts', 0))`;
}

/** Everybody of the same party, or of the same flight on the same day, with the latest stay of each. */
export async function listMates(
  tx: Tx,
  stayIds: readonly string[],
  now: Temporal.Instant,
): Promise<MateRow[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<MateRow[]>(
    `with index as (select s.id, s.person_id, s.flight, s.entry_on, p.party_id
       from stay s join person p on p.id = s.person_id where s.id = any($1::uuid[]))
     select distinct on (i.id, s.person_id) i.id::text as "indexId", s.id::text as "stayId",
       s.person_id::text as "personId", m.link, p.name, p.room, si.name as site
     from index i cross join lateral (
       select f.id, 'party' as link, 0 as rank from person member join stay f on f.person_id = member.id
       where member.party_id = i.party_id
       union all
       select f.id, 'flight', 1 from stay f where ${SAME_FLIGHT} and f.entry_on = i.entry_on
       union all
       select f.id, 'unsure', 2 from stay f
       where ${SAME_FLIGHT} and (f.entry_on is null or i.entry_on is null)) m
     join stay s on s.id = m.id join person p on p.id = s.person_id left join site si on si.id = s.site_id
     where s.person_id <> i.person_id
       and (s.ended_at is null or s.ended_at > $2::timestamptz - interval '${LOOK_BACK} days')
     order by i.id, s.person_id, m.rank, (s.ended_at is null) desc, s.created_at desc, s.id desc`,
    stayIds,
    toIso(now),
  );
}

/** That somebody met somebody whose test was positive. */
export interface ContactWrite {
  readonly indexStayId: string;
  readonly stayId: string;
  readonly link: 'party' | 'flight';
  readonly metOn: Temporal.PlainDate;
}

/** Keeps who met whom; the last day of all is what a stay is counted by. */
export async function addContacts(
  tx: Tx,
  contacts: readonly ContactWrite[],
  now: Temporal.Instant,
): Promise<void> {
  if (contacts.length === 0) return;
  const client = await sql(tx);
  const rows = contacts.map(({ indexStayId, stayId, link, metOn }) => ({
    index_stay_id: indexStayId,
    stay_id: stayId,
    link,
    met_on: metOn.toString(),
  }));
  // What was known before any positive test is kept with each, so that all of them can be taken back in any order.
  await client.$executeRawUnsafe(
    `insert into stay_contact (index_stay_id, stay_id, link, met_on, before_on, noted_at)
     select r.index_stay_id, r.stay_id, r.link, r.met_on,
       case when exists (select 1 from stay_contact c where c.stay_id = r.stay_id)
         then (select min(c.before_on) from stay_contact c where c.stay_id = r.stay_id) else s.contact_on end, $2::timestamptz
     from jsonb_populate_recordset(null::stay_contact, $1::jsonb) r join stay s on s.id = r.stay_id
     on conflict (index_stay_id, stay_id) do update set met_on = greatest(stay_contact.met_on, excluded.met_on)`,
    JSON.stringify(rows),
    toIso(now),
  );
  await client.$executeRawUnsafe(
    `update stay s set contact_on = greatest(s.contact_on, r.met_on), needs_plan = true
     from (select stay_id, max(met_on) as met_on from jsonb_populate_recordset(null::stay_contact, $1::jsonb)
       group by stay_id) r where s.id = r.stay_id`,
    JSON.stringify(rows),
  );
}

/** Forgets whom somebody met, for their test was not positive; the stays whose last contact that was. */
export async function dropContacts(tx: Tx, indexStayId: string): Promise<string[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ id: string }[]>(
    `with gone as (delete from stay_contact where index_stay_id = $1::uuid returning stay_id, met_on, before_on)
     update stay s set needs_plan = true, contact_on = greatest(g.before_on, (select max(c.met_on) from stay_contact c
       where c.stay_id = s.id and c.index_stay_id <> $1::uuid))
     from gone g where s.id = g.stay_id and s.contact_on = g.met_on returning s.id::text as id`,
    indexStayId,
  );
  return rows.map(({ id }) => id);
}
