/** Tickets that wait: which are looked at now, and what a traveller who is waited for was told. */
import { WAITING_STATES } from '../domain/ticket.ts';
import { type TicketRecord, toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Waits that are due to be looked at, longest due first. */
export async function listDueWaits(db: Reader, now: Temporal.Instant, most: number): Promise<TicketRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t
     where chase_at <= $1::timestamptz and state = any($2::text[]) order by chase_at, number limit $3`,
    now.toString(),
    [...WAITING_STATES],
    most,
  );
  return rows.map(({ row }) => toRecord<TicketRecord>(row));
}

/** What became of a message that was queued under this key; undefined when there is none. */
export async function findQueued(
  db: Reader,
  key: string,
): Promise<{ state: string; sentAt: Temporal.Instant | null } | undefined> {
  const client = await sql(db);
  const row = await client.outgoing.findUnique({
    where: { dedupeKey: key },
    select: { state: true, sentAt: true },
  });
  if (!row) return undefined;
  const sentAt = row.sentAt && Temporal.Instant.fromEpochMilliseconds(row.sentAt.getTime());
  return { state: row.state, sentAt };
}

/** The team's last words on a ticket; undefined when they were a file, or none. */
export async function findLastAnswer(db: Reader, ticketId: string): Promise<string | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ text: string | null }[]>`
    select text from entry where ticket_id = ${ticketId}::uuid and kind = 'staff' order by id desc limit 1`;
  return rows[0]?.text ?? undefined;
}

/** Makes this ticket the one that a traveller's next words in that private chat belong to. */
export async function expectWords(
  tx: Tx,
  place: { account: string; chat: string },
  ticketId: string,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    insert into session as s (account, chat, sender, state, updated_at)
    select account, private_chat, external_id, jsonb_build_object('ticket', ${ticketId}::text, 'heard', ${ticketId}::text), ${now.toString()}::timestamptz
    from channel_identity where account = ${place.account} and private_chat = ${place.chat} and staff_id is null
    on conflict (account, chat, sender) do update
      set state = s.state || excluded.state, updated_at = excluded.updated_at`;
}
