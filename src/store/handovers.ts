/** What shifts hand over to each other, and whether it has been accepted. */
import { randomUUIDv7 } from 'node:crypto';
import type { HandoverSheet, SheetLine } from '../domain/handover.ts';
import { forgetDuty } from './duty.ts';
import { toRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

/** One handover. */
export interface HandoverRecord {
  readonly id: string;
  readonly number: number;
  readonly teamId: string;
  readonly fromShiftId: string;
  readonly toShiftId: string | null;
  /** Who is responsible until it is accepted; null when nobody was. */
  readonly fromLeadId: string | null;
  readonly sheet: HandoverSheet;
  readonly postedAt: Temporal.Instant;
  readonly acceptedBy: string | null;
  readonly acceptedAt: Temporal.Instant | null;
  readonly remindAt: Temporal.Instant | null;
}

/** Each team's last shift that has ended, where it has not been handed over; by team, so that locks are taken in order. */
export async function listEndedShifts(
  tx: Tx,
  now: Temporal.Instant,
): Promise<{ id: string; teamId: string }[]> {
  const client = await sql(tx);
  return client.$queryRaw<{ id: string; teamId: string }[]>`
    select s.id::text, t.id::text as "teamId" from team t
    join lateral (
      select id from shift where team_id = t.id and starts_at < ${now.toString()}::timestamptz
        and ends_at <= ${now.toString()}::timestamptz order by starts_at desc limit 1) s on true
    where t.shift_plan is not null and not exists (select 1 from handover h where h.from_shift_id = s.id)
    order by t.id`;
}

/** Adds a handover; undefined when another process was first. The older ones of the team remind nobody any more. */
export async function addHandover(
  tx: Tx,
  row: Omit<HandoverRecord, 'id' | 'number'>,
): Promise<HandoverRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    insert into handover (id, team_id, from_shift_id, to_shift_id, from_lead_id, sheet, posted_at, accepted_by,
      accepted_at, remind_at)
    values (${randomUUIDv7()}::uuid, ${row.teamId}::uuid, ${row.fromShiftId}::uuid, ${row.toShiftId}::uuid,
      ${row.fromLeadId}::uuid, ${JSON.stringify(row.sheet)}::jsonb, ${row.postedAt.toString()}::timestamptz,
      ${row.acceptedBy}::uuid, ${row.acceptedAt?.toString() ?? null}::timestamptz,
      ${row.remindAt?.toString() ?? null}::timestamptz)
    on conflict (from_shift_id) do nothing returning to_jsonb(handover) as row`;
  const added = rows[0] && toRecord<HandoverRecord>(rows[0].row);
  if (!added) return undefined;
  await client.$executeRaw`
    update handover set remind_at = null
    where team_id = ${row.teamId}::uuid and id <> ${added.id}::uuid and remind_at is not null`;
  if (row.acceptedAt) await acceptOlder(tx, added);
  forgetDuty(tx);
  return added;
}

async function select(tx: Tx, where: string, ...params: unknown[]): Promise<HandoverRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(h) as row from handover h ${where}`,
    ...params,
  );
  return rows.map(({ row }) => toRecord<HandoverRecord>(row));
}

/** The handover with this number. */
export async function findHandover(tx: Tx, number: number): Promise<HandoverRecord | undefined> {
  const [found] = await select(tx, 'where number = $1::int', number);
  return found;
}

/** The last handover of a team, or of any when none is named. */
export async function lastHandover(tx: Tx, teamId: string | null): Promise<HandoverRecord | undefined> {
  const [found] = await select(
    tx,
    'where $1::uuid is null or team_id = $1::uuid order by posted_at desc, number desc limit 1',
    teamId,
  );
  return found;
}

/** Every team's last handover that nobody has accepted. */
export const listOpenHandovers = (tx: Tx): Promise<HandoverRecord[]> =>
  select(
    tx,
    `where accepted_at is null and not exists (
       select 1 from handover n where n.team_id = h.team_id and n.number > h.number) order by posted_at`,
  );

/** Accepts it for this colleague, and with it what was left open before; undefined when somebody was first. */
export async function acceptHandover(
  tx: Tx,
  id: string,
  staffId: string,
  toShiftId: string | null,
  now: Temporal.Instant,
): Promise<HandoverRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    update handover set accepted_by = ${staffId}::uuid, accepted_at = ${now.toString()}::timestamptz,
      remind_at = null, to_shift_id = ${toShiftId}::uuid
    where id = ${id}::uuid and accepted_at is null returning to_jsonb(handover) as row`;
  const accepted = rows[0] && toRecord<HandoverRecord>(rows[0].row);
  if (accepted) await acceptOlder(tx, accepted);
  forgetDuty(tx);
  return accepted;
}

/** Whoever takes the newest sheet over takes everything over. */
async function acceptOlder(
  tx: Tx,
  { teamId, number, acceptedBy, acceptedAt }: HandoverRecord,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update handover set accepted_by = ${acceptedBy}::uuid, accepted_at = ${acceptedAt?.toString() ?? null}::timestamptz,
      remind_at = null
    where team_id = ${teamId}::uuid and number < ${number}::int and accepted_at is null`;
}

/** A team works in shifts no more: nothing is waited for. */
export async function closeHandovers(tx: Tx, teamId: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update handover set accepted_at = ${now.toString()}::timestamptz, remind_at = null
    where team_id = ${teamId}::uuid and accepted_at is null`;
  forgetDuty(tx);
}

/** Handovers of which somebody is to be reminded now, oldest first. */
export const listDueReminders = (tx: Tx, now: Temporal.Instant): Promise<HandoverRecord[]> =>
  select(tx, 'where remind_at <= $1::timestamptz order by remind_at limit 100', now.toString());

/** Moves the reminder on; false when another process was first, or it has been accepted. */
export async function moveReminder(
  tx: Tx,
  { id, remindAt }: HandoverRecord,
  next: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const moved = await client.$executeRaw`
    update handover set remind_at = ${next.toString()}::timestamptz
    where id = ${id}::uuid and accepted_at is null and remind_at = ${remindAt?.toString() ?? null}::timestamptz`;
  return moved > 0;
}

/** A sheet with what has turned out to be confidential since it was posted; who may read it goes by who has it now. */
export async function asReadableNow(tx: Tx, sheet: HandoverSheet): Promise<HandoverSheet> {
  const client = await sql(tx);
  const numbers = sheet.sections.flatMap(({ lines }) => lines.flatMap(({ ticket }) => ticket?.number ?? []));
  const found = await client.ticket.findMany({
    where: { number: { in: numbers } },
    select: { number: true, restricted: true, ownerId: true },
  });
  const now = new Map(found.map((ticket) => [ticket.number, ticket]));
  const line = ({ ticket, ...rest }: SheetLine): SheetLine => {
    const known = ticket && now.get(ticket.number);
    if (!known) return ticket ? { ...rest, ticket } : rest;
    const restricted = ticket.restricted || known.restricted;
    return { ...rest, ticket: { ...ticket, restricted, ownerId: known.ownerId } };
  };
  const sections = sheet.sections.map((section) => ({ ...section, lines: section.lines.map(line) }));
  return { ...sheet, sections };
}
