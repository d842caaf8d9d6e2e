/** `/merge N into M`, and the button that offers the person's other open tickets. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { assertTransition } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { listMergeable } from '../../store/merging.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { WaitingDeps } from './index.ts';
import { mergeTickets } from './merge-tickets.ts';

const INTO = /^(?:into|with|to|到|至|入|进|進|并入|併入)?\s*#?\s*(\d{1,9})$/iu;
const OFFERED = 10;
/** Characters of a ticket's words on its button. */
const WORDS = 30;

/** Joins into the ticket that is named; without a name, a menu. */
export async function mergeByWords(
  turn: Turn,
  deps: WaitingDeps,
  ticket: TicketRecord,
  words: string,
): Promise<void> {
  if (!words) return chooseMerge(turn, deps, ticket);
  const number = INTO.exec(words.normalize('NFKC').trim())?.[1];
  if (!number) throw new UserError('staff:error.usage', { usage: 'staff-waiting:usage.merge' });
  await mergeTickets(turn, deps, ticket, await deps.desk.numbered(turn, number));
}

/** Offers the other open tickets of the same person or party. */
export async function chooseMerge(turn: Turn, deps: WaitingDeps, ticket: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.merge');
  const { number } = ticket;
  assertTransition(ticket.state, 'merged', number);
  await deps.desk.assertMine(turn, ticket);
  const others = await listMergeable(turn.tx, ticket, OFFERED);
  if (others.length === 0) throw new UserError('staff-waiting:error.merge-nothing', { number });
  const choices = others.map((other): Choice[] => [
    { id: `mergeinto:${number}:${other.number}`, label: labelOf(turn, other) },
  ]);
  const text = turn.t(turn.locale, 'staff-waiting:ask.merge', { number });
  await deps.desk.answer(turn, ticket, text, { choices });
}

/** In a group, and for whoever may not read it, a confidential ticket is its number. */
function labelOf(turn: Turn, ticket: TicketRecord): string {
  const { number, need, summary, restricted } = ticket;
  const isOpen = canReadTicket(turn.actor, ticket) && !(restricted && turn.chat.kind === 'group');
  if (!isOpen) return `#${number} 🔒`;
  const words = [...summary.replace(/\s+/gu, ' ')];
  const short = words.length > WORDS ? `${words.slice(0, WORDS).join('')}…` : words.join('');
  return [`#${number}`, turn.t(turn.locale, `common:need.${need}`), short].filter(Boolean).join(' · ');
}
