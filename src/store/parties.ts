/** People who travel together. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { Need } from '../domain/need.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type PersonRecord, type TicketRecord, toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** The open ticket for the same need that somebody else of the party opened since; kept from changing meanwhile. */
export async function findPartyTicket(
  tx: Tx,
  person: { readonly id: string; readonly partyId: string },
  need: Need,
  since: Temporal.Instant,
): Promise<TicketRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t
     where state in (${OPEN}) and not restricted and need = $3 and opened_at >= $4::timestamptz
       and person_id in (select id from person where party_id = $2::uuid and id <> $1::uuid)
     order by opened_at desc limit 1 for share`,
    person.id,
    person.partyId,
    need,
    since.toString(),
  );
  return rows[0] && toRecord<TicketRecord>(rows[0].row);
}

/** Travellers called so, whole names only; more than one when the name does not say which. */
export async function findByName(tx: Tx, name: string): Promise<PersonRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(p) as row from person p
    where lower(p.name) = lower(${name}) and not exists (
      select 1 from proxy pr where pr.subject_id = p.id and pr.state = 'refused') limit 2`;
  return rows.map(({ row }) => toRecord<PersonRecord>(row));
}

/** Makes one party of these people and of everybody already with one of them; returns its members. */
export async function joinParty(
  tx: Tx,
  people: readonly PersonRecord[],
  now: Temporal.Instant,
): Promise<PersonRecord[]> {
  const client = await sql(tx);
  const parties = [...new Set(people.flatMap(({ partyId }) => (partyId ? [partyId] : [])))];
  const partyId = parties[0] ?? randomUUIDv7();
  if (!parties[0]) await client.party.create({ data: { id: partyId, createdAt: toDate(now) } });
  await client.person.updateMany({
    where: { OR: [{ id: { in: people.map(({ id }) => id) } }, { partyId: { in: parties } }] },
    data: { partyId },
  });
  const members = await listParty(tx, partyId);
  for (const { id } of members) tx.changed.add(id);
  return members;
}

/** Takes somebody out of their party. */
export async function leaveParty(tx: Tx, personId: string): Promise<void> {
  const client = await sql(tx);
  await client.person.update({ where: { id: personId }, data: { partyId: null } });
  tx.changed.add(personId);
}

/** Everybody in a party, first come first. */
export async function listParty(tx: Tx, partyId: string): Promise<PersonRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(p) as row from person p where party_id = ${partyId}::uuid order by created_at, id`;
  return rows.map(({ row }) => toRecord<PersonRecord>(row));
}
