/** `/complaint` of a traveller: the words are taken as they are, and go to a supervisor. */
import type { Turn } from '../../conversation/feature.ts';
import { auditOpening } from '../../store/audit.ts';
import { addTravellerEntry } from '../../store/entries.ts';
import { teamFor } from '../../store/routing.ts';
import { openTicket } from '../../store/tickets.ts';
import type { LedgerDeps } from './index.ts';

const SUMMARY = 500;
/** Later than this (in minutes) words are a message like any other. */
const ANSWER_WITHIN = 30;

/** Takes the words, or asks for them. */
export async function complain(turn: Turn, deps: LedgerDeps, words: string): Promise<void> {
  if (words) return passOn(turn, deps, words);
  const isPrivate = turn.chat.kind === 'private';
  if (isPrivate) turn.expect('ledger.complaint');
  await turn.reply({ text: turn.t(turn.locale, isPrivate ? 'care:complaint.ask' : 'care:complaint.group') });
}

/** The words that were asked for; a cry for help goes on as a message. */
export async function answerComplaint(turn: Turn, deps: LedgerDeps, text: string): Promise<boolean> {
  const askedAt = turn.session.expect?.at;
  turn.expect(undefined);
  const isLate = !askedAt || turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') > ANSWER_WITHIN;
  if (isLate || !text || deps.triage(text).urgency === 'emergency') return false;
  await passOn(turn, deps, text);
  return true;
}

async function passOn(turn: Turn, deps: LedgerDeps, words: string): Promise<void> {
  const { tx, now, inbound, chat } = turn;
  const reading = deps.triage(words);
  const isEmergency = reading.urgency === 'emergency';
  const need = isEmergency ? reading.need : 'complaint';
  const person = await turn.ensurePerson();
  const siteId = person.siteId ?? chat.siteId;
  const team = await teamFor(tx, { siteId, jurisdiction: person.jurisdiction, need }, now);
  const ticket = await openTicket(
    tx,
    {
      personId: person.id,
      siteId,
      teamId: team?.id ?? null,
      need,
      urgency: reading.urgency,
      summary: [...words].slice(0, SUMMARY).join(''),
      language: person.locale ?? reading.language,
      account: inbound.account,
      privateChat: turn.privateTarget()?.chat ?? null,
      groupChat: chat.kind === 'group' ? chat.externalId : null,
    },
    now,
  );
  const actor = { role: 'traveller', id: person.id } as const;
  auditOpening(tx, ticket, { actor, now, channel: inbound.account });
  addTravellerEntry(tx, ticket, turn, words);
  turn.remember({ ticket: ticket.id });
  const by = { person, displayName: turn.identity.displayName };
  await turn.emit({ type: 'ticket.opened', ticket, selfHarm: reading.selfHarm, by });
  const key = isEmergency ? 'care:thanks.emergency' : 'care:complaint.done';
  await turn.reply(
    { text: turn.t(turn.locale, key, { number: ticket.number }) },
    { lane: isEmergency ? 'emergency' : 'interactive', ticketId: ticket.id },
  );
}
