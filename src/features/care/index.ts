/** Special care: who needs it, and that no shift forgets them. */
import type { Feature, TicketDesk } from '../../conversation/feature.ts';
import { editCare } from './edit-care.ts';
import { handOverCare } from './hand-over-care.ts';

/** What the feature needs from outside. */
export interface CareDeps {
  readonly desk: TicketDesk;
  /** Time zone of a team that names none. */
  readonly zone: string;
}

const USAGE = 'staff-special:usage.care';

/** The feature. */
export function createCare(deps: CareDeps): Feature {
  return {
    name: 'care',
    commands: [
      {
        name: 'care',
        words: ['关怀', '關懷'],
        audience: 'staff',
        description: 'staff-special:command.care',
        usage: USAGE,
        async run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          const picked = await deps.desk.pick(turn, USAGE, args);
          if (picked) await editCare(turn, deps.desk, picked.ticket, picked.rest);
        },
      },
    ],
    async onEvent(work, event) {
      if (event.type === 'handover.posting') await handOverCare(work, deps.zone, event);
    },
  };
}
