/** A line for colleagues only: for all of them, or for those who care for the traveller. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { addAudit } from '../../store/audit.ts';
import type { TicketRecord } from '../../store/records.ts';
import { addEntry } from '../../store/tickets.ts';
import { answerInPlace } from './answer-in-place.ts';
import type { Words } from './relay.ts';
import { whoText } from './reply-ticket.ts';

/** Which colleagues a note is for: `restricted` ones are read by medic, counsellor, owner and supervisor. */
export type NoteKind = 'note' | 'note-restricted';

/** `//` before a note, `//!` before a restricted one. */
export const NOTE_MARK = /^[/／]{2}([!！]?)\s*/u;

/** Keeps it on the ticket; the traveller never sees it. */
export async function noteTicket(
  turn: Turn,
  ticket: TicketRecord,
  words: Words,
  kind: NoteKind = 'note',
): Promise<void> {
  assertCan(turn.actor, `ticket.${kind}`);
  const { actor, now, inbound, inboundId } = turn;
  const { media, place, contact } = words;
  const restricted = kind === 'note-restricted';
  addEntry(turn.tx, {
    ticketId: ticket.id,
    kind: 'note',
    at: now,
    text: words.text || undefined,
    restricted,
    attachments: media?.length || place || contact ? { media, place, contact } : undefined,
    staffId: actor.id,
    inboundId,
  });
  const audit = { actor, channel: inbound.account, now, ticketId: ticket.id };
  addAudit(turn.tx, { ...audit, action: 'ticket.note', after: { restricted } });
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket, before: ticket, what: 'noted', params, actor });
  await confirmNote(turn, ticket, restricted);
}

/** A group sees the note on the card; words for few that were written there have been read by all. */
async function confirmNote(turn: Turn, ticket: TicketRecord, restricted: boolean): Promise<void> {
  const { number } = ticket;
  if (turn.chat.kind === 'private') {
    const key = restricted ? 'staff:noted-restricted' : 'staff:noted';
    const who = await whoText(turn, ticket);
    return answerInPlace(turn, ticket, turn.t(turn.locale, key, { number, who }));
  }
  if (restricted)
    await answerInPlace(turn, ticket, turn.t(turn.locale, 'staff:noted-restricted-here', { number }));
}
