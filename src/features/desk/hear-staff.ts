/** What colleagues write without a command: answers when they quote or are at work on a ticket, else their own talk. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicketByMessage } from '../../store/tickets.ts';
import { noteTicket } from './note-ticket.ts';
import { focusedTicket, quotedTicket, ticketNumbered } from './pick-ticket.ts';
import type { DeskDeps } from './reach.ts';
import type { Words } from './relay.ts';
import { replyTicket } from './reply-ticket.ts';

/** Takes everything colleagues write, and everything written in a team's chat: none of it opens a ticket. */
export async function hearStaff(turn: Turn, deps: DeskDeps): Promise<boolean> {
  if (!turn.staff) return turn.chat.teamId !== null || turn.chat.oversees;
  const ticket = await ticketMeant(turn);
  if (ticket) await sayOn(turn, deps, ticket, wordsOf(turn));
  return true;
}

/** The words that were asked for by the Reply or Note button. */
export async function hearAnswer(
  turn: Turn,
  deps: DeskDeps,
  kind: 'reply' | 'note',
  params: Record<string, unknown>,
): Promise<boolean> {
  if (!turn.staff || turn.inbound.replyTo || turn.inbound.edits) return false;
  turn.expect(undefined);
  const ticket = await ticketNumbered(turn, Number(params.ticket));
  const words = wordsOf(turn);
  if (kind === 'note') await noteTicket(turn, ticket, { ...words, text: words.text.replace(NOTE, '') });
  else await sayOn(turn, deps, ticket, words);
  return true;
}

/** What this message says, with `text` in place of its own where a command stood before it. */
export function wordsOf({ inbound }: Turn, text = inbound.text?.trim() ?? ''): Words {
  const { media, place, contact } = inbound;
  return {
    text,
    ...(media?.length ? { media } : {}),
    ...(place ? { place } : {}),
    ...(contact ? { contact } : {}),
  };
}

/** Whether there is anything to hand on. */
export const isEmpty = ({ text, media, place, contact }: Words): boolean =>
  text === '' && !media?.length && !place && !contact;

const NOTE = /^[/／]{2}\s*/u;

async function sayOn(turn: Turn, deps: DeskDeps, ticket: TicketRecord, words: Words): Promise<void> {
  if (!NOTE.test(words.text)) return replyTicket(turn, deps, ticket, words);
  const note = { ...words, text: words.text.replace(NOTE, '') };
  if (!isEmpty(note)) await noteTicket(turn, ticket, note);
}

/** In private a quote or an edit that belongs to no ticket is never taken for the ticket in hand. */
async function ticketMeant(turn: Turn): Promise<TicketRecord | undefined> {
  const { account, edits, replyTo } = turn.inbound;
  const isPrivate = turn.chat.kind === 'private';
  const quoted = await quotedTicket(turn);
  if (quoted) return quoted;
  if (edits)
    return isPrivate ? findTicketByMessage(turn.tx, account, turn.chat.externalId, edits) : undefined;
  if (!isPrivate) return undefined;
  if (replyTo) throw new UserError('staff:error.unknown-quote');
  const focused = await focusedTicket(turn);
  if (!focused) await turn.reply({ text: turn.t(turn.locale, 'staff:help') });
  return focused;
}
