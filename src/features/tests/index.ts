/** Tests: their results, what follows from them, and who is to be tested. */
import type { Feature, PeopleDesk, TicketDesk } from '../../conversation/feature.ts';
import type { TableRow } from '../../domain/roster.ts';
import { chooseWho, dropResult, enterResult, saveResult } from './enter-result.ts';
import { handOverTests } from './hand-over-tests.ts';
import { confirmImport, dropImport, receiveResults } from './import-results.ts';
import { listOverdue } from './list-overdue.ts';
import { showTests, showTestsOfSite } from './show-tests.ts';
import { takeBack } from './take-back.ts';
import { tellNow } from './tell-now.ts';

/** What the feature needs. */
export interface TestsDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** The zone of sites that name none. */
  readonly zone: string;
  /** Language of what is written for colleagues whose own is unknown. */
  readonly locale: string;
  /** The rows of a file, whatever program has saved it; throws UserError when it is no table. */
  readonly readTable: (bytes: Uint8Array) => AsyncIterable<TableRow>;
}

/** The feature; registered before the desk, which would hand a colleague's file on to a traveller. */
export function createTests(deps: TestsDeps): Feature {
  const texts = (name: string) => ({
    description: `staff-tests:command.${name}`,
    usage: `staff-tests:usage.${name}`,
  });
  // Until then nothing is overdue that is not listed; another process may have listed it.
  const rest = { until: undefined };
  return {
    name: 'tests',
    commands: [
      {
        name: 'result',
        words: ['登记结果', '登記結果'],
        audience: 'staff',
        action: 'test.record',
        ...texts('result'),
        run: (turn, args) => enterResult(turn, deps, args),
      },
      {
        name: 'tests',
        words: ['检测名单', '檢測名單'],
        audience: 'staff',
        action: 'stay.read',
        ...texts('tests'),
        run: (turn, args) => showTests(turn, deps, args),
      },
    ],
    choices: {
      resultwho: (turn, [id]) => chooseWho(turn, deps, id),
      resultyes: (turn, [key]) => saveResult(turn, deps, key),
      resultno: (turn, [key]) => dropResult(turn, deps, key),
      resultsyes: (turn, [key]) => confirmImport(turn, deps, key),
      resultsno: (turn, [key]) => dropImport(turn, deps, key),
      resulttell: (turn, [stayId, day]) => tellNow(turn, deps, stayId, day),
      resultback: (turn, [stayId]) => takeBack(turn, deps, stayId),
      tests: (turn, [siteId, day]) => showTestsOfSite(turn, deps, siteId, day),
    },
    onMessage: (turn) => receiveResults(turn, deps),
    async onEvent(work, event) {
      if (event.type === 'handover.posting') await handOverTests(work, deps, event);
    },
    sweep: (work) => listOverdue(work, deps, rest),
  };
}
