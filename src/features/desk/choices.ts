/** The desk's buttons: `name:number:version`, or what a menu of one offers. */
import type { Feature, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { TicketRecord } from '../../store/records.ts';
import { acceptTicket, declineTicket } from './accept-ticket.ts';
import { answerInPlace, assertAmongStaff } from './answer-in-place.ts';
import { claimTicket } from './claim-ticket.ts';
import { startAnswering } from './collision.ts';
import { chooseCorrection, correctNeed, correctUrgency } from './correct-ticket.ts';
import { chooseCanned } from './edit-canned.ts';
import { targetById } from './find-target.ts';
import type { NoteKind } from './note-ticket.ts';
import { ticketNumbered } from './pick-ticket.ts';
import type { DeskDeps } from './reach.ts';
import { releaseTicket } from './release-ticket.ts';
import { replyTicket, whoText } from './reply-ticket.ts';
import { reopenTicket, resolveTicket } from './resolve-ticket.ts';
import { showQueue } from './show-queue.ts';
import { showTicket } from './show-ticket.ts';
import { chooseTarget, offerTicket } from './transfer-ticket.ts';

type Press = (turn: Turn, ticket: TicketRecord, args: readonly string[]) => Promise<void>;

/** Every button of the desk. A card may be old: the use case looks at how the ticket stands now. */
export function deskChoices(deps: DeskDeps): NonNullable<Feature['choices']> {
  const on =
    (press: Press) =>
    async (turn: Turn, [number, ...rest]: readonly string[]): Promise<void> => {
      assertCan(turn.actor, 'ticket.list');
      assertAmongStaff(turn);
      await press(turn, await ticketNumbered(turn, number), rest);
    };
  return {
    claim: on((turn, ticket) => claimTicket(turn, deps, ticket)),
    release: on((turn, ticket) => releaseTicket(turn, deps, ticket)),
    reply: on(async (turn, ticket) => {
      assertCan(turn.actor, 'ticket.reply');
      await askForWords(turn, ticket, 'reply', await startAnswering(turn, deps, ticket));
    }),
    note: on((turn, ticket) => askForWords(turn, ticket, 'note')),
    'note-restricted': on((turn, ticket) => askForWords(turn, ticket, 'note-restricted')),
    transfer: on((turn, ticket) => chooseTarget(turn, ticket)),
    give: on(async (turn, ticket, [kind, id]) =>
      offerTicket(turn, deps, ticket, await targetById(turn, kind, id)),
    ),
    accept: on((turn, ticket) => acceptTicket(turn, deps, ticket)),
    decline: on((turn, ticket) => declineTicket(turn, deps, ticket)),
    resolve: on((turn, ticket) => resolveTicket(turn, deps, ticket, { text: '' })),
    reopen: on((turn, ticket) => reopenTicket(turn, deps, ticket)),
    open: on((turn, ticket) => showTicket(turn, deps, ticket)),
    canned: on((turn, ticket) => chooseCanned(turn, ticket)),
    cannedsend: on((turn, ticket, [name]) => replyTicket(turn, deps, ticket, { text: `!${name}` })),
    correct: on((turn, ticket) => chooseCorrection(turn, ticket)),
    setneed: on((turn, ticket, [need]) => correctNeed(turn, deps, ticket, need ?? '')),
    seturgency: on((turn, ticket, [urgency]) => correctUrgency(turn, deps, ticket, urgency ?? '')),
    queue: (turn, [offset]) => showQueue(turn, deps, 'queue', pageOf(turn, offset)),
    mine: (turn, [offset]) => showQueue(turn, deps, 'mine', pageOf(turn, offset)),
  };
}

/** Another page of what whoever presses last asked for. */
const pageOf = ({ session }: Turn, offset: string | undefined): { words: string; offset: number } => ({
  words: session.queue ?? '',
  offset: Number(offset),
});

/** In private the next words are meant; in a group, where several talk, the ones that quote the card. */
async function askForWords(
  turn: Turn,
  ticket: TicketRecord,
  kind: 'reply' | NoteKind,
  warning?: string,
): Promise<void> {
  assertCan(turn.actor, `ticket.${kind}`);
  const here = turn.chat.kind === 'private';
  if (here) turn.expect(`desk.${kind}`, { ticket: ticket.number });
  const key = here ? `staff:ask.${kind}` : `staff:ask.${kind}-in-group`;
  const who = here ? await whoText(turn, ticket) : undefined;
  const question = turn.t(turn.locale, key, { number: ticket.number, who });
  await answerInPlace(turn, ticket, warning ? `${warning}\n${question}` : question);
}
