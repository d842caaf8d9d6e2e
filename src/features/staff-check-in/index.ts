/** Colleagues' own daily health check, once a supervisor has switched it on: "nothing to report" is a report too. */
import type { Feature } from '../../conversation/feature.ts';
import { askColleagues } from './ask-colleagues.ts';
import { hearTemperature, pressReport, startReport } from './report.ts';
import { switchAsking } from './switch-asking.ts';

/** What the feature needs from outside. */
export interface StaffCheckInDeps {
  /** Language of colleagues who have chosen none. */
  readonly locale: string;
  /** The installation's zone. */
  readonly zone: string;
}

/** Seconds between two looks at who is to be asked. */
const LOOK_EVERY = 60;

/** The feature. */
export function createStaffCheckIn(deps: StaffCheckInDeps): Feature {
  let nextLook: Temporal.Instant | undefined;
  return {
    name: 'staff-check-in',
    commands: [
      {
        name: 'wellbeing',
        words: ['健康'],
        audience: 'staff',
        description: 'staff-check-in:command.wellbeing',
        usage: 'staff-check-in:usage.wellbeing',
        run: (turn, args) => (args ? switchAsking(turn, args) : startReport(turn)),
      },
    ],
    choices: { wb: (turn, args) => pressReport(turn, deps, args) },
    answers: { wellbeing: (turn, text) => hearTemperature(turn, deps, text) },
    async sweep(work) {
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      await askColleagues(work, deps);
      nextLook = work.now.add({ seconds: LOOK_EVERY });
    },
  };
}
