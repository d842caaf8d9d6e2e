/** All open tickets of one colleague. */
import { OPEN_STATES } from '../domain/ticket.ts';
import { type TicketRecord, toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** What a colleague owns, or these tickets as far as nobody owns them; emergencies first, then by deadline. */
export async function listToReassign(
  tx: Tx,
  from: { readonly ownerId: string } | { readonly numbers: readonly number[] },
): Promise<TicketRecord[]> {
  const client = await sql(tx);
  const where = 'ownerId' in from ? 'owner_id = $1::uuid' : 'owner_id is null and number = any($1::int[])';
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where ${where} and state in (${OPEN})
     order by urgency = 'emergency' desc, due_at, number`,
    'ownerId' in from ? from.ownerId : [...from.numbers],
  );
  return rows.map(({ row }) => toRecord<TicketRecord>(row));
}

/** Colleagues who own open tickets, whether they still work here or not, and how many. */
export async function listOwners(tx: Tx): Promise<{ id: string; name: string; count: number }[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<{ id: string; name: string; count: number }[]>(
    `select st.id::text, st.name, count(*)::int as count from ticket t join staff st on st.id = t.owner_id
     where t.state in (${OPEN}) group by st.id order by st.name`,
  );
}
