/** Whoever had a ticket learns in private that it is not over. */
import type { Work } from '../../conversation/feature.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { listStaffPrivateChats } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { AftercareDeps } from './index.ts';

/** Writes to the owner of a ticket that its traveller reopened; nothing of what they said. */
export async function tellOwner(work: Work, deps: AftercareDeps, ticket: TicketRecord): Promise<void> {
  if (!ticket.ownerId) return;
  const [best] = await listStaffPrivateChats(work.tx, ticket.ownerId, ticket.id);
  if (!best) return;
  const locale = matchLocale(best.locale ?? deps.locale, STAFF_LOCALES) ?? 'en';
  const target = { account: best.account, chat: best.chat, kind: 'private' } as const;
  const text = work.t(locale, 'staff-care:reopened', { number: ticket.number });
  await work.say(target, { text }, { key: `reopened:${ticket.id}:${ticket.version}`, ticketId: ticket.id });
}
