/** To whom daily reports go and from which hour on, and which revision each of them has. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A team, which reads it in its chats, or a colleague. */
export type Recipient = { readonly teamId: string } | { readonly staffId: string };

/** A recipient as it is stored. */
export const recipientKey = (recipient: Recipient): string =>
  'teamId' in recipient ? `team:${recipient.teamId}` : `staff:${recipient.staffId}`;

/** One setting. */
export interface ReportPlan {
  readonly id: string;
  /** Null for all sites. */
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly staffId: string | null;
  readonly at: Temporal.PlainTime;
  /** The day whose report is due next. */
  readonly nextOn: Temporal.PlainDate;
  /** Of the team or colleague. */
  readonly name: string | null;
}

interface Row extends Omit<ReportPlan, 'at' | 'nextOn'> {
  readonly at: string;
  readonly nextOn: string;
}

/** Every setting, by scope and hour. */
export async function listReportPlans(db: Reader): Promise<ReportPlan[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<Row[]>`
    select p.id::text, p.site_id::text as "siteId", p.team_id::text as "teamId", p.staff_id::text as "staffId", p.at,
      p.next_on::text as "nextOn", coalesce(t.name, s.name) as name
    from report_plan p left join team t on t.id = p.team_id left join staff s on s.id = p.staff_id
    left join site si on si.id = p.site_id
    order by si.name nulls first, p.at, coalesce(t.name, s.name)`;
  return rows.map((row) => ({
    ...row,
    at: Temporal.PlainTime.from(row.at),
    nextOn: Temporal.PlainDate.from(row.nextOn),
  }));
}

const planKey = (siteId: string | null, recipient: Recipient): string =>
  `${siteId ?? '-'}:${recipientKey(recipient)}`;

/** Sets the hour of one recipient and scope. */
export async function saveReportPlan(
  tx: Tx,
  plan: {
    readonly siteId: string | null;
    readonly recipient: Recipient;
    readonly at: Temporal.PlainTime;
    readonly nextOn: Temporal.PlainDate;
  },
  by: string,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  const { siteId, recipient, nextOn } = plan;
  const at = plan.at.toString({ smallestUnit: 'minute' });
  const teamId = 'teamId' in recipient ? recipient.teamId : null;
  const staffId = 'staffId' in recipient ? recipient.staffId : null;
  await client.$executeRaw`
    insert into report_plan (id, key, site_id, team_id, staff_id, at, next_on, created_by, created_at)
    values (${randomUUIDv7()}::uuid, ${planKey(siteId, recipient)}, ${siteId}::uuid, ${teamId}::uuid,
      ${staffId}::uuid, ${at}, ${nextOn.toString()}::date, ${by}::uuid, ${toIso(now)}::timestamptz)
    on conflict (key) do update set at = excluded.at, next_on = excluded.next_on`;
}

/** Takes a setting away; false when there was none. */
export async function removeReportPlan(
  tx: Tx,
  siteId: string | null,
  recipient: Recipient,
): Promise<boolean> {
  const client = await sql(tx);
  const removed = await client.$executeRaw`delete from report_plan where key = ${planKey(siteId, recipient)}`;
  return removed > 0;
}

/** Moves a setting on to the next day; false when another process was first. */
export async function moveReportPlan(tx: Tx, { id, nextOn }: ReportPlan): Promise<boolean> {
  const client = await sql(tx);
  const moved = await client.$executeRaw`update report_plan set next_on = next_on + 1
    where id = ${id}::uuid and next_on = ${nextOn.toString()}::date`;
  return moved > 0;
}

/** Notes that a report goes up to this recipient once it is signed. */
export async function addReportRecipient(tx: Tx, reportId: string, recipient: Recipient): Promise<void> {
  const client = await sql(tx);
  const teamId = 'teamId' in recipient ? recipient.teamId : null;
  const staffId = 'staffId' in recipient ? recipient.staffId : null;
  await client.$executeRaw`insert into report_recipient (report_id, recipient, team_id, staff_id)
    values (${reportId}::uuid, ${recipientKey(recipient)}, ${teamId}::uuid, ${staffId}::uuid) on conflict do nothing`;
}

/** Those who lack this revision; from now on they have it. */
export async function takeRecipients(tx: Tx, reportId: string, revision: number): Promise<Recipient[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ teamId: string | null; staffId: string | null }[]>`
    update report_recipient set sent_revision = ${revision}::int
    where report_id = ${reportId}::uuid and sent_revision < ${revision}::int
    returning team_id::text as "teamId", staff_id::text as "staffId"`;
  return rows.flatMap(({ teamId, staffId }): Recipient[] => {
    if (teamId) return [{ teamId }];
    return staffId ? [{ staffId }] : [];
  });
}
