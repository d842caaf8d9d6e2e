/** Special care: who needs it, what it changes, and that no shift forgets them. */
import type { Feature, PeopleDesk, TicketDesk } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { personCare } from './edit-care.ts';
import { handOverCare } from './hand-over-care.ts';
import { nameWhom } from './name-whom.ts';
import { openTasks } from './open-tasks.ts';

/** What the feature needs from outside. */
export interface CareDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** Language of tickets that the bot opens. */
  readonly locale: string;
  /** Time zone of teams and sites that name none. */
  readonly zone: string;
}

/** Seconds between two looks at what is to be prepared. */
const LOOK_EVERY = 60;

/** The feature. */
export function createCare(deps: CareDeps): Feature {
  const { desk, people } = deps;
  let nextLook: Temporal.Instant | undefined;
  return {
    name: 'care',
    commands: [
      {
        name: 'care',
        words: ['关怀', '關懷'],
        audience: 'staff',
        action: 'care.edit',
        description: 'staff-special:command.care',
        usage: 'staff-special:usage.care',
        async run(turn, args) {
          desk.assertAmongStaff(turn);
          assertCan(turn.actor, 'care.edit');
          await nameWhom(turn, desk, people, args.trim());
        },
      },
    ],
    choices: {
      async careof(turn, [id]) {
        desk.assertAmongStaff(turn);
        assertCan(turn.actor, 'care.edit');
        const { person, rest } = await people.chosen(turn, 'careof', id);
        await personCare(turn, person, await people.describe(turn, person), rest);
      },
    },
    async onEvent(work, event) {
      if (event.type === 'handover.posting') await handOverCare(work, deps.zone, event);
    },
    async sweep(work) {
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      const isMore = await openTasks(work, deps);
      nextLook = work.now.add({ seconds: isMore ? 0 : LOOK_EVERY });
    },
  };
}
