/** Thanks and complaints with their original words, counted by site, team and person. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { Media } from '../domain/message.ts';
import { sql, type Tx } from './transaction.ts';

/** What the ledger is kept of. */
export type LedgerKind = 'thanks' | 'complaint';

/** How somebody said it. */
export const FORMS = ['message', 'letter', 'pennant', 'photo'] as const;

/** One of `FORMS`. */
export type Form = (typeof FORMS)[number];

/** Whom or what a line is about; at least one is known. */
export interface Subject {
  readonly siteId?: string | null;
  readonly teamId?: string | null;
  readonly staffId?: string | null;
  readonly personId?: string | null;
  readonly ticketId?: string | null;
}

/** One line to add. */
export interface NewLine extends Subject {
  readonly kind: LedgerKind;
  readonly form: Form;
  readonly text: string;
  readonly media?: readonly Media[] | undefined;
  readonly createdBy?: string | null;
  readonly inboundId?: bigint;
}

/** Adds a line; a stored message makes at most one. */
export async function addLedgerLine(tx: Tx, line: NewLine, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  const { media, ...fields } = line;
  const data = {
    id: randomUUIDv7(),
    ...fields,
    at: toDate(now),
    ...(media?.length ? { attachments: JSON.parse(JSON.stringify({ media })) } : {}),
  };
  await client.ledgerEntry.createMany({ data: [data], skipDuplicates: true });
}

/** Brings the line of a ticket in step with what the ticket turned out to be; undefined takes it out. */
export async function setTicketLine(
  tx: Tx,
  ticketId: string,
  change: { kind: LedgerKind; staffId?: string | null } | undefined,
): Promise<void> {
  const client = await sql(tx);
  if (change) await client.ledgerEntry.updateMany({ where: { ticketId }, data: change });
  else await client.ledgerEntry.deleteMany({ where: { ticketId, createdBy: null } });
}

/** Whether a ticket has its line. */
export async function hasTicketLine(tx: Tx, ticketId: string): Promise<boolean> {
  const client = await sql(tx);
  return (await client.ledgerEntry.count({ where: { ticketId, createdBy: null } })) > 0;
}

/** How much was said of one site, team or colleague. */
export interface Tally {
  readonly name: string;
  readonly thanks: number;
  readonly complaints: number;
}

/** A line as it is read. */
export interface LedgerLine {
  readonly kind: LedgerKind;
  readonly form: Form;
  readonly text: string;
  readonly at: Date;
  readonly number: number | null;
  /** Of its ticket: whether few may read it, and who has it. */
  readonly restricted: boolean;
  readonly ownerId: string | null;
  readonly site: string | null;
  readonly team: string | null;
  readonly staff: string | null;
}

/** The ledger since a moment, of everything or of one subject. */
export async function readLedger(
  tx: Tx,
  since: Temporal.Instant,
  subject: Pick<Subject, 'siteId' | 'teamId' | 'staffId'>,
  limit: number,
): Promise<{ sites: Tally[]; teams: Tally[]; staff: Tally[]; lines: LedgerLine[]; total: Tally }> {
  const client = await sql(tx);
  const lines = await client.$queryRaw<LedgerLine[]>`
    select l.kind, l.form, l.text, l.at, t.number, coalesce(t.restricted, false) as restricted,
      t.owner_id::text as "ownerId", s.name as site, m.name as team, st.name as staff
    from ledger_entry l left join ticket t on t.id = l.ticket_id left join site s on s.id = l.site_id
    left join team m on m.id = l.team_id left join staff st on st.id = l.staff_id
    where l.at >= ${since.toString()}::timestamptz
      and (${subject.siteId ?? null}::uuid is null or l.site_id = ${subject.siteId ?? null}::uuid)
      and (${subject.teamId ?? null}::uuid is null or l.team_id = ${subject.teamId ?? null}::uuid)
      and (${subject.staffId ?? null}::uuid is null or l.staff_id = ${subject.staffId ?? null}::uuid)
    order by l.at desc, l.id desc`;
  const tally = (name: string, of: readonly LedgerLine[]): Tally => ({
    name,
    thanks: of.filter(({ kind }) => kind === 'thanks').length,
    complaints: of.filter(({ kind }) => kind === 'complaint').length,
  });
  const by = (field: 'site' | 'team' | 'staff'): Tally[] =>
    [...Map.groupBy(lines, (line) => line[field])]
      .flatMap(([name, of]) => (name ? [tally(name, of)] : []))
      .sort((a, b) => b.thanks + b.complaints - a.thanks - a.complaints || a.name.localeCompare(b.name));
  return {
    sites: by('site'),
    teams: by('team'),
    staff: by('staff'),
    lines: lines.slice(0, limit),
    total: tally('', lines),
  };
}
