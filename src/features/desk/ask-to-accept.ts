/** Asks the other side of a transfer whether they take the ticket. */
import type { Turn } from '../../conversation/feature.ts';
import { canReadTicket } from '../../domain/actor.ts';
import { ticketChoice } from '../../domain/card-choices.ts';
import { renderCard } from '../../domain/card-text.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { auditReading } from '../../store/audit.ts';
import { loadCardViews } from '../../store/cards.ts';
import type { Colleague } from '../../store/desk.ts';
import type { ChatRecord, TicketRecord } from '../../store/records.ts';
import { type DeskDeps, laneOf, type Reach } from './reach.ts';

/** Asks a colleague in private; a confidential ticket shows number, urgency and room to whoever may not read it. */
export async function askColleague(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  staff: Colleague,
  { target, locale }: Reach,
): Promise<void> {
  const reader = { role: staff.role, id: staff.id };
  const mayRead = canReadTicket(reader, ticket);
  if (mayRead && ticket.restricted) auditReading(turn, reader, ticket, target.account);
  const content = await offerText(turn, deps, ticket, locale, mayRead ? 'full' : 'group');
  await turn.say(target, content, {
    key: `offer:${turn.inboundId}:${staff.id}`,
    ticketId: ticket.id,
    lane: laneOf(ticket),
  });
}

/** Asks everybody in a team's chat. */
export async function askTeam(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  chat: ChatRecord,
): Promise<void> {
  const locale = matchLocale(chat.locale ?? deps.locale, STAFF_LOCALES) ?? 'en';
  const content = await offerText(turn, deps, ticket, locale, 'group');
  const target = { account: chat.account, chat: chat.externalId, kind: chat.kind };
  await turn.say(target, content, {
    key: `offer:${turn.inboundId}:${chat.id}`,
    ticketId: ticket.id,
    lane: laneOf(ticket),
  });
}

async function offerText(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  locale: string,
  reader: 'group' | 'full',
): Promise<Content> {
  const [view] = await loadCardViews(turn.tx, [ticket.id]);
  const card = view && renderCard(view, { t: turn.t, locale, now: turn.now, zone: deps.zone, reader });
  const head = turn.t(locale, 'staff:offer', { number: ticket.number, name: turn.staff?.name });
  const choice = (name: string): Choice =>
    ticketChoice(name, ticket, (button) => turn.t(locale, `staff:button.${button}`));
  return { text: `${head}\n${card?.text ?? ''}`, choices: [[choice('accept'), choice('decline')]] };
}
