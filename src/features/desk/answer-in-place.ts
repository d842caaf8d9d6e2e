/** Short answers where somebody acted: told apart by ticket, and few of them in a group. */
import type { Turn } from '../../conversation/feature.ts';
import type { Content } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { listCards } from '../../store/cards.ts';
import type { TicketRecord } from '../../store/records.ts';

/** Whether only colleagues read along: their private chat, a team's chat, or one that oversees all teams. */
export const isAmongStaff = ({ chat }: Turn): boolean =>
  chat.kind === 'private' || chat.teamId !== null || chat.oversees;

/** Throws where travellers would read along. */
export function assertAmongStaff(turn: Turn): void {
  if (!isAmongStaff(turn)) throw new UserError('staff:error.not-here');
}

/** Answers in the chat the command came from, or in private where travellers read along; its quote means the ticket. */
export async function answerInPlace(
  turn: Turn,
  ticket: TicketRecord,
  text: string,
  more: Content = {},
): Promise<void> {
  if (isAmongStaff(turn)) return turn.reply({ text, ...more }, { ticketId: ticket.id });
  const target = turn.privateTarget();
  const key = `aside:${turn.inboundId}:${ticket.id}`;
  if (target) await turn.say(target, { text, ...more }, { key, ticketId: ticket.id });
}

/** Says that something was done, unless everybody in this group sees it on the ticket's card anyway. */
export async function confirm(turn: Turn, ticket: TicketRecord, text: string): Promise<void> {
  if (turn.chat.kind === 'group') {
    const places = await listCards(turn.tx, ticket.id);
    if (places.some((place) => place.chat.id === turn.chat.id)) return;
  }
  await answerInPlace(turn, ticket, text);
}

/** A refusal that many may get at once in one group: there it is said once a minute. */
export async function answerOnce(turn: Turn, ticket: TicketRecord, text: string): Promise<void> {
  if (turn.chat.kind === 'private') return answerInPlace(turn, ticket, text);
  const minute = Math.floor(turn.now.epochMilliseconds / 60_000);
  const key = `once:${ticket.id}:${ticket.version}:${turn.chat.id}:${minute}`;
  await turn.reply({ text }, { key, ticketId: ticket.id });
}
