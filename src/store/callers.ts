/** Travellers as they are known to somebody on the phone. */
import type { Caller } from '../domain/caller.ts';
import { type PersonRecord, toRecord } from './records.ts';
import { phoneIndexes } from './sealed.ts';
import { sql, type Tx } from './transaction.ts';

/** A known traveller and whether they can be answered in a chat. */
export interface KnownCaller {
  readonly person: PersonRecord;
  readonly account: string | null;
  readonly privateChat: string | null;
}

/** Whoever this must be: the same phone however it is written, or the same room and name. Nobody when two would fit. */
export async function findCaller(tx: Tx, caller: Caller): Promise<KnownCaller | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<
    { person: Record<string, unknown>; account: string | null; privateChat: string | null }[]
  >`
    select to_jsonb(p) as person, ci.account, ci.private_chat as "privateChat" from person p
    left join lateral (select account, private_chat from channel_identity
      where person_id = p.id and private_chat is not null order by created_at desc limit 1) ci on true
    where not exists (select 1 from proxy pr where pr.subject_id = p.id and pr.state <> 'verified')
    and (p.phone is not null and split_part(p.phone, '.', 4) = any(${phoneIndexes(tx, caller.phone)}::text[])
      or (${caller.room}::text is not null and ${caller.name}::text is not null
        and lower(p.room) = lower(${caller.room}::text) and lower(p.name) = lower(${caller.name}::text)))
    limit 2`;
  const [row] = rows;
  if (!row || rows.length > 1) return undefined;
  const { account, privateChat } = row;
  return { person: toRecord<PersonRecord>(row.person), account, privateChat };
}
