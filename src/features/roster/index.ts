/** The roster: who comes and who is here, imported from files and looked up one by one. */
import type { Feature, PeopleDesk, TicketDesk } from '../../conversation/feature.ts';
import type { TableRow } from '../../domain/roster.ts';
import { askForRoster, confirmRoster, dropRoster, receiveRoster } from './ask-roster.ts';
import { findPerson, showNumbers, showPersonById } from './find-person.ts';

export { describeCounts, listReport } from './describe-import.ts';
export { createPeopleDesk } from './for-others.ts';
export { type ImportReport, importRoster, peopleIn } from './import-roster.ts';

/** What the feature needs. */
export interface RosterDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** The zone whose day it is. */
  readonly zone: string;
  /** The rows of a file, whatever program has saved it; throws UserError when it is no table. */
  readonly readTable: (bytes: Uint8Array) => AsyncIterable<TableRow>;
}

/** The feature; registered before the desk, which would hand a colleague's file on to a traveller. */
export function createRoster(deps: RosterDeps): Feature {
  const texts = (name: string) => ({
    description: `staff-import:command.${name}`,
    usage: `staff-import:usage.${name}`,
  });
  return {
    name: 'roster',
    commands: [
      {
        name: 'roster',
        words: ['名册', '名冊'],
        audience: 'staff',
        action: 'roster.import',
        ...texts('roster'),
        run(turn) {
          deps.desk.assertAmongStaff(turn);
          return askForRoster(turn, deps);
        },
      },
      {
        name: 'person',
        words: ['找人'],
        audience: 'staff',
        action: 'person.find',
        ...texts('person'),
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return findPerson(turn, deps.people, args);
        },
      },
    ],
    choices: {
      rosteryes: (turn, [key]) => confirmRoster(turn, deps, key),
      rosterno: (turn, [key]) => dropRoster(turn, deps, key),
      person(turn, [id]) {
        deps.desk.assertAmongStaff(turn);
        return showPersonById(turn, id);
      },
      numbers(turn, [id]) {
        deps.desk.assertAmongStaff(turn);
        return showNumbers(turn, id);
      },
    },
    onMessage: (turn) => receiveRoster(turn, deps),
  };
}
