/** Words written right after the question: a rating, a yes, a no; anything else goes on as a message. */
import type { Turn } from '../../conversation/feature.ts';
import { isWriter } from '../../domain/proxy.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicket } from '../../store/tickets.ts';
import { solvedQuestion } from './ask-solved.ts';
import type { AftercareDeps } from './index.ts';
import { rateTicket } from './rate-ticket.ts';
import { readStars, readYesNo } from './read-answer.ts';
import { reopenOwn } from './reopen-ticket.ts';
import { saySafe } from './say-safe.ts';

type Params = Record<string, unknown>;

/** Answers "was this solved?". */
export async function answerRating(
  turn: Turn,
  deps: AftercareDeps,
  text: string,
  params: Params,
): Promise<boolean> {
  const ticket = await askedTicket(turn, params);
  if (!ticket) return false;
  const stars = readStars(text);
  if (stars) {
    await rateTicket(turn, ticket, stars);
    return true;
  }
  if (isCry(deps, text)) return false;
  const said = readYesNo(turn, text);
  if (said === 'no') await reopenOwn(turn, ticket, text);
  if (said === 'yes') await askForStars(turn, ticket);
  return said !== undefined;
}

/** Answers "are you safe for now?". */
export async function answerSafe(
  turn: Turn,
  deps: AftercareDeps,
  text: string,
  params: Params,
): Promise<boolean> {
  const ticket = await askedTicket(turn, params);
  if (!ticket || isCry(deps, text)) return false;
  const said = readYesNo(turn, text);
  if (said === 'no') await reopenOwn(turn, ticket, text);
  if (said === 'yes') await saySafe(turn, ticket);
  return said !== undefined;
}

/** An emergency is read by those who handle emergencies, whatever was asked. */
const isCry = (deps: AftercareDeps, text: string): boolean => deps.triage(text).urgency === 'emergency';

/** The ticket that was asked about; the question is over with these words, whatever they say. */
async function askedTicket(turn: Turn, params: Params): Promise<TicketRecord | undefined> {
  turn.expect(undefined);
  const ticket = typeof params.ticket === 'string' ? await findTicket(turn.tx, params.ticket) : undefined;
  return ticket && isWriter(ticket, turn.person?.id) ? ticket : undefined;
}

async function askForStars(turn: Turn, ticket: TicketRecord): Promise<void> {
  turn.expect('care.rating', { ticket: ticket.id });
  await turn.reply(solvedQuestion(turn, turn.locale, ticket, 'care:ask.own'), { ticketId: ticket.id });
}
