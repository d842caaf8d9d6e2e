/** A colleague answers the traveller; whoever answers an unclaimed ticket claims it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicket } from '../../store/tickets.ts';
import { answerInPlace } from './answer-in-place.ts';
import { findCanned } from './canned-texts.ts';
import { handOver, tryClaim } from './claim-ticket.ts';
import { finishAnswering } from './collision.ts';
import { focusOn } from './focus.ts';
import { type DeskDeps, reachActor } from './reach.ts';
import { relay, travellerLocale, type Words } from './relay.ts';
import { tellColleague } from './tell-colleague.ts';

/** Relays words as written, or the canned reply that `!name` stands for. */
export async function replyTicket(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  words: Words,
): Promise<void> {
  assertCan(turn.actor, 'ticket.reply');
  if (ticket.state === 'closed') throw new UserError('staff:error.reply-closed', { number: ticket.number });
  const into = ticket.mergedIntoId ? await findTicket(turn.tx, ticket.mergedIntoId) : undefined;
  if (into) return replyTicket(turn, deps, into, words);
  assertSendable(turn);
  const name = /^[!！]([a-z0-9-]{2,32})$/i.exec(words.text.trim())?.[1];
  const canned = name ? await findCanned(turn, name, await travellerLocale(turn, ticket)) : undefined;
  const claimed = await claimIfFree(turn, deps, ticket);
  const before = claimed ?? ticket;
  const { ticket: after, sent } = await relay(turn, before, canned ? { ...words, text: canned.text } : words);
  await report(turn, after, sent, canned);
  await finishAnswering(turn, deps, after);
  await tellColleague(turn, deps, after, after.ownerId, 'staff:told.answered', {
    name: turn.staff?.name,
    text: canned?.text ?? words.text,
  });
  const goesOn = OPEN_STATES.includes(after.state) && after.ownerId === turn.actor.id;
  if (!claimed && goesOn) await keepFocus(turn, deps, after);
}

/** Refuses before anything is sent when a file could not be kept or a message type is not understood. */
function assertSendable({ inbound }: Turn): void {
  if (inbound.unsupported && !inbound.text) throw new UserError('staff:error.unsupported');
  const problem = inbound.media?.find((media) => media.problem)?.problem;
  if (problem) throw new UserError(`staff:error.file-${problem}`);
}

async function claimIfFree(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
): Promise<TicketRecord | undefined> {
  const isMineAgain = ticket.state === 'reopened' && ticket.ownerId === turn.actor.id;
  if ((ticket.ownerId !== null && !isMineAgain) || ticket.state === 'resolved') return undefined;
  const claimed = await tryClaim(turn, ticket);
  if (claimed) await handOver(turn, deps, claimed, 'staff:change.claimed');
  return claimed ?? findTicket(turn.tx, ticket.id);
}

/** In private the number and the room, so that a misdirected answer is noticed; in a group problems only. */
async function report(
  turn: Turn,
  ticket: TicketRecord,
  sent: boolean,
  canned: { locale: string; wanted: string } | undefined,
): Promise<void> {
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    turn.t(turn.locale, key, { number: ticket.number, ...params });
  const lines: string[] = [];
  if (turn.chat.kind === 'private')
    lines.push(say(sent ? 'staff:sent' : 'staff:kept', { who: await whoText(turn, ticket) }));
  if (canned && canned.locale !== canned.wanted) lines.push(say('staff:canned.other-language', canned));
  if (!sent) lines.push(say(`staff:problem.${ticket.deliveryProblem ?? 'no-private-chat'}`));
  if (lines.length > 0) await answerInPlace(turn, ticket, lines.join('\n'));
}

/** The room, or the name where there is none; no name of a confidential ticket to whoever may not read it. */
export async function whoText(turn: Turn, ticket: TicketRecord): Promise<string> {
  const person = await findPerson(turn.tx, ticket.personId);
  if (person?.room) return turn.t(turn.locale, 'staff:card.room', { room: person.room });
  const name = canReadTicket(turn.actor, ticket) ? person?.name : undefined;
  return name ?? turn.t(turn.locale, 'staff:card.room-unknown');
}

async function keepFocus(turn: Turn, deps: DeskDeps, ticket: TicketRecord): Promise<void> {
  if (turn.session.ticket === ticket.id && turn.chat.kind === 'private') return;
  const reach = await reachActor(turn, deps, ticket.id);
  if (reach) await focusOn(turn, ticket, reach);
}
