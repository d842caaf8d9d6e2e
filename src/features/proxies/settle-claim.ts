/** The team says whether somebody may speak for the person they name, and who of the travellers that is. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import { memberText } from '../../domain/card-people.ts';
import type { ProxyState } from '../../domain/proxy.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { findPerson } from '../../store/people.ts';
import {
  findTicketProxy,
  listLikely,
  listOpenOf,
  listSpokenFor,
  mergeClaimed,
  returnTickets,
  type SpokenFor,
  settleProxy,
} from '../../store/proxies.ts';
import type { PersonRecord, TicketRecord } from '../../store/records.ts';

/** Travellers who are offered as the one that is meant. */
const LIKELY = 5;

/** Verifies at once, or asks first who of the known travellers it is; `rest` names one by another ticket's number. */
export async function verifyClaim(
  turn: Turn,
  desk: TicketDesk,
  ticket: TicketRecord,
  rest: string,
): Promise<void> {
  const found = await claimOn(turn, ticket, ['claimed']);
  const number = /^[#＃]?\s*(\d{1,9})$/u.exec(rest)?.[1];
  if (rest && !number) throw new UserError('staff:error.usage', { usage: 'staff-proxy:usage.verify' });
  if (number) return complete(turn, desk, ticket, found, await personOf(turn, desk, number));
  const likely = await listLikely(turn.tx, found, LIKELY);
  if (likely.length === 0) return complete(turn, desk, ticket, found);
  const people = likely.map((one) => [{ id: `proxyis:${ticket.number}:${one.id}`, label: memberText(one) }]);
  const nobody = { id: `proxynew:${ticket.number}`, label: say(turn, 'button.new') };
  const text = say(turn, 'ask.subject', { number: ticket.number, name: memberText(found.subject) });
  await desk.answer(turn, ticket, text, { choices: [...people, [nobody]] });
}

/** One of the travellers that were offered. */
export async function chooseSubject(
  turn: Turn,
  desk: TicketDesk,
  ticket: TicketRecord,
  personId: string | undefined,
): Promise<void> {
  const found = await claimOn(turn, ticket, ['claimed']);
  const known = (await listLikely(turn.tx, found, LIKELY)).find((one) => one.id === personId);
  if (!known) throw new UserError('staff:error.old-button');
  await complete(turn, desk, ticket, found, known);
}

/** None of them: somebody who never wrote. */
export async function chooseNew(turn: Turn, desk: TicketDesk, ticket: TicketRecord): Promise<void> {
  await complete(turn, desk, ticket, await claimOn(turn, ticket, ['claimed']));
}

/** Refuses a claim, or takes a confirmation back: what they wrote stays with them, as their own. */
export async function refuseClaim(turn: Turn, desk: TicketDesk, ticket: TicketRecord): Promise<void> {
  const found = await claimOn(turn, ticket, ['claimed', 'verified']);
  const { proxy } = found;
  await settle(turn, found, ['claimed', 'verified'], 'refused');
  for (const ticketId of await returnTickets(turn.tx, proxy)) audit(turn, found, 'proxy.refuse', ticketId);
  const speaker = await findPerson(turn.tx, proxy.speakerId);
  if (speaker) await redraw(turn, speaker);
  await tellSpeaker(turn, desk, ticket, found, 'told.refused');
  await desk.answer(turn, ticket, say(turn, 'refused', { number: ticket.number }));
}

async function complete(
  turn: Turn,
  desk: TicketDesk,
  ticket: TicketRecord,
  found: SpokenFor,
  known?: PersonRecord,
): Promise<void> {
  const { proxy, subject } = found;
  if (known) await assertFree(turn, ticket, found, known);
  await settle(turn, found, ['claimed'], 'verified');
  if (known) await mergeClaimed(turn.tx, subject.id, known.id);
  audit(turn, { ...found, subject: known ?? subject }, 'proxy.verify', ticket.id);
  turn.tx.changed.add(proxy.speakerId);
  await redraw(turn, known ?? subject);
  await tellSpeaker(turn, desk, ticket, found, 'told.verified');
  await desk.answer(turn, ticket, say(turn, 'verified', { number: ticket.number }));
}

/** Throws where somebody would speak for themselves, or twice for the same person. */
async function assertFree(
  turn: Turn,
  { number }: TicketRecord,
  { proxy }: SpokenFor,
  known: PersonRecord,
): Promise<void> {
  const others = await listSpokenFor(turn.tx, proxy.speakerId);
  const isTaken = known.id === proxy.speakerId || others.some(({ subject }) => subject.id === known.id);
  if (isTaken) throw new UserError('staff-proxy:error.already', { number });
}

/** The claim behind a ticket, for somebody who may read it where they ask. */
async function claimOn(turn: Turn, ticket: TicketRecord, states: readonly ProxyState[]): Promise<SpokenFor> {
  assertCan(turn.actor, 'proxy.verify');
  const { number } = ticket;
  if (!canReadTicket(turn.actor, ticket)) throw new UserError('staff:error.restricted', { number });
  if (ticket.restricted && turn.chat.kind === 'group')
    throw new UserError('staff-proxy:error.private', { number });
  const found = await findTicketProxy(turn.tx, ticket);
  if (!found) throw new UserError('staff-proxy:error.none', { number });
  if (!states.includes(found.proxy.state)) throw settled(number, found.proxy.state);
  return found;
}

const settled = (number: number, state: ProxyState): UserError =>
  new UserError('staff-proxy:error.settled', { number, state: `staff-proxy:state.${state}` });

async function settle(
  turn: Turn,
  { proxy }: SpokenFor,
  from: readonly ProxyState[],
  state: ProxyState,
): Promise<void> {
  const { tx, now, actor } = turn;
  const isDone = await settleProxy(tx, proxy.id, from, { state, by: actor.id, now });
  // A colleague was quicker by a moment: their card shows how it stands.
  if (!isDone) throw new UserError('staff:error.old-button');
}

/** The traveller of another ticket, who wrote it themselves. */
async function personOf(turn: Turn, desk: TicketDesk, number: string): Promise<PersonRecord> {
  const ticket = await desk.numbered(turn, number);
  const person = ticket.speakerId ? undefined : await findPerson(turn.tx, ticket.personId);
  if (!person) throw new UserError('staff-proxy:error.already', { number });
  return person;
}

function audit(turn: Turn, { proxy, subject }: SpokenFor, action: string, ticketId: string): void {
  const { actor, now, inbound } = turn;
  const after = { proxyId: proxy.id, speakerId: proxy.speakerId, subjectId: subject.id };
  addAudit(turn.tx, { actor, action, channel: inbound.account, now, ticketId, after });
}

async function redraw(turn: Turn, person: PersonRecord): Promise<void> {
  const tickets = await listOpenOf(turn.tx, [person.id]);
  await turn.emit({ type: 'profile.changed', person, tickets, inboundId: turn.inboundId });
}

/** By the name they gave themselves: they learn nothing of whom the team knows by it. */
async function tellSpeaker(
  turn: Turn,
  desk: TicketDesk,
  ticket: TicketRecord,
  { proxy, subject }: SpokenFor,
  key: 'told.verified' | 'told.refused',
): Promise<void> {
  const target = await desk.reachTraveller(turn, ticket);
  if (!target) return;
  const locale = await desk.travellerLocale(turn, ticket);
  const text = turn.t(locale, `proxy:${key}`, { name: memberText(subject) });
  await turn.say(target, { text }, { key: `proxy:${proxy.id}:${key}`, ticketId: ticket.id });
}

const say = (turn: Turn, key: string, params: Record<string, unknown> = {}): string =>
  turn.t(turn.locale, `staff-proxy:${key}`, params);
