/** `/item N`: what is asked for on a ticket, with buttons in private. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { isOpenLine } from '../../domain/supplies/line.ts';
import { LINE_MARKS, lineText } from '../../domain/supplies/line-text.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { auditReading } from '../../store/audit.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { type ItemLineRecord, listLines } from '../../store/supplies.ts';
import { isSettled } from './hold-lines.ts';
import type { SupplyDeps } from './index.ts';

/** Lines that have buttons of their own; more are changed by their numbers. */
const BUTTONS = 8;

/** Shows the lines as they are. */
export async function showItems(turn: Turn, deps: SupplyDeps, ticket: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'item.edit');
  assertReadable(turn, ticket);
  await answerWith(turn, deps, ticket, await listLines(turn.tx, ticket.id));
}

/** Throws for whoever may not read a confidential ticket's words. */
export function assertReadable(turn: Turn, ticket: TicketRecord): void {
  if (canReadTicket(turn.actor, ticket)) return;
  throw new UserError('staff:error.restricted', { number: ticket.number });
}

/** Answers with the lines, below `above`; of a confidential ticket in private only. */
export async function answerWith(
  turn: Turn,
  { desk }: SupplyDeps,
  ticket: TicketRecord,
  lines: readonly ItemLineRecord[],
  above: readonly string[] = [],
): Promise<void> {
  const isGroup = turn.chat.kind === 'group';
  const content: Content = {
    text: [...above, ...(await textOf(turn, ticket, lines))].join('\n'),
    choices: choicesFor(turn, ticket, lines, isGroup && !ticket.restricted),
  };
  if (!ticket.restricted) return desk.answer(turn, ticket, content.text ?? '', content);
  const target = turn.privateTarget();
  if (!target) throw new UserError('staff:open-private', { number: ticket.number });
  auditReading(turn, turn.actor, ticket, target.account);
  await turn.say(target, content, { key: `items:${turn.inboundId}`, ticketId: ticket.id });
}

async function textOf(turn: Turn, ticket: TicketRecord, lines: readonly ItemLineRecord[]): Promise<string[]> {
  const { t, locale } = turn;
  const { number } = ticket;
  if (lines.length === 0) return [t(locale, 'staff-supplies:list.empty', { number })];
  const person = await findPerson(turn.tx, ticket.personId);
  const room = person?.room
    ? t(locale, 'staff:card.room', { room: person.room })
    : t(locale, 'staff:card.room-unknown');
  const settled = isSettled(lines) ? [t(locale, 'staff-supplies:settled', { number })] : [];
  return [
    t(locale, 'staff-supplies:list.head', { number, room }),
    ...lines.map((line) => lineText(line, { t, locale })),
    ...settled,
  ];
}

/** Packed, delivered or not to be had, for each open line and for all; when nothing is open, Resolve. */
function choicesFor(
  turn: Turn,
  ticket: TicketRecord,
  lines: readonly ItemLineRecord[],
  isPublic: boolean,
): Choice[][] {
  const { t, locale } = turn;
  const { number, version } = ticket;
  if (!OPEN_STATES.includes(ticket.state)) return [];
  if (isSettled(lines))
    return [[{ id: `resolve:${number}:${version}`, label: t(locale, 'staff:button.resolve') }]];
  const open = lines.filter(isOpenLine);
  if (isPublic || open.length === 0) return [];
  const rows = open.slice(0, BUTTONS).map((line): Choice[] => {
    const choice = (state: 'packed' | 'delivered' | 'unavailable'): Choice => ({
      id: `item:${number}:${line.position}:${line.version}:${state}`,
      label: `${LINE_MARKS[state]} ${line.position}`,
    });
    return [
      ...(line.state === 'packed' ? [] : [choice('packed')]),
      choice('delivered'),
      choice('unavailable'),
    ];
  });
  const all = (state: 'packed' | 'delivered'): Choice => ({
    id: `item:${number}:all:0:${state}`,
    label: `${LINE_MARKS[state]} ${t(locale, `staff-supplies:button.all-${state}`)}`,
  });
  return open.length > 1 ? [...rows, [all('packed'), all('delivered')]] : rows;
}
