/** Who is writing to a ticket's traveller just now. */
import { toDate } from '../clock.ts';
import { sql, type Tx } from './transaction.ts';

/** A colleague at work on an answer. */
export interface Composer {
  readonly staffId: string;
  readonly name: string;
}

/** Notes that a colleague began an answer; it counts until then, or until they send it. */
export async function beginComposing(
  tx: Tx,
  ticketId: string,
  staffId: string,
  until: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  const untilAt = toDate(until);
  await client.composing.upsert({
    where: { ticketId_staffId: { ticketId, staffId } },
    create: { ticketId, staffId, untilAt },
    update: { untilAt },
  });
}

/** Notes that the answer was sent, and forgets those that never were. */
export async function endComposing(
  tx: Tx,
  ticketId: string,
  staffId: string,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.composing.deleteMany({
    where: { OR: [{ ticketId, staffId }, { untilAt: { lt: toDate(now) } }] },
  });
}

/** The others who are answering this ticket at this moment. */
export async function listComposers(
  tx: Tx,
  ticketId: string,
  exceptStaffId: string,
  now: Temporal.Instant,
): Promise<Composer[]> {
  const client = await sql(tx);
  return client.$queryRaw<Composer[]>`
    select c.staff_id::text as "staffId", s.name from composing c join staff s on s.id = c.staff_id and s.active
    where c.ticket_id = ${ticketId}::uuid and c.staff_id <> ${exceptStaffId}::uuid
      and c.until_at >= ${now.toString()}::timestamptz order by s.name`;
}
