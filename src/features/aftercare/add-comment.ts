/** The word that somebody adds to a rating. */
import type { Turn } from '../../conversation/feature.ts';
import { isPlea } from '../../domain/plea.ts';
import { isWriter } from '../../domain/proxy.ts';
import { startsWithWord } from '../../domain/yes-no.ts';
import { addTravellerEntry } from '../../store/entries.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket, findTicket } from '../../store/tickets.ts';
import type { AftercareDeps } from './index.ts';
import { discreetName, ownTicket, traveller } from './own-ticket.ts';
import { rateTicket } from './rate-ticket.ts';
import { readStars } from './read-answer.ts';

/** Later than this (in minutes) words are a new message. */
const ANSWER_WITHIN = 30;
const LENGTH = 2000;

/** Stores the words as a comment; a need that cannot wait goes on as a message. */
export async function addComment(
  turn: Turn,
  deps: AftercareDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  const askedAt = turn.session.expect?.at;
  turn.expect(undefined);
  const ticket = typeof params.ticket === 'string' ? await findTicket(turn.tx, params.ticket) : undefined;
  const isLate = !askedAt || turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') > ANSWER_WITHIN;
  const isMessage = turn.inbound.media?.length || isPlea(deps.triage(text));
  if (!ticket || !isWriter(ticket, turn.person?.id) || isLate || !text || isMessage) return false;
  const stars = readStars(text);
  if (stars) await rateTicket(turn, ticket, stars);
  else if (isSkip(turn, text)) await turn.reply({ text: turn.t(turn.locale, 'care:comment.skipped') });
  else return store(turn, ticket, text);
  return true;
}

/** A pressed Skip. */
export async function skipComment(turn: Turn, [number]: readonly string[]): Promise<void> {
  await ownTicket(turn, number);
  turn.expect(undefined);
  await turn.reply({ text: turn.t(turn.locale, 'care:comment.skipped') });
}

const isSkip = (turn: Turn, text: string): boolean =>
  [turn.locale, 'en'].some((locale) => startsWithWord(text, turn.t(locale, 'care:words.skip')));

/** False when the ticket was opened again meanwhile: then the words belong to what is still missing. */
async function store(turn: Turn, before: TicketRecord, text: string): Promise<boolean> {
  const actor = traveller(before);
  const ticket = await changeTicket(
    turn.tx,
    before,
    { states: ['resolved', 'closed'] },
    { ratingComment: [...text].slice(0, LENGTH).join('') },
    { actor, action: 'ticket.comment', channel: turn.inbound.account, now: turn.now },
  );
  if (!ticket) return false;
  addTravellerEntry(turn.tx, ticket, turn, text);
  const params = { rating: ticket.rating, name: discreetName(turn) };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'rated', params, actor });
  await turn.reply({ text: turn.t(turn.locale, 'care:comment.thanks') }, { ticketId: ticket.id });
  return true;
}
