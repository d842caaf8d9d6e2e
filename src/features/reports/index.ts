/** Daily situation reports, signed before they go up, and the monthly appraisal. */
import type { Feature, Turn } from '../../conversation/feature.ts';
import { readReportWish, toNumber } from '../../domain/report/command.ts';
import { UserError } from '../../errors.ts';
import { appraise } from './appraise.ts';
import { draftDue } from './draft-report.ts';
import type { ReportDeps } from './gather-report.ts';
import { remindSigners } from './remind-signers.ts';
import { dropHours, setHours, showHours } from './set-hours.ts';
import { keepDay, sendFile, showDay, showList, showNewest, showNumbered } from './show-report.ts';
import { askRemark, redo, remark, revise, signReport } from './sign-report.ts';

export { readAppraisal } from './appraise.ts';
export { askingAlone, listReadable, type OpenReport, openDay, openReport } from './read-reports.ts';
export { writeWorkbook } from './workbook.ts';
export { viewOf } from './write-report.ts';

/** Seconds between two looks at what is due. */
const LOOK_EVERY = 10;

/** The feature. */
export function createReports(deps: ReportDeps): Feature {
  let nextLook: Temporal.Instant | undefined;
  return {
    name: 'reports',
    commands: [
      {
        name: 'report',
        words: ['日报', '日報'],
        audience: 'staff',
        action: 'report.sign',
        description: 'staff-reports:command.report',
        usage: 'staff-reports:usage.report',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return report(turn, deps, args);
        },
      },
      {
        name: 'appraisal',
        words: ['考核'],
        audience: 'staff',
        action: 'report.sign',
        description: 'staff-reports:command.appraisal',
        usage: 'staff-reports:usage.appraisal',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return appraise(turn, deps, args);
        },
      },
    ],
    choices: {
      rpsign: (turn, args) => among(turn, deps, () => signReport(turn, deps, args)),
      rpremark: (turn, [number]) => among(turn, deps, () => askRemark(turn, toNumber(number))),
      rpredo: (turn, [number]) => among(turn, deps, () => redo(turn, deps, toNumber(number))),
      rpkeep: (turn, args) => among(turn, deps, () => keepDay(turn, deps, args)),
      rpfile: (turn, [number, revision]) =>
        among(turn, deps, () => sendFile(turn, toNumber(number), toNumber(revision))),
      report: (turn, [number]) => among(turn, deps, () => showNumbered(turn, toNumber(number))),
    },
    answers: {
      async 'report.remark'(turn, text, { number }) {
        await remark(turn, Number(number), text.trim());
        return true;
      },
    },
    async sweep(work) {
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      const isMore = await draftDue(work, deps);
      await remindSigners(work, deps);
      nextLook = isMore ? undefined : work.now.add({ seconds: LOOK_EVERY });
    },
  };
}

async function among(turn: Turn, deps: ReportDeps, act: () => Promise<void>): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  await act();
}

async function report(turn: Turn, deps: ReportDeps, args: string): Promise<void> {
  const today = turn.now.toZonedDateTimeISO(deps.zone).toPlainDate();
  const wish = readReportWish(args, today);
  switch (wish?.do) {
    case 'newest':
      return showNewest(turn);
    case 'list':
      return showList(turn);
    case 'hours':
      return showHours(turn);
    case 'show':
      return showNumbered(turn, wish.number);
    case 'day':
      return showDay(turn, deps, wish);
    case 'at':
      return setHours(turn, deps, wish);
    case 'off':
      return dropHours(turn, wish);
    case 'revise':
      return revise(turn, deps, wish);
    case 'remark':
      return remark(turn, wish.number, wish.words);
    default: {
      // A sentence between colleagues may begin with the word for a report.
      const isChatter = turn.chat.kind === 'group' && !/^[/／]/u.test(turn.inbound.text?.trim() ?? '');
      if (!isChatter) throw new UserError('staff-reports:usage.report');
    }
  }
}
