/** `/thanks`: warm words reach the people they are meant for. */
import type { Turn } from '../../conversation/feature.ts';
import { auditOpening } from '../../store/audit.ts';
import { addTravellerEntry } from '../../store/entries.ts';
import type { PersonRecord, TicketRecord } from '../../store/records.ts';
import { teamFor } from '../../store/routing.ts';
import { changeTicket, openTicket } from '../../store/tickets.ts';
import type { AftercareDeps } from './index.ts';

/** Later than this (in minutes) words are a message like any other. */
const ANSWER_WITHIN = 30;
const SUMMARY = 500;
const SYSTEM = { role: 'system', id: 'system' } as const;

/** Passes the words on, or asks for them. */
export async function sayThanks(turn: Turn, deps: AftercareDeps, words: string): Promise<void> {
  if (words || turn.inbound.media?.length) return passOn(turn, deps, words);
  const isPrivate = turn.chat.kind === 'private';
  if (isPrivate) turn.expect('care.thanks');
  await turn.reply({ text: turn.t(turn.locale, isPrivate ? 'care:thanks.ask' : 'care:thanks.group') });
}

/** The words that were asked for, or a picture; a cry for help goes on as a message. */
export async function answerThanks(turn: Turn, deps: AftercareDeps, text: string): Promise<boolean> {
  const askedAt = turn.session.expect?.at;
  turn.expect(undefined);
  const isLate = !askedAt || turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') > ANSWER_WITHIN;
  const isEmpty = !text && !turn.inbound.media?.length;
  if (isLate || isEmpty || deps.triage(text).urgency !== 'normal') return false;
  await passOn(turn, deps, text);
  return true;
}

/** A ticket for the team to see, which nobody has to work on; unless the words turn out to be an emergency. */
async function passOn(turn: Turn, deps: AftercareDeps, words: string): Promise<void> {
  const reading = deps.triage(words);
  const isEmergency = reading.urgency === 'emergency';
  const person = await turn.ensurePerson();
  const { need, urgency } = isEmergency ? reading : ({ need: 'thanks', urgency: 'normal' } as const);
  const ticket = await openTicket(turn.tx, await fieldsFor(turn, person, words, { need, urgency }), turn.now);
  const actor = { role: 'traveller', id: person.id } as const;
  auditOpening(turn.tx, ticket, { actor, now: turn.now, channel: turn.inbound.account });
  addTravellerEntry(turn.tx, ticket, turn, words);
  await turn.emit({ type: 'ticket.opened', ticket, selfHarm: reading.selfHarm });
  if (!isEmergency) await rest(turn, ticket);
  const key = isEmergency ? 'care:thanks.emergency' : 'care:thanks.done';
  const lane = isEmergency ? 'emergency' : 'interactive';
  await turn.reply(
    { text: turn.t(turn.locale, key, { number: ticket.number }) },
    { lane, ticketId: ticket.id },
  );
}

async function fieldsFor(
  turn: Turn,
  person: PersonRecord,
  words: string,
  reading: Pick<TicketRecord, 'need' | 'urgency'>,
): Promise<Parameters<typeof openTicket>[1]> {
  const { inbound, chat } = turn;
  const siteId = person.siteId ?? chat.siteId;
  const { jurisdiction } = person;
  const team = await teamFor(turn.tx, { siteId, jurisdiction, need: reading.need }, turn.now);
  return {
    ...reading,
    personId: person.id,
    siteId,
    teamId: team?.id ?? null,
    summary: words ? [...words].slice(0, SUMMARY).join('') : '💐',
    language: person.locale ?? turn.locale,
    account: inbound.account,
    privateChat: turn.privateTarget()?.chat ?? null,
    groupChat: chat.kind === 'group' ? chat.externalId : null,
  };
}

async function rest(turn: Turn, before: TicketRecord): Promise<void> {
  const ticket = await changeTicket(
    turn.tx,
    before,
    { states: ['new'] },
    { state: 'resolved', resolvedAt: turn.now },
    { actor: SYSTEM, action: 'ticket.thanks', channel: turn.inbound.account, now: turn.now },
  );
  if (ticket)
    await turn.emit({
      type: 'ticket.changed',
      ticket,
      before,
      what: 'resolved',
      params: { name: '💐' },
      actor: SYSTEM,
    });
}
