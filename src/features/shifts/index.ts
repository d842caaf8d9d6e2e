/** Who works when: the plan, the people, and who stands in for whom. */
import type { Feature, Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { confirmImport, dropImport } from './confirm-import.ts';
import { chooseWho, cover, coverById } from './cover-colleague.ts';
import { answerImport, importShifts } from './import-shifts.ts';
import { keepAhead } from './keep-ahead.ts';
import { confirmPlan, dropPlan, proposePlan } from './plan-shifts.ts';
import type { ShiftDeps } from './shift-words.ts';
import { showShifts, showTeam } from './show-shifts.ts';
import { undoCoverById } from './undo-cover.ts';

/** Minutes between two looks for plans that reach less than two weeks ahead. */
const LOOK_EVERY = 10;

const PLAN = /^(?:plan|计划|計劃|排班)(?:\s+|$)/iu;
const IMPORT = /^(?:import|导入|匯入)(?:\s+|$)/iu;

/** The feature; registered before handovers, which need the shifts that come next. */
export function createShifts(deps: ShiftDeps): Feature {
  let nextLook: Temporal.Instant | undefined;
  const texts = (name: string) => ({
    description: `staff-shifts:command.${name}`,
    usage: `staff-shifts:usage.${name}`,
  });
  return {
    name: 'shifts',
    commands: [
      {
        name: 'shift',
        words: ['班次'],
        audience: 'staff',
        ...texts('shift'),
        run: (turn, args) => shift(turn, deps, args),
      },
      {
        name: 'cover',
        words: ['替班'],
        audience: 'staff',
        ...texts('cover'),
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return cover(turn, deps, args);
        },
      },
    ],
    choices: {
      planyes: (turn, [key]) => confirmPlan(turn, key),
      planno: (turn, [key]) => dropPlan(turn, key),
      importyes: (turn, [key]) => confirmImport(turn, deps, key),
      importno: (turn, [key]) => dropImport(turn, key),
      coverwho: (turn) => chooseWho(turn),
      cover: (turn, [id]) => coverById(turn, deps, id),
      uncover: (turn, [id]) => undoCoverById(turn, deps, id),
    },
    answers: {
      'shifts.import': (turn, text) => answerImport(turn, deps, text),
    },
    async sweep(work) {
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      await keepAhead(work);
      nextLook = work.now.add({ minutes: LOOK_EVERY });
    },
  };
}

async function shift(turn: Turn, deps: ShiftDeps, args: string): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  if (!args) return showShifts(turn, deps);
  if (PLAN.test(args)) return proposePlan(turn, deps, args.replace(PLAN, ''));
  if (IMPORT.test(args)) return importShifts(turn, deps, args.replace(IMPORT, ''));
  if (await showTeam(turn, deps, args)) return;
  // A sentence between colleagues may begin with the word for a shift.
  const isChatter = turn.chat.kind === 'group' && !/^[/／]/u.test(turn.inbound.text?.trim() ?? '');
  if (!isChatter) throw new UserError('staff-shifts:usage.shift');
}
