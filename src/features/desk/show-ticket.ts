/** A ticket with all that was said on it, for one reader in private. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, canReadEntry, canReadTicket } from '../../domain/actor.ts';
import { renderCard } from '../../domain/card-text.ts';
import type { Content, Media } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import type { Lane } from '../../outbox/enqueue.ts';
import { noteAccess } from '../../store/access-log.ts';
import { auditReading } from '../../store/audit.ts';
import { loadCardViews } from '../../store/cards.ts';
import { loadTranscript } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import { answerInPlace } from './answer-in-place.ts';
import { focusOn } from './focus.ts';
import { type DeskDeps, laneOf, type Reach, reachActor, ticketLink } from './reach.ts';
import { transcriptLines } from './transcript.ts';

/** Longest message of a transcript, in characters; all platforms take this much at once. */
const CHUNK = 3000;
/** Files of a ticket that are shown again; older ones stay where they were first shown. */
const FILES = 10;

/** `/ticket N` and the open button: sends the transcript to the reader's private chat, and says where it went. */
export async function showTicket(turn: Turn, deps: DeskDeps, ticket: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.read');
  if (!canReadTicket(turn.actor, ticket))
    throw new UserError('staff:error.restricted', { number: ticket.number });
  const reach = await reachActor(turn, deps, ticket.id);
  if (!reach) return askForPrivateChat(turn, ticket);
  await sendTicket(turn, deps, ticket, reach);
  if (ticket.ownerId === turn.actor.id) await focusOn(turn, ticket, reach);
}

/** In the group: how to open the private chat in which the ticket can be read. */
export async function askForPrivateChat(turn: Turn, ticket: TicketRecord): Promise<void> {
  const link = ticketLink(turn, turn.inbound.account, ticket.number);
  const key = link ? 'staff:open-private-link' : 'staff:open-private';
  await answerInPlace(turn, ticket, turn.t(turn.locale, key, { number: ticket.number, link }));
}

/** The card, everything said so far and the latest files, in as few messages as they fit in. */
export async function sendTicket(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  reach: Reach,
): Promise<void> {
  const { tx, now, t } = turn;
  const [view] = await loadCardViews(tx, [ticket.id]);
  if (!view) return;
  const lines = await loadTranscript(tx, ticket.id);
  const { locale } = reach;
  const mayRead = canReadTicket(turn.actor, ticket);
  const card = renderCard(view, { t, locale, now, zone: deps.zone, reader: mayRead ? 'full' : 'group' });
  const looks = { t, locale, now, zone: view.siteZone ?? deps.zone, reader: turn.actor };
  const said = transcriptLines(ticket, lines, looks);
  const media = lines
    .filter((line) => line.kind === 'traveller' && canReadEntry(turn.actor, ticket, line))
    .flatMap((line) => line.attachments?.media ?? [])
    .slice(-FILES);
  let part = 0;
  for (const content of arrange(card, said, media, `#${ticket.number}`)) {
    part += 1;
    await turn.say(reach.target, content, {
      key: `show:${turn.inboundId}:${ticket.id}:${part}`,
      ...queuing(ticket),
    });
  }
  if (ticket.restricted || lines.some((line) => line.restricted && canReadEntry(turn.actor, ticket, line))) {
    auditReading(turn, turn.actor, ticket, reach.target.account);
  } else {
    const read = { personId: ticket.personId, ticketId: ticket.id, channel: reach.target.account };
    noteAccess(turn, turn.actor, { ...read, what: 'ticket' });
  }
}

const queuing = (ticket: TicketRecord): { ticketId: string; lane: Lane } => ({
  ticketId: ticket.id,
  lane: laneOf(ticket),
});

/** Files first, then the transcript, and the card with its buttons last, where the thumb is. */
function arrange(card: Content, said: readonly string[], media: readonly Media[], title: string): Content[] {
  const chunks = said.length > 1 ? chunked([...said, '', card.text ?? '']) : [card.text ?? ''];
  const last = chunks.pop() ?? '';
  return [
    ...(media.length > 0 ? [{ text: title, media }] : []),
    ...chunks.map((text) => ({ text })),
    { ...card, text: last },
  ];
}

function chunked(lines: readonly string[]): string[] {
  const chunks: string[] = [];
  let current = '';
  for (const line of lines.flatMap(split)) {
    if (current && current.length + line.length + 1 > CHUNK) {
      chunks.push(current);
      current = line;
    } else {
      current = current ? `${current}\n${line}` : line;
    }
  }
  return current ? [...chunks, current] : chunks;
}

/** A single line longer than a message, cut between characters. */
function split(line: string): string[] {
  if (line.length <= CHUNK) return [line];
  const characters = [...line];
  const size = CHUNK / 2;
  return Array.from({ length: Math.ceil(characters.length / size) }, (_part, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  );
}
