/** What was asked for by a key before, and what came of it. */
import type { Db } from './db.ts';

/** A request that was carried out; its words are missing where retention removed them. */
export interface DoneRequest {
  readonly text: string | null;
  readonly choice: string | null;
  /** The number of the ticket that it opened or wrote on; null where it did neither. */
  readonly ticket: number | null;
}

/** The request with this key, on this account; undefined when there was none. */
export async function findRequest(db: Db, account: string, key: string): Promise<DoneRequest | undefined> {
  const rows = await db.$queryRaw<DoneRequest[]>`
    select i.payload->>'text' as text, i.payload->'choice'->>'id' as choice, t.number as ticket
    from inbound i left join entry e on e.inbound_id = i.id left join ticket t on t.id = e.ticket_id
    where i.account = ${account} and i.external_id = ${key}`;
  return rows[0];
}
