/** Reconciliation: nobody on the list is missing, and whoever is has a name. */
import type { Feature, TicketDesk } from '../../conversation/feature.ts';
import { type MissingDeps, showLacking, showMissing } from './show-missing.ts';

/** The feature. */
export function createMissing(deps: MissingDeps & { readonly desk: TicketDesk }): Feature {
  return {
    name: 'missing',
    commands: [
      {
        name: 'missing',
        words: ['对账', '對帳'],
        audience: 'staff',
        action: 'count.read',
        description: 'staff-missing:command.missing',
        usage: 'staff-missing:usage.missing',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return showMissing(turn, deps, args.trim());
        },
      },
    ],
    choices: {
      lacking(turn, args) {
        deps.desk.assertAmongStaff(turn);
        return showLacking(turn, deps, args);
      },
    },
  };
}
