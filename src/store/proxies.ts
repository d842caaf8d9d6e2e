/** Who speaks for whom, and what becomes of their tickets when the team confirms or refuses it. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { ProxyState, Relation } from '../domain/proxy.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type PersonRecord, type TicketRecord, toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** Somebody who speaks for somebody else. */
export interface ProxyRecord {
  readonly id: string;
  readonly speakerId: string;
  readonly subjectId: string;
  readonly relation: Relation;
  readonly state: ProxyState;
}

/** A proxy with the person it speaks for. */
export interface SpokenFor {
  readonly proxy: ProxyRecord;
  readonly subject: PersonRecord;
}

/** Notes that somebody says they speak for somebody; returns the proxy's id. */
export async function addProxy(
  tx: Tx,
  fields: Pick<ProxyRecord, 'speakerId' | 'subjectId' | 'relation'>,
  now: Temporal.Instant,
): Promise<string> {
  const client = await sql(tx);
  const id = randomUUIDv7();
  await client.proxy.create({ data: { id, ...fields, createdAt: toDate(now) } });
  return id;
}

/** The person behind a speaker's own proxy; undefined when the team has refused it. */
export async function findSubject(
  tx: Tx,
  proxyId: string,
  speakerId: string,
): Promise<PersonRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(p) as row from proxy pr join person p on p.id = pr.subject_id
    where pr.id = ${proxyId}::uuid and pr.speaker_id = ${speakerId}::uuid and pr.state <> 'refused'`;
  return rows[0] && toRecord<PersonRecord>(rows[0].row);
}

/** Everybody a person has said they speak for, latest first. */
export async function listSpokenFor(tx: Tx, speakerId: string): Promise<SpokenFor[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ proxy: Record<string, unknown>; subject: Record<string, unknown> }[]>`
    select to_jsonb(pr) as proxy, to_jsonb(p) as subject from proxy pr join person p on p.id = pr.subject_id
    where pr.speaker_id = ${speakerId}::uuid order by pr.created_at desc`;
  return rows.map(toSpokenFor);
}

/** The proxy by which a ticket was written; undefined when its writer speaks for themselves. */
export async function findTicketProxy(tx: Tx, ticket: TicketRecord): Promise<SpokenFor | undefined> {
  if (!ticket.speakerId) return undefined;
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ proxy: Record<string, unknown>; subject: Record<string, unknown> }[]>`
    select to_jsonb(pr) as proxy, to_jsonb(p) as subject from proxy pr join person p on p.id = pr.subject_id
    where pr.speaker_id = ${ticket.speakerId}::uuid and pr.subject_id = ${ticket.personId}::uuid`;
  return rows[0] && toSpokenFor(rows[0]);
}

const toSpokenFor = (row: {
  proxy: Record<string, unknown>;
  subject: Record<string, unknown>;
}): SpokenFor => ({
  proxy: toRecord<ProxyRecord>(row.proxy),
  subject: toRecord<PersonRecord>(row.subject),
});

/**
 * Travellers the team knows who may be the one somebody speaks for: the same room or name, nearest first; who gave no
 * name goes by their platform's.
 */
export async function listLikely(
  tx: Tx,
  { proxy, subject }: SpokenFor,
  most: number,
): Promise<PersonRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(p) || jsonb_build_object('name', coalesce(p.name, (
      select display_name from channel_identity where person_id = p.id limit 1))) as row
    from person p
    where p.id not in (${proxy.speakerId}::uuid, ${subject.id}::uuid)
      and (lower(p.room) = lower(${subject.room}::text) or lower(p.name) = lower(${subject.name}::text))
      and not exists (select 1 from proxy o where o.subject_id = p.id
        and (o.speaker_id = ${proxy.speakerId}::uuid or o.state <> 'verified'))
    order by (lower(p.room) is not distinct from lower(${subject.room}::text))::int
      + (lower(p.name) is not distinct from lower(${subject.name}::text))::int desc, p.created_at desc
    limit ${most}`;
  return rows.map(({ row }) => toRecord<PersonRecord>(row));
}

/** Confirms or refuses a proxy as long as it stands as `from` says; false when somebody else was first. */
export async function settleProxy(
  tx: Tx,
  id: string,
  from: readonly ProxyState[],
  change: { readonly state: ProxyState; readonly by: string; readonly now: Temporal.Instant },
): Promise<boolean> {
  const client = await sql(tx);
  const { count } = await client.proxy.updateMany({
    where: { id, state: { in: [...from] } },
    data: { state: change.state, verifiedBy: change.by, verifiedAt: toDate(change.now) },
  });
  return count > 0;
}

/**
 * A claimed person turns out to be one the team knows: all that was kept of the claim becomes theirs, and the claim's
 * own row goes. Not for somebody with an account.
 */
export async function mergeClaimed(tx: Tx, claimedId: string, knownId: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update ticket set person_id = ${knownId}::uuid, version = version + 1 where person_id = ${claimedId}::uuid`;
  await client.entry.updateMany({ where: { personId: claimedId }, data: { personId: knownId } });
  await client.ledgerEntry.updateMany({ where: { personId: claimedId }, data: { personId: knownId } });
  await client.proxy.updateMany({ where: { subjectId: claimedId }, data: { subjectId: knownId } });
  await client.person.delete({ where: { id: claimedId } });
}

/** A refused speaker's tickets become their own again; returns their ids. */
export async function returnTickets(tx: Tx, { speakerId, subjectId }: ProxyRecord): Promise<string[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ id: string }[]>`
    update ticket set person_id = ${speakerId}::uuid, speaker_id = null, version = version + 1
    where speaker_id = ${speakerId}::uuid and person_id = ${subjectId}::uuid returning id::text`;
  tx.changed.add(speakerId);
  return rows.map(({ id }) => id);
}

/** Open tickets of these people, so that their cards can be drawn again. */
export async function listOpenOf(tx: Tx, personIds: readonly string[]): Promise<TicketRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(t) as row from ticket t where state in (${OPEN}) and person_id = any($1::uuid[]) order by number`,
    [...personIds],
  );
  return rows.map(({ row }) => toRecord<TicketRecord>(row));
}
