/** When answers and solutions are due: telling people of it in time, and the rules that say so. */
import type { Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { setHolidays, setHours } from './edit-hours.ts';
import { setRule } from './edit-rules.ts';
import { showRules } from './show-rules.ts';
import { showVersions } from './show-versions.ts';
import { tellDue } from './tell-due.ts';

/** What the feature needs from outside. */
export interface DeadlinesDeps {
  readonly desk: TicketDesk;
  /** Time zone of sites and working hours that name none. */
  readonly zone: string;
}

const HOURS = /^(?:hours|工时|工時|工作时间|工作時間)(?:\s+|$)/iu;
const VERSIONS = /^(?:versions?|history|版本)$/iu;
const HOLIDAYS = /^(?:holidays?|休息日|假日)(?:\s+|$)/iu;

/** The feature. */
export function createDeadlines(deps: DeadlinesDeps): Feature {
  return {
    name: 'deadlines',
    commands: [
      {
        name: 'deadlines',
        words: ['时限', '時限'],
        audience: 'staff',
        description: 'staff-deadlines:command.deadlines',
        usage: 'staff-deadlines:usage.deadlines',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return deadlines(turn, deps, args);
        },
      },
    ],
    sweep: (work) => tellDue(work, deps),
  };
}

function deadlines(turn: Turn, deps: DeadlinesDeps, args: string): Promise<void> {
  if (!args) return showRules(turn);
  if (VERSIONS.test(args)) return showVersions(turn, deps);
  if (HOURS.test(args)) return setHours(turn, deps, args.replace(HOURS, ''));
  if (HOLIDAYS.test(args)) return setHolidays(turn, args.replace(HOLIDAYS, ''));
  return setRule(turn, args);
}
