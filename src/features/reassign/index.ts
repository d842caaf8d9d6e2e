/** `/reassign @from @to`: the tickets of somebody who leaves, or falls ill, do not stay behind. */
import type { Feature } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { askFrom, askTo, chooseFrom, chooseTo, draftKept, readWords } from './choose-people.ts';
import { handOn, keepAll, type ReassignDeps } from './hand-on.ts';

/** The feature; setup offers `repick` when it switches somebody off. */
export function createReassign(deps: ReassignDeps): Feature {
  return {
    name: 'reassign',
    commands: [
      {
        name: 'reassign',
        words: ['转派全部', '轉派全部'],
        audience: 'staff',
        action: 'ticket.reassign',
        description: 'staff-reassign:command.reassign',
        usage: 'staff-reassign:usage.reassign',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          assertCan(turn.actor, 'ticket.reassign');
          return args ? readWords(turn, args) : askFrom(turn);
        },
      },
    ],
    choices: {
      refrom: (turn, [id]) => chooseFrom(turn, id),
      repick(turn, [key]) {
        assertCan(turn.actor, 'ticket.reassign');
        return askTo(turn, draftKept(turn, key));
      },
      reto: chooseTo,
      redo: (turn, [key]) => handOn(turn, deps, key),
      redrop: (turn, [key]) => keepAll(turn, key),
    },
  };
}
