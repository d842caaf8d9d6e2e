/** Needs that reach the team by telephone or at the door, and answers that go back the same way. */
import type { Command, Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { answerForm, startForm } from './call-form.ts';
import { pressOutcome, recordOutcome } from './record-outcome.ts';

/** What the feature needs. */
export interface CallDeps {
  readonly triage: (text: string) => Reading;
  readonly desk: TicketDesk;
}

/** The calls feature; registered before whatever takes free words. */
export function createCalls(deps: CallDeps): Feature {
  const amongStaff =
    (run: Command['run']): Command['run'] =>
    async (turn, args) => {
      deps.desk.assertAmongStaff(turn);
      await run(turn, args);
    };
  return {
    name: 'calls',
    commands: [
      command(
        'call',
        ['来电', '來電'],
        amongStaff((turn, args) => startForm(turn, deps, 'call', args)),
      ),
      command(
        'walkin',
        ['来访', '來訪'],
        amongStaff((turn, args) => startForm(turn, deps, 'walk-in', args)),
      ),
      command('called', ['已致电', '已致電'], amongStaff(recordOutcome)),
    ],
    answers: {
      'calls.form': (turn, text, params) => answerForm(turn, deps, text, params),
      'calls.said': async (turn, text, params) => {
        if (!text) return false;
        turn.expect(undefined);
        await recordOutcome(turn, `${params.ticket} reached ${text}`);
        return true;
      },
    },
    choices: {
      calloutcome: pressOutcome,
      callcancel: async (turn) => {
        assertCan(turn.actor, 'ticket.enter');
        turn.expect(undefined);
        await turn.reply({ text: turn.t(turn.locale, 'staff-calls:cancelled') });
      },
    },
  };
}

const command = (
  name: string,
  words: string[],
  run: (turn: Turn, args: string) => Promise<void>,
): Command => ({
  name,
  words,
  audience: 'staff',
  description: `staff-calls:command.${name}.description`,
  usage: `staff-calls:command.${name}.usage`,
  run,
});
