/** What colleagues promised travellers, until it is kept. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { SheetTicket } from '../domain/handover.ts';
import { toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

/** A promise that is not kept yet, with its ticket. */
export interface OpenPromise {
  readonly id: string;
  readonly ticketId: string;
  readonly staffId: string;
  /** Who promised. */
  readonly name: string;
  readonly text: string;
  readonly createdAt: Temporal.Instant;
  readonly ticket: SheetTicket;
}

/** Adds a promise and returns its id. */
export async function addPromise(
  tx: Tx,
  promise: { readonly ticketId: string; readonly staffId: string; readonly text: string },
  now: Temporal.Instant,
): Promise<string> {
  const client = await sql(tx);
  const id = randomUUIDv7();
  await client.ticketPromise.create({ data: { id, ...promise, createdAt: toDate(now) } });
  return id;
}

/** Marks a promise kept; false when it was before, or is not there. */
export async function keepPromise(tx: Tx, id: string, now: Temporal.Instant): Promise<boolean> {
  const client = await sql(tx);
  const { count } = await client.ticketPromise.updateMany({
    where: { id, keptAt: null },
    data: { keptAt: toDate(now) },
  });
  return count > 0;
}

/** Which promises are listed. */
export interface PromiseFilter {
  readonly ticketId?: string;
  readonly staffId?: string;
  /** Of this team's tickets; those without a team are the default team's. */
  readonly teamId?: string;
  readonly id?: string;
}

/** Promises that are not kept yet, oldest first. */
export async function listOpenPromises(tx: Tx, filter: PromiseFilter, most = 100): Promise<OpenPromise[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(pr) || jsonb_build_object('name', st.name, 'ticket', jsonb_build_object('number', t.number,
       'urgency', t.urgency, 'need', t.need, 'restricted', t.restricted, 'room', p.room, 'site', s.name,
       'state', t.state, 'ownerId', t.owner_id, 'owner', o.name)) as row
     from promise pr join ticket t on t.id = pr.ticket_id join person p on p.id = t.person_id
     join staff st on st.id = pr.staff_id left join staff o on o.id = t.owner_id
     left join site s on s.id = coalesce(t.site_id, p.site_id)
     where pr.kept_at is null
       and ($1::uuid is null or pr.ticket_id = $1::uuid) and ($2::uuid is null or pr.staff_id = $2::uuid)
       and ($3::uuid is null or t.team_id = $3::uuid or (t.team_id is null and exists (
         select 1 from team d where d.id = $3::uuid and d.is_default)))
       and ($4::uuid is null or pr.id = $4::uuid)
     order by pr.created_at limit $5`,
    filter.ticketId ?? null,
    filter.staffId ?? null,
    filter.teamId ?? null,
    filter.id ?? null,
    most,
  );
  return rows.map(({ row }) => toRecord<OpenPromise>(row));
}
