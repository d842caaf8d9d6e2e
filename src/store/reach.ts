/** Where travellers are written to: on their own account, or on that of whoever speaks for them. */
import type { AccountId, ChatRef } from '../domain/ids.ts';
import { isChild, isGrown } from './children.ts';
import { sql, type Tx } from './transaction.ts';

/** The best private chat for one person. */
export interface ReachRow {
  readonly personId: string;
  readonly name: string | null;
  readonly account: AccountId;
  readonly chat: ChatRef;
  /** Of whoever reads it: chosen, else of the platform; null while unknown. */
  readonly locale: string | null;
  readonly isSpeaker: boolean;
  /** Somebody else reads it, who is in hospital: what a medic tells them first must not come from here. */
  readonly isSpeakerIll: boolean;
  /** The person whose account it is. */
  readonly readerId: string;
}

/**
 * One row for each of these people who can be written to: where they wrote last, in a chat that still takes messages;
 * else where their confirmed speaker did; else, for a child, where somebody of their party did; of several, where one
 * who is not in hospital did.
 */
export async function listReach(tx: Tx, personIds: readonly string[]): Promise<ReachRow[]> {
  if (personIds.length === 0) return [];
  const client = await sql(tx);
  return client.$queryRawUnsafe<ReachRow[]>(
    `with wanted as (select id, name, party_id from person where id = any($1::uuid[])), readers as (
       select id as person_id, id as reader_id, 0 as distance from wanted
       union all
       select w.id, x.speaker_id, 1 from wanted w join proxy x on x.subject_id = w.id and x.state = 'verified'
       union all
       select w.id, m.id, 2 from wanted w join person_details d on d.person_id = w.id
         join person m on m.party_id = w.party_id and m.id <> w.id
         left join person_details md on md.person_id = m.id
       where ${isChild('d.birth_date')} and ${isGrown('md.birth_date')}
     )
     select distinct on (r.person_id) r.person_id::text as "personId", w.name, ci.account, ci.private_chat as chat,
       coalesce(p.locale, ci.platform_locale) as locale, r.distance > 0 as "isSpeaker",
       i.ill as "isSpeakerIll", r.reader_id::text as "readerId"
     from readers r join wanted w on w.id = r.person_id join person p on p.id = r.reader_id
     join channel_identity ci on ci.person_id = r.reader_id and ci.private_chat is not null
     left join chat c on c.account = ci.account and c.external_id = ci.private_chat
     left join session s on s.account = ci.account and s.chat = ci.private_chat and s.sender = ci.external_id
     cross join lateral (select r.distance > 0 and exists (select 1 from stay h where h.person_id = r.reader_id
       and h.state = 'hospital' and h.ended_at is null) as ill) i
     where c.state is null or c.state = 'open'
     order by r.person_id, r.distance, i.ill, s.updated_at desc nulls last, ci.created_at desc, ci.id`,
    personIds,
  );
}
