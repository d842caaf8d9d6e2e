/** Supplies as lines: proposed from the traveller's words, packed, delivered or replaced, and picked floor by floor. */
import type { Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { SupplyReader } from '../../domain/supplies.ts';
import { answerByChoice, answerByWords } from './answer-instead.ts';
import { itemByWords } from './item-by-words.ts';
import { changeByChoice } from './item-choices.ts';
import { proposeLines } from './propose-lines.ts';
import { showItems } from './show-items.ts';
import { pickByChoice, pickByWords } from './show-pick-list.ts';

/** What supplies need from outside. */
export interface SupplyDeps {
  readonly desk: TicketDesk;
  readonly supplies: SupplyReader;
  /** Language of staff chats that have chosen none. */
  readonly locale: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
  /** Where the pages are reached from outside. */
  readonly publicUrl: string | undefined;
}

/** The key of the usage line of `/item`. */
export const ITEM_USAGE = 'staff-supplies:usage.item';

/** The feature; registered before the board, whose first card shows the lines it proposes. */
export function createSupplies(deps: SupplyDeps): Feature {
  const { desk } = deps;
  const among =
    (press: (turn: Turn, args: readonly string[]) => Promise<void>) =>
    async (turn: Turn, args: readonly string[]): Promise<void> => {
      assertCan(turn.actor, 'ticket.list');
      desk.assertAmongStaff(turn);
      await press(turn, args);
    };
  return {
    name: 'supplies',
    commands: [
      {
        name: 'item',
        words: ['物品'],
        audience: 'staff',
        description: 'staff-supplies:command.item',
        usage: ITEM_USAGE,
        async run(turn, args) {
          desk.assertAmongStaff(turn);
          const picked = await desk.pick(turn, ITEM_USAGE, args);
          if (picked) await itemByWords(turn, deps, picked.ticket, picked.rest);
        },
      },
      {
        name: 'pick',
        words: ['配货', '配貨'],
        audience: 'staff',
        description: 'staff-supplies:command.pick',
        usage: 'staff-supplies:usage.pick',
        async run(turn, args) {
          desk.assertAmongStaff(turn);
          await pickByWords(turn, deps, args);
        },
      },
    ],
    choices: {
      items: among(async (turn, [number]) => showItems(turn, deps, await desk.numbered(turn, number))),
      item: among(async (turn, [number, ...rest]) =>
        changeByChoice(turn, deps, await desk.numbered(turn, number), rest),
      ),
      pick: among((turn, args) => pickByChoice(turn, deps, args)),
      instead: (turn, args) => answerByChoice(turn, deps, args),
    },
    answers: { 'supplies.instead': (turn, text, params) => answerByWords(turn, deps, text, params) },
    onEvent: (work, event) => proposeLines(work, deps, event),
  };
}
