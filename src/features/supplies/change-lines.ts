/** What becomes of some lines: moved on, delivered in part, another amount, another thing. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { LineAction } from '../../domain/supplies/item-command.ts';
import {
  deliverLine,
  isOpenLine,
  type LineChange,
  type LineRefusal,
  missingOf,
  moveLine,
  resizeLine,
} from '../../domain/supplies/line.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { ItemLineRecord } from '../../store/supplies.ts';
import { type Edited, editLines, type Held, holdLines, isSettled } from './hold-lines.ts';
import type { SupplyDeps } from './index.ts';
import { answerWith, assertReadable } from './show-items.ts';

/** The plain changes; offers and answers are other use cases. */
export type Change = Exclude<LineAction, { do: 'offer' } | { do: 'answer' }>;

/** Changes the lines with these numbers, all of them or none. */
export async function changeLines(
  turn: Turn,
  deps: SupplyDeps,
  picked: TicketRecord,
  positions: readonly number[] | 'all',
  action: Change,
): Promise<void> {
  assertCan(turn.actor, 'item.edit');
  assertReadable(turn, picked);
  const held = await holdLines(turn, picked);
  const lines =
    positions === 'all' ? held.lines.filter(isOpenLine) : positions.map((one) => lineAt(held, one));
  if (lines.length === 0)
    throw new UserError('staff-supplies:error.none-open', { number: held.ticket.number });
  const changes = lines.flatMap((line) => {
    const change = changeFor(turn, deps, line, action);
    // Some of "all" may be so already.
    if (change === 'same' && positions === 'all') return [];
    if (typeof change === 'string') throw refusal(held, line, change);
    return [{ line, change }];
  });
  if (changes.length === 0)
    throw new UserError('staff-supplies:error.none-open', { number: held.ticket.number });
  await report(
    turn,
    deps,
    await editLines(turn, deps, held, { changes, actor: turn.actor, name: turn.staff?.name }),
  );
}

/** The line with this number; throws for a number that none has. */
export function lineAt({ ticket, lines }: Held, position: number): ItemLineRecord {
  const line = lines.find((one) => one.position === position);
  if (!line) throw new UserError('staff-supplies:error.no-line', { number: ticket.number, position });
  return line;
}

/** The refusal for a line, in words. */
export function refusal({ ticket }: Held, line: ItemLineRecord, reason: LineRefusal): UserError {
  return new UserError(`staff-supplies:error.${reason}`, {
    number: ticket.number,
    position: line.position,
    missing: missingOf(line),
    state: `staff-supplies:state.${line.state}`,
  });
}

function changeFor(
  turn: Turn,
  { supplies }: SupplyDeps,
  line: ItemLineRecord,
  action: Change,
): LineChange | LineRefusal {
  if (action.do === 'move') return moveLine(line, action.state);
  if (action.do === 'deliver') return deliverLine(line, action.amount);
  if (action.do === 'resize') {
    const size = supplies.amount(action.words, turn.locale);
    if (!size) throw new UserError('staff:error.usage', { usage: 'staff-supplies:usage.item' });
    return resizeLine(line, size.amount, size.unit);
  }
  if (!isOpenLine(line)) return 'settled';
  const [thing] = supplies.read(action.words, turn.locale).lines;
  if (!thing) throw new UserError('staff:error.usage', { usage: 'staff-supplies:usage.item' });
  const { item, name, amount, unit, stated } = thing;
  return { item, name, unit, ...(stated ? { amount } : {}) };
}

/** In private the lines as they are now; in a group the card shows them, and only what is new besides is said. */
export async function report(turn: Turn, deps: SupplyDeps, { ticket, lines, told }: Edited): Promise<void> {
  const { t, locale } = turn;
  const { number } = ticket;
  const news = told ? [t(locale, `staff-supplies:${told}`, { number })] : [];
  const isQuiet = turn.chat.kind === 'group' && !isSettled(lines) && news.length === 0;
  if (!isQuiet) return answerWith(turn, deps, ticket, lines, news);
  const text = t(locale, 'staff:change.supplied', { number, name: turn.staff?.name });
  await deps.desk.confirm(turn, ticket, text);
}
