/** Extensions and shortenings, asked for and decided. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import type { DateChange } from '../domain/stay/facts.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A change with whose it is and who asked and decided. */
export interface AskedChange extends DateChange {
  readonly id: string;
  readonly number: number;
  readonly stayId: string;
  readonly personId: string;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly decidedByName: string | null;
}

const SELECT = `select c.id::text as id, c.number, c.stay_id::text as "stayId", s.person_id::text as "personId", c.kind, c.days,
    c.reason, c.approval, c.asked_by::text as "askedBy", a.name as "askedByName", d.name as "decidedByName"
  from stay_change c join stay s on s.id = c.stay_id join staff a on a.id = c.asked_by
  left join staff d on d.id = c.decided_by`;

/** Asks for a change; the number colleagues name it by. */
export async function askChange(
  tx: Tx,
  change: Pick<DateChange, 'kind' | 'days' | 'reason'> & {
    readonly stayId: string;
    readonly askedBy: string;
  },
  now: Temporal.Instant,
): Promise<number> {
  const client = await sql(tx);
  const [row] = await client.$queryRaw<{ number: number }[]>`
    insert into stay_change (id, stay_id, kind, days, reason, asked_by, asked_at)
    values (${randomUUIDv7()}::uuid, ${change.stayId}::uuid, ${change.kind}, ${change.days}, ${change.reason},
      ${change.askedBy}::uuid, ${toIso(now)}::timestamptz)
    returning number`;
  return row?.number ?? 0;
}

/** The change with this number. */
export async function findChange(db: Reader, number: number): Promise<AskedChange | undefined> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<AskedChange[]>(`${SELECT} where c.number = $1::int`, number);
  return row;
}

/** Changes that nobody has decided, oldest first. */
export async function listAsked(db: Reader, limit: number): Promise<AskedChange[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<AskedChange[]>(
    `${SELECT} where c.approval = 'asked' order by c.number limit $1::int`,
    limit,
  );
}

/** Decides a change; false when somebody else already has. */
export async function decideChange(
  tx: Tx,
  id: string,
  approval: 'approved' | 'refused',
  by: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const count = await client.$executeRaw`
    update stay_change set approval = ${approval}, decided_by = ${by}::uuid, decided_at = ${toIso(now)}::timestamptz
    where id = ${id}::uuid and approval = 'asked'`;
  return count === 1;
}
