/** Further words join a ticket: staff see them, and the person is told once in a while, not every time. */
import type { Turn } from '../../conversation/feature.ts';
import { graver, isRestricted, isUnknownToTraveller } from '../../domain/ticket.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { addTravellerEntry } from '../../store/entries.ts';
import type { TicketRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import { acknowledgeNew } from './acknowledge.ts';
import { speakerName } from './spoken-for.ts';

/** Messages within this many seconds of the last acknowledgement get none of their own. */
const QUIET_SECONDS = 10;

/** Adds the message; graver words raise the ticket's urgency. */
export async function addToTicket(
  turn: Turn,
  ticket: TicketRecord,
  reading: Reading,
  text: string,
  options: { quiet?: boolean; by?: string } = {},
): Promise<void> {
  addTravellerEntry(turn.tx, ticket, turn, text);
  if (turn.session.ticket !== ticket.id) turn.remember({ ticket: ticket.id });
  if (turn.session.heard && turn.session.heard !== ticket.id) turn.remember({ heard: undefined });
  const urgency = graver(ticket.urgency, reading.urgency);
  const becameEmergency = urgency === 'emergency' && ticket.urgency !== 'emergency';
  const current = urgency === ticket.urgency ? ticket : await raise(turn, ticket, reading, urgency);
  const { inbound, inboundId } = turn;
  const by = options.by ?? (ticket.speakerId ? speakerName(turn) : undefined);
  await turn.emit({ type: 'ticket.said', ticket: current, inbound, inboundId, ...(by ? { by } : {}) });
  // Whoever never heard of the ticket gets the answer to a first message: its number, and in an emergency what to do.
  const isNews = isUnknownToTraveller(ticket);
  if (isNews) await keepAcknowledged(turn, current);
  if (becameEmergency || isNews)
    return acknowledgeNew(turn, current, reading, await siteOf(turn.tx, current.siteId));
  if (!options.quiet) await acknowledgeOnce(turn, current, reading);
}

async function raise(
  turn: Turn,
  ticket: TicketRecord,
  reading: Reading,
  urgency: TicketRecord['urgency'],
): Promise<TicketRecord> {
  const need = urgency === 'emergency' && reading.need !== 'other' ? reading.need : ticket.need;
  const change: TicketChange = { urgency, need, restricted: ticket.restricted || isRestricted(need) };
  const changed = await changeTicket(turn.tx, ticket, {}, change, {
    actor: turn.actor,
    action: 'ticket.urgent',
    channel: turn.inbound.account,
    now: turn.now,
  });
  if (!changed) return ticket;
  turn.tickets = turn.tickets.map((one) => (one.id === changed.id ? changed : one));
  await turn.emit({
    type: 'ticket.changed',
    ticket: changed,
    before: ticket,
    what: 'urgent',
    actor: turn.actor,
  });
  return changed;
}

async function acknowledgeOnce(turn: Turn, ticket: TicketRecord, reading: Reading): Promise<void> {
  const last = ticket.acknowledgedAt;
  if (last && turn.now.since(last).total('seconds') < QUIET_SECONDS) return;
  await keepAcknowledged(turn, ticket);
  const locale = turn.person?.locale ?? turn.locale;
  // "This one, thank you" under a photo is no farewell.
  const thanks = reading.need === 'thanks' && reading.confidence >= 0.5 && !turn.inbound.media?.length;
  const text = thanks
    ? turn.t(locale, 'ask:welcome')
    : turn.t(locale, 'ask:added', { number: ticket.number });
  const choices = [[{ id: `new:${turn.inboundId}`, label: turn.t(locale, 'ask:button.something-new') }]];
  if (turn.chat.kind === 'private')
    await turn.reply({ text, choices: thanks ? [] : choices }, { ticketId: ticket.id });
}

async function keepAcknowledged({ tx, actor, inbound, now }: Turn, ticket: TicketRecord): Promise<void> {
  const audit = { actor, action: 'ticket.acknowledge', channel: inbound.account, now };
  await changeTicket(tx, ticket, {}, { acknowledgedAt: now }, audit);
}
