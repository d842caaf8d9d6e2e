/** People who travel together need the same: what one of them writes joins the ticket that another opened just before. */
import type { Turn } from '../../conversation/feature.ts';
import { mayJoinParty, PARTY_HOURS } from '../../domain/proxy.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { findPartyTicket } from '../../store/parties.ts';
import { addToTicket } from './add-to-ticket.ts';
import { speakerName, spokenFor } from './spoken-for.ts';

/** True when the words went to a ticket of the party; whoever is in none costs no statement. */
export async function addToParty(turn: Turn, reading: Reading, text: string): Promise<boolean> {
  if (turn.chat.kind !== 'private' || !mayJoinParty(reading)) return false;
  const person = (await spokenFor(turn)) ?? turn.person;
  if (!person?.partyId) return false;
  const { id, partyId } = person;
  const since = turn.now.subtract({ hours: PARTY_HOURS });
  const ticket = await findPartyTicket(turn.tx, { id, partyId }, reading.need, since);
  if (!ticket) return false;
  const by = speakerName(turn);
  const before = turn.session.ticket;
  await addToTicket(turn, ticket, reading, `${by}: ${text}`, { quiet: true, by });
  // Their next words are not about it: it is not theirs.
  turn.remember({ ticket: before });
  const locale = turn.person?.locale ?? turn.locale;
  await turn.reply({
    text: turn.t(locale, 'proxy:party.added', { number: ticket.number }),
    choices: [[{ id: `new:${turn.inboundId}`, label: turn.t(locale, 'ask:button.something-new') }]],
  });
  return true;
}
