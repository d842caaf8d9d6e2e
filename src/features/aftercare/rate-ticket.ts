/** A rating from 1 to 5 closes the ticket; it may be changed within a day. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { findFirstRating } from '../../store/aftercare.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import { notSolved } from './ask-solved.ts';
import { discreetName, ownTicket, traveller } from './own-ticket.ts';

const CHANGEABLE_HOURS = 24;
/** Up to this rating somebody was not content. */
const POOR = 2;

/** A pressed rating. */
export async function rateByChoice(turn: Turn, [number, stars]: readonly string[]): Promise<void> {
  const ticket = await ownTicket(turn, number);
  if (!/^[1-5]$/.test(stars ?? '')) throw new UserError('common:error.old-choice');
  await rateTicket(turn, ticket, Number(stars));
}

/** Stores the rating and asks for a word. */
export async function rateTicket(turn: Turn, before: TicketRecord, rating: number): Promise<void> {
  const actor = traveller(before);
  const { number } = before;
  assertCan(actor, 'ticket.rate');
  if (OPEN_STATES.includes(before.state)) throw new UserError('care:error.open-again', { number });
  const isSame = before.rating === rating;
  if (!isSame && before.rating !== null && !(await mayChange(turn, before))) {
    throw new UserError('care:error.rated', { number, rating: before.rating });
  }
  const ticket = isSame ? before : await store(turn, before, rating);
  await askForWord(turn, ticket, rating);
}

async function mayChange(turn: Turn, ticket: TicketRecord): Promise<boolean> {
  const first = await findFirstRating(turn.tx, ticket.id);
  return !first || turn.now.since(first).total('hours') <= CHANGEABLE_HOURS;
}

async function store(turn: Turn, before: TicketRecord, rating: number): Promise<TicketRecord> {
  const actor = traveller(before);
  const ticket = await changeTicket(
    turn.tx,
    before,
    { states: ['resolved', 'closed'] },
    { state: 'closed', rating },
    { actor, action: 'ticket.rate', channel: turn.inbound.account, now: turn.now },
  );
  if (!ticket) throw new UserError('care:error.open-again', { number: before.number });
  const params = { rating, name: discreetName(turn) };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'rated', params, actor });
  return ticket;
}

async function askForWord(turn: Turn, ticket: TicketRecord, rating: number): Promise<void> {
  const { locale, t } = turn;
  const isPoor = rating <= POOR;
  const thanks = t(locale, isPoor ? 'care:rated.poor' : 'care:rated.well', { rating });
  const way = isPoor ? [[notSolved(turn, locale, ticket)]] : [];
  if (ticket.ratingComment !== null) {
    turn.expect(undefined);
    return turn.reply({ text: thanks, choices: way }, { ticketId: ticket.id });
  }
  turn.expect('care.comment', { ticket: ticket.id });
  const skip = { id: `nocomment:${ticket.number}`, label: t(locale, 'care:button.skip') };
  const text = `${thanks}\n${t(locale, 'care:comment.ask')}`;
  await turn.reply({ text, choices: [[skip], ...way] }, { ticketId: ticket.id });
}
