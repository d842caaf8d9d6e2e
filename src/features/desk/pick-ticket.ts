/** Which ticket a command, a button or a quote is about. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicket, findTicketByMessage } from '../../store/tickets.ts';
import { findTicketOfTopic } from '../../store/topics.ts';

/** A ticket and the words that came after its number. */
export interface Picked {
  readonly ticket: TicketRecord;
  readonly rest: string;
}

/**
 * The ticket named by number, else the quoted one, else that of the topic, else in private the one being written to.
 * Throws the usage of `command` (a name, or the key of a usage line) when there is none; undefined when colleagues were
 * only talking and a sentence began with a command's word.
 */
export async function pickTicket(turn: Turn, command: string, args: string): Promise<Picked | undefined> {
  const { number, rest } = splitNumber(args, command);
  const quoted = await quotedTicket(turn);
  if (number !== undefined && quoted && quoted.number !== number) {
    throw new UserError('staff:error.which', { number, quoted: quoted.number });
  }
  if (quoted) return { ticket: quoted, rest };
  if (number !== undefined) return { ticket: await ticketNumbered(turn, number), rest };
  const here = await topicTicket(turn);
  if (here && !isTalk(turn, here, command, rest)) return { ticket: here, rest };
  const focused = await focusedTicket(turn);
  if (focused) return { ticket: focused, rest };
  if (isChatter(turn)) return undefined;
  throw usageError(command);
}

/** The refusal that shows how a command of the desk (or, by a whole key, of another feature) is written. */
export const usageError = (command: string): UserError =>
  new UserError('staff:error.usage', {
    usage: command.includes(':') ? command : `staff:command.${command}.usage`,
  });

/** The ticket with this number, as buttons and commands name it. */
export async function ticketNumbered(turn: Turn, number: number | string | undefined): Promise<TicketRecord> {
  const known = Number(number);
  const ticket =
    Number.isSafeInteger(known) && known < 2 ** 31 ? await findTicket(turn.tx, known) : undefined;
  if (!ticket) throw new UserError('staff:error.no-ticket', { number: String(number) });
  return ticket;
}

/** The ticket whose card, relay or line the message quotes. */
export async function quotedTicket(turn: Turn): Promise<TicketRecord | undefined> {
  const { account, replyTo } = turn.inbound;
  return replyTo && findTicketByMessage(turn.tx, account, turn.chat.externalId, replyTo);
}

/** The ticket in whose own topic this was written. */
export async function topicTicket(turn: Turn): Promise<TicketRecord | undefined> {
  const { topic } = turn.inbound;
  return topic && findTicketOfTopic(turn.tx, turn.chat.id, topic);
}

/** The ticket that plain words in this private chat go to. */
export async function focusedTicket(turn: Turn): Promise<TicketRecord | undefined> {
  const { ticket } = turn.session;
  return turn.chat.kind === 'private' && ticket ? findTicket(turn.tx, ticket) : undefined;
}

/** `12 text`, `#12 text`, `＃１２：text`. A number that runs into a word could be anything, and is asked about. */
function splitNumber(args: string, command: string): { number?: number; rest: string } {
  const match = /^([#＃]?)\s*([0-9０-９]{1,9})([\s\S]*)$/u.exec(args);
  if (!match) return { rest: args };
  const [, sign, digits = '', rest = ''] = match;
  const apart = /^($|[\s:：,，、;；]+(?=$|\S))/u.exec(rest);
  const decimal = /^[.:：,，][0-9０-９]/u.test(rest);
  if ((!apart || decimal) && !sign) throw usageError(command);
  return { number: Number(digits.normalize('NFKC')), rest: rest.slice(apart?.[0].length ?? 0).trim() };
}

/** What the traveller would read: a colleague's sentence in a topic may begin with such a word and mean nothing by it. */
const SENT = ['reply', 'resolve'];

const isTalk = (turn: Turn, ticket: TicketRecord, command: string, rest: string): boolean =>
  isChatter(turn) && SENT.includes(command) && rest !== '' && ticket.ownerId !== turn.actor.id;

const isChatter = (turn: Turn): boolean =>
  turn.chat.kind === 'group' && !/^[/／]/u.test(turn.inbound.text?.trim() ?? '');
