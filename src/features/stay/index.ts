/** How long somebody stays: their date and why, changes of it, and the rules it is counted by. */
import type { Feature, PeopleDesk, TicketDesk } from '../../conversation/feature.ts';
import type { StayState } from '../../domain/roster-import.ts';
import { planUntold } from '../../store/untold-stays.ts';
import { CHOICES, finishChange, type Kind, startChange } from './ask-change.ts';
import { approve, decide } from './decide-change.ts';
import { countAllAnew, stayRules } from './edit-rules.ts';
import { planChanged, planUnplanned } from './plan-stays.ts';
import { showOwnStay } from './show-stay.ts';
import { showStaffStay, staffStay } from './staff-stay.ts';

/** What the feature needs from outside. */
export interface StayDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

const LET_GO: readonly StayState[] = ['home', 'released'];

/** The feature; registered before whoever listens to `stays.planned`. */
export function createStay(deps: StayDeps): Feature {
  const { desk, people } = deps;
  const texts = (name: string) => ({
    description: `staff-stay:command.${name}`,
    usage: `staff-stay:usage.${name}`,
  });
  const change = (kind: Kind, name: string, words: readonly string[]) =>
    ({
      name,
      words,
      audience: 'staff',
      action: 'stay.ask',
      description: `staff-stay:command.${kind}`,
      usage: `staff-stay:usage.${kind}`,
      run(turn, args) {
        desk.assertAmongStaff(turn);
        return startChange(turn, deps, kind, args);
      },
    }) satisfies NonNullable<Feature['commands']>[number];
  const chosen =
    (kind: Kind): NonNullable<Feature['choices']>[string] =>
    async (turn, [id]) => {
      desk.assertAmongStaff(turn);
      const { person, rest } = await people.chosen(turn, CHOICES[kind], id);
      await finishChange(turn, deps, kind, person, rest);
    };
  return {
    name: 'stay',
    commands: [
      {
        name: 'stay',
        words: ['隔离期', '隔離期'],
        audience: 'anyone',
        description: 'stay:command.stay',
        usage: 'stay:command.stay',
        run(turn, args) {
          if (!turn.staff) return showOwnStay(turn, deps);
          desk.assertAmongStaff(turn);
          return staffStay(turn, deps, args);
        },
      },
      change('extension', 'extend', ['延长', '延長']),
      change('shortening', 'shorten', ['缩短', '縮短']),
      {
        name: 'approve',
        words: ['批准', '核准'],
        audience: 'staff',
        action: 'stay.decide',
        ...texts('approve'),
        run(turn, args) {
          desk.assertAmongStaff(turn);
          return approve(turn, deps, args);
        },
      },
      {
        name: 'stayrules',
        words: ['隔离规则', '隔離規則'],
        audience: 'staff',
        action: 'stay.read',
        ...texts('stayrules'),
        run(turn, args) {
          desk.assertAmongStaff(turn);
          return stayRules(turn, args);
        },
      },
    ],
    choices: {
      stayext: chosen('extension'),
      stayshort: chosen('shortening'),
      async staystaff(turn, [id]) {
        desk.assertAmongStaff(turn);
        const { person, rest } = await people.chosen(turn, 'staystaff', id);
        await showStaffStay(turn, deps, person, rest);
      },
      stayyes(turn, [number]) {
        desk.assertAmongStaff(turn);
        return decide(turn, deps, number, 'approved');
      },
      stayno(turn, [number]) {
        desk.assertAmongStaff(turn);
        return decide(turn, deps, number, 'refused');
      },
      stayall(turn, [version]) {
        desk.assertAmongStaff(turn);
        return countAllAnew(turn, version);
      },
    },
    async onEvent(work, event) {
      if (event.type === 'stays.changed') await planChanged(work, deps, event.stayIds, event.actor);
      if (event.type !== 'stay.moved') return;
      // Whoever else tells of a move tells of all the changes it made, once for everybody who moved.
      if (LET_GO.includes(event.stay.state)) await planChanged(work, deps, [event.stay.id], event.actor);
      if (event.before?.state === 'hospital') await planUntold(work.tx, event.stay.personId);
    },
    sweep: (work) => planUnplanned(work, deps),
  };
}
