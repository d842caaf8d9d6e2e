/** Tickets that turn out to be about the same: one takes the others in. */
import { OPEN_STATES } from '../domain/ticket.ts';
import { type TicketRecord, toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** These tickets as they stand, and nobody else changes them until the end of this transaction. */
export async function lockTickets(tx: Tx, ids: readonly string[]): Promise<Map<string, TicketRecord>> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where id = any($1::uuid[]) order by id for update`,
    [...ids],
  );
  return new Map(rows.map(({ row }) => toRecord<TicketRecord>(row)).map((ticket) => [ticket.id, ticket]));
}

/** Whether two tickets may be joined: of one person, or of people who travel together. */
export async function areTogether(tx: Tx, personId: string, otherId: string): Promise<boolean> {
  if (personId === otherId) return true;
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ together: boolean }[]>`
    select a.party_id = b.party_id as together from person a, person b
    where a.id = ${personId}::uuid and b.id = ${otherId}::uuid`;
  return rows[0]?.together === true;
}

/** The other open tickets that a ticket could be joined with, newest first. */
export async function listMergeable(tx: Tx, ticket: TicketRecord, most: number): Promise<TicketRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t
     where state in (${OPEN}) and id <> $1::uuid and person_id in (
       select $2::uuid union
       select o.id from person p join person o on o.party_id = p.party_id where p.id = $2::uuid)
     order by opened_at desc, number desc limit $3`,
    ticket.id,
    ticket.personId,
    most,
  );
  return rows.map(({ row }) => toRecord<TicketRecord>(row));
}

/**
 * What hangs on a ticket goes over to the one that took it in: its things to bring, its promises, the tickets it had
 * taken in itself, and its traveller's next words. Its transcript stays its own.
 */
export async function carryOver(tx: Tx, from: TicketRecord, into: TicketRecord): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update item_line set ticket_id = ${into.id}::uuid, version = version + 1, position = position + (
      select coalesce(max(position), 0) from item_line where ticket_id = ${into.id}::uuid)
    where ticket_id = ${from.id}::uuid`;
  await client.$executeRaw`
    update promise set ticket_id = ${into.id}::uuid where ticket_id = ${from.id}::uuid`;
  await client.$executeRaw`
    update ticket set merged_into_id = ${into.id}::uuid, version = version + 1
    where merged_into_id = ${from.id}::uuid`;
  await client.$executeRaw`
    update session s set state = s.state || jsonb_build_object('ticket', ${into.id}::text)
    from channel_identity ci
    where ci.staff_id is null and ci.account = s.account and ci.external_id = s.sender
      and s.state->>'ticket' = ${from.id} and ci.person_id in (
        select person_id from ticket where id = ${from.id}::uuid or merged_into_id = ${into.id}::uuid)`;
}

/** The open ticket that took in one of this person's, when it has this id: somebody else's of their party. */
export async function findJoined(
  tx: Tx,
  personId: string,
  ticketId: string,
): Promise<TicketRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where t.id = $1::uuid and t.state in (${OPEN})
       and exists (select 1 from ticket m where m.merged_into_id = t.id and m.person_id = $2::uuid)`,
    ticketId,
    personId,
  );
  return rows[0] && toRecord<TicketRecord>(rows[0].row);
}

/** Whether a ticket has taken in one that few may read: whatever it is called later, those words are in it. */
export async function tookInRestricted(tx: Tx, id: string): Promise<boolean> {
  const client = await sql(tx);
  return (await client.ticket.count({ where: { mergedIntoId: id, restricted: true } })) > 0;
}
