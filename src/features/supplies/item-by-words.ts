/** `/item N ...` by words. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { readItemCommand } from '../../domain/supplies/item-command.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { answerInstead } from './answer-instead.ts';
import { changeLines, lineAt, report } from './change-lines.ts';
import { editLines, holdLines } from './hold-lines.ts';
import type { SupplyDeps } from './index.ts';
import { offerInstead } from './offer-instead.ts';
import { assertReadable, showItems } from './show-items.ts';

/** Lines of one ticket. */
const MOST = 100;

/** Reads what is wanted and hands it to the use case. */
export async function itemByWords(
  turn: Turn,
  deps: SupplyDeps,
  ticket: TicketRecord,
  words: string,
): Promise<void> {
  assertCan(turn.actor, 'item.edit');
  const command = readItemCommand(words);
  if (!command) throw usage();
  if (command.kind === 'list') return showItems(turn, deps, ticket);
  if (command.kind === 'add') return addItems(turn, deps, ticket, command.words);
  const { positions, action } = command;
  if (action.do !== 'offer' && action.do !== 'answer')
    return changeLines(turn, deps, ticket, positions, action);
  const [only, another] = positions;
  if (typeof only !== 'number' || another !== undefined) throw usage();
  assertReadable(turn, ticket);
  const held = await holdLines(turn, ticket);
  const line = lineAt(held, only);
  if (action.do === 'offer') return offerInstead(turn, deps, held, line, action.words);
  await answerInstead(turn, deps, held, line, { accepted: action.accepted, byStaff: true });
}

const usage = (): UserError => new UserError('staff:error.usage', { usage: 'staff-supplies:usage.item' });

/** More things, in the words of the colleague who adds them. */
async function addItems(turn: Turn, deps: SupplyDeps, picked: TicketRecord, words: string): Promise<void> {
  assertReadable(turn, picked);
  const held = await holdLines(turn, picked);
  const added = deps.supplies.read(words, turn.locale).lines;
  if (added.length === 0) throw usage();
  if (held.lines.length + added.length > MOST)
    throw new UserError('staff-supplies:error.full', { number: held.ticket.number, most: MOST });
  const edited = await editLines(turn, deps, held, { added, actor: turn.actor, name: turn.staff?.name });
  await report(turn, deps, edited);
}
