/** The health declaration: filled in by travellers one question at a time, signed, and verified by the team. */
import type { Feature, PeopleDesk, TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { compareWhoIsKnown } from './compare-with-roster.ts';
import { confirmForm, dropForm, receiveForm } from './edit-form.ts';
import { declarations, USAGE } from './list-declarations.ts';
import { remind } from './remind.ts';
import { askForNote, settleByButton, showDifference, takeNote } from './settle-difference.ts';
import { FORM_USAGE, forms } from './show-forms.ts';
import { answerSigning, signByButton } from './sign-by-words.ts';
import { declareAnew, declareFor, startDeclaration } from './start-declaration.ts';
import { answerQuestion, chooseOption, navigate } from './take-answer.ts';

/** What the feature needs from outside. */
export interface DeclarationDeps {
  /** Tells a need from an answer: needs go to the team. */
  readonly triage: (text: string) => Reading;
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** The installation's language and zone. */
  readonly locale: string;
  readonly zone: string;
}

/** The feature; registered before the one that takes every message. */
export function createDeclaration(deps: DeclarationDeps): Feature {
  const staff =
    (run: (turn: Turn, args: readonly string[]) => Promise<void>) =>
    (turn: Turn, args: readonly string[]): Promise<void> => {
      assertCan(turn.actor, 'declaration.verify');
      deps.desk.assertAmongStaff(turn);
      return run(turn, args);
    };
  return {
    name: 'declaration',
    commands: [
      {
        name: 'declare',
        words: ['健康申报', '健康申報'],
        audience: 'traveller',
        description: 'declaration:command.declare',
        usage: 'declaration:command.declare',
        run: (turn) => startDeclaration(turn, deps),
      },
      {
        name: 'declarations',
        words: ['申报', '申報'],
        audience: 'staff',
        action: 'declaration.verify',
        description: 'staff-declaration:command.declarations',
        usage: USAGE,
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return declarations(turn, deps, args);
        },
      },
      {
        name: 'form',
        words: ['申报表', '申報表'],
        audience: 'staff',
        action: 'form.read',
        description: 'staff-form:command.form',
        usage: FORM_USAGE,
        run: (turn, args) => forms(turn, deps, args),
      },
    ],
    choices: {
      formyes: (turn, [key]) => confirmForm(turn, deps, key),
      formno: (turn, [key]) => dropForm(turn, deps, key),
      declfor: (turn, [person]) => declareFor(turn, deps, person),
      declnew: (turn, [person]) => declareAnew(turn, deps, person),
      declset: (turn, args) => chooseOption(turn, deps, args),
      declnav: (turn, args) => navigate(turn, deps, args),
      declsign: (turn, args) => signByButton(turn, deps, args),
      decl: staff((turn, [number]) => showDifference(turn, deps, Number(number))),
      declgo: staff((turn, args) => settleByButton(turn, deps, args)),
      declfalse: staff((turn, [number]) => askForNote(turn, Number(number))),
    },
    answers: {
      'declaration.answer': (turn, text, params) => answerQuestion(turn, deps, text, params),
      'declaration.sign': (turn, text, params) => answerSigning(turn, deps, text, params),
      'declaration.form': (turn, text, params) => receiveForm(turn, deps, text, params),
      'declaration.note': (turn, text, params) => takeNote(turn, deps, text, params),
    },
    async onEvent(work, event) {
      await remind(work, deps, event);
      await compareWhoIsKnown(work, event);
    },
  };
}
