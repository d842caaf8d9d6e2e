/** What is asked of travellers once a ticket is resolved, and which tickets rest for good. */

import type { SessionState } from './context.ts';
import type { TicketRecord } from './records.ts';
import { toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Notes that the next words in a private chat answer a question, when the bot asks on its own accord. */
export async function expectInPrivate(
  tx: Tx,
  place: { account: string; chat: string },
  expect: NonNullable<SessionState['expect']>,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    insert into session as s (account, chat, sender, state, updated_at)
    select account, private_chat, external_id, jsonb_build_object('expect', ${JSON.stringify(expect)}::jsonb),
      ${expect.at}::timestamptz
    from channel_identity where account = ${place.account} and private_chat = ${place.chat}
    on conflict (account, chat, sender) do update
      set state = s.state || excluded.state, updated_at = excluded.updated_at`;
}

/** When a ticket was first rated since it was last reopened; undefined when it was not. */
export async function findFirstRating(db: Reader, ticketId: string): Promise<Temporal.Instant | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ at: Date | null }[]>`
    select min(at) as at from audit where ticket_id = ${ticketId}::uuid and action = 'ticket.rate'
      and id > coalesce((select max(id) from audit where ticket_id = ${ticketId}::uuid and action like 'ticket.reopen%'), 0)`;
  const at = rows[0]?.at;
  return at ? Temporal.Instant.fromEpochMilliseconds(new Date(at).getTime()) : undefined;
}

/**
 * Tickets resolved before `limit` that may be closed without the traveller's word: no emergency, nothing medical or
 * psychological. Oldest first.
 */
export async function listSettled(
  db: Reader,
  limit: Temporal.Instant,
  most: number,
): Promise<TicketRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(t) as row from ticket t
    where state = 'resolved' and resolved_at <= ${limit.toString()}::timestamptz and urgency <> 'emergency'
      and not restricted and need not in ('medical', 'psychological')
    order by resolved_at limit ${most}`;
  return rows.map((row) => toRecord<TicketRecord>(row.row));
}
