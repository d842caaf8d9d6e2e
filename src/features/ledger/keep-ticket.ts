/** What travellers write themselves: their thanks and complaints are in the ledger from the first word. */
import type { Work } from '../../conversation/feature.ts';
import { canReadTicket } from '../../domain/actor.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { auditReading } from '../../store/audit.ts';
import { addLedgerLine, hasTicketLine, type LedgerKind, setTicketLine } from '../../store/ledger.ts';
import type { TicketRecord } from '../../store/records.ts';
import { listStaffReach } from '../../store/staff-reach.ts';

const kindOf = ({ need }: TicketRecord): LedgerKind | undefined =>
  need === 'thanks' || need === 'complaint' ? need : undefined;

/** Keeps a ticket that is thanks or a complaint. */
export async function keepTicket(work: Work, ticket: TicketRecord): Promise<void> {
  const kind = kindOf(ticket);
  if (!kind) return;
  const { siteId, teamId, personId, aboutStaffId: staffId, summary: text } = ticket;
  const line = {
    kind,
    form: 'message',
    text,
    siteId,
    teamId,
    personId,
    staffId,
    ticketId: ticket.id,
  } as const;
  await addLedgerLine(work.tx, line, work.now);
}

/** A ticket that was taken for something else, or is after all. */
export async function keepInStep(work: Work, ticket: TicketRecord): Promise<void> {
  const kind = kindOf(ticket);
  if (!kind || (await hasTicketLine(work.tx, ticket.id)))
    return setTicketLine(work.tx, ticket.id, kind && { kind, staffId: ticket.aboutStaffId });
  await keepTicket(work, ticket);
}

/** A complaint waits for a supervisor, or for an administrator where there is none; whom it is about is not asked. */
export async function tellSupervisors(work: Work, ticket: TicketRecord, fallback: string): Promise<void> {
  const reach = (await listStaffReach(work.tx)).filter(
    (one) => one.privateChat && one.staffId !== ticket.aboutStaffId,
  );
  const supervisors = reach.filter((one) => one.role === 'supervisor');
  for (const one of supervisors.length > 0 ? supervisors : reach.filter(({ role }) => role === 'admin')) {
    if (!one.privateChat) continue;
    const locale = matchLocale(one.locale ?? fallback, STAFF_LOCALES) ?? 'en';
    const { number, version } = ticket;
    const reader = { role: one.role, id: one.staffId };
    const mayRead = canReadTicket(reader, ticket);
    if (mayRead && ticket.restricted) auditReading(work, reader, ticket, one.account);
    const summary = mayRead ? ticket.summary : '🔒';
    const claim = { id: `claim:${number}:${version}`, label: work.t(locale, 'staff:button.claim') };
    await work.say(
      { account: one.account, chat: one.privateChat, kind: 'private' },
      {
        text: work.t(locale, 'staff-ledger:complaint-opened', { number, text: summary }),
        choices: [[claim]],
      },
      { key: `complaint:${ticket.id}:${one.identityId}:${version}`, ticketId: ticket.id },
    );
  }
}
