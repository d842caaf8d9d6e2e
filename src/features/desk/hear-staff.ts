/** What colleagues write without a command: answers when they quote or are at work on a ticket, else their own talk. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicketByMessage } from '../../store/tickets.ts';
import { NOTE_MARK, type NoteKind, noteTicket } from './note-ticket.ts';
import { ownInTopic } from './own-in-topic.ts';
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
  kind: 'reply' | NoteKind,
  params: Record<string, unknown>,
): Promise<boolean> {
  if (!turn.staff || turn.inbound.replyTo || turn.inbound.edits) return false;
  turn.expect(undefined);
  const ticket = await ticketNumbered(turn, Number(params.ticket));
  const words = wordsOf(turn);
  if (kind === 'reply') await sayOn(turn, deps, ticket, words);
  else await note(turn, ticket, words, kind);
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

async function sayOn(turn: Turn, deps: DeskDeps, ticket: TicketRecord, words: Words): Promise<void> {
  if (!NOTE_MARK.test(words.text)) return replyTicket(turn, deps, ticket, words);
  await note(turn, ticket, words, 'note');
}

/** The mark before the words may make a note a restricted one; no mark makes a restricted one less. */
async function note(turn: Turn, ticket: TicketRecord, words: Words, kind: NoteKind): Promise<void> {
  const [mark = '', restricted] = NOTE_MARK.exec(words.text) ?? [];
  const unmarked = { ...words, text: words.text.slice(mark.length) };
  if (!isEmpty(unmarked)) await noteTicket(turn, ticket, unmarked, restricted ? 'note-restricted' : kind);
}

/** In private a quote or an edit that belongs to no ticket is never taken for the ticket in hand. */
async function ticketMeant(turn: Turn): Promise<TicketRecord | undefined> {
  const { account, edits, replyTo } = turn.inbound;
  const isPrivate = turn.chat.kind === 'private';
  const quoted = await quotedTicket(turn);
  if (quoted) return quoted;
  if (!isPrivate) return ownInTopic(turn);
  if (edits) return findTicketByMessage(turn.tx, account, turn.chat.externalId, edits);
  if (replyTo) throw new UserError('staff:error.unknown-quote');
  const focused = await focusedTicket(turn);
  if (!focused) await turn.reply({ text: turn.t(turn.locale, 'staff:help') });
  return focused;
}
