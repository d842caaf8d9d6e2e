/** Opens a ticket for a need and says so at once. */
import type { Turn } from '../../conversation/feature.ts';
import { urgencyWith } from '../../domain/care.ts';
import type { Need } from '../../domain/need.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { auditOpening } from '../../store/audit.ts';
import { addTravellerEntry } from '../../store/entries.ts';
import type { TicketRecord } from '../../store/records.ts';
import { teamFor } from '../../store/routing.ts';
import { siteOf } from '../../store/sites.ts';
import { openTicket } from '../../store/tickets.ts';
import { acknowledgeNew } from './acknowledge.ts';
import { spokenFor } from './spoken-for.ts';

/** Longest summary on a card, in characters. */
const SUMMARY = 500;

/** What is known of the need besides its reading. */
export interface NeedWords {
  readonly text: string;
  /** The person named the need themselves. */
  readonly need?: Need;
  /** Words from an earlier message: its entry is written already. */
  readonly moved?: boolean;
}

/** Opens the ticket, with the message as its first entry. */
export async function openNeed(turn: Turn, reading: Reading, words: NeedWords): Promise<TicketRecord> {
  const { tx, now, inbound } = turn;
  const speaker = await turn.ensurePerson();
  const person = (await spokenFor(turn)) ?? speaker;
  const site = await siteOf(tx, person.siteId ?? turn.chat.siteId);
  const need = reading.urgency === 'emergency' ? reading.need : (words.need ?? reading.need);
  const { jurisdiction, care } = person;
  const team = await teamFor(tx, { siteId: site?.id ?? null, jurisdiction, need, care }, now);
  const inGroup = turn.chat.kind === 'group';
  const ticket = await openTicket(
    tx,
    {
      personId: person.id,
      speakerId: person === speaker ? null : speaker.id,
      siteId: site?.id ?? null,
      teamId: team?.id ?? null,
      need,
      urgency: urgencyWith(care, need, reading.urgency),
      summary: summaryOf(turn, words.text),
      language: reading.language,
      account: inbound.account,
      privateChat: turn.privateTarget()?.chat ?? null,
      groupChat: inGroup ? turn.chat.externalId : null,
    },
    now,
  );
  // Whoever writes for the first time was nobody yet when this turn began.
  const actor = { role: 'traveller', id: speaker.id } as const;
  auditOpening(tx, ticket, { actor, now, channel: inbound.account });
  if (!words.moved) addTravellerEntry(tx, ticket, turn, words.text);
  turn.tickets = [ticket, ...turn.tickets];
  turn.remember({ ticket: ticket.id, heard: undefined, kept: undefined });
  const by = { person, displayName: person === speaker ? turn.identity.displayName : null };
  await turn.emit({ type: 'ticket.opened', ticket, selfHarm: reading.selfHarm, by });
  await acknowledgeNew(turn, ticket, reading, site);
  const locale = speaker.locale ?? turn.locale;
  await turn.emit({ type: 'ticket.acknowledged', ticket, person, locale });
  return ticket;
}

function summaryOf(turn: Turn, text: string): string {
  const words = text.trim();
  if (words) return [...words].slice(0, SUMMARY).join('');
  return turn.inbound.media?.map((media) => `[${media.kind}]`).join(' ') ?? '';
}
