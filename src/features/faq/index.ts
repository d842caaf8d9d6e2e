/** The FAQ: answers that staff wrote once, with where they come from, given to whoever asks while they hold. */
import type { Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import type { TicketRecord } from '../../store/records.ts';
import { answerForm, cancelForm, skipStep, writeFromMiss } from './add-entry.ts';
import { createTicketAnswers } from './answer-ticket.ts';
import { answerTraveller, offerUseful, showByChoice } from './answer-traveller.ts';
import { switchByChoice } from './edit-entry.ts';
import { showPage } from './list-entries.ts';
import { settleByChoice } from './misses.ts';
import { helpedByChoice, passOn, resolveByFaq } from './press-answer.ts';
import { runForStaff } from './run-for-staff.ts';

/** What the feature needs from outside. */
export interface FaqDeps {
  readonly triage: (text: string) => Reading;
  readonly desk: TicketDesk;
  /** Opens a ticket with these words, as if they had been written for a person from the start. */
  readonly ask: (turn: Turn, words: string) => Promise<TicketRecord>;
  /** Time zone of sites that name none. */
  readonly zone: string;
  /** Language of what stands on tickets. */
  readonly locale: string;
}

/** The feature. */
export function createFaq(deps: FaqDeps): Feature {
  const tickets = createTicketAnswers(deps);
  const ask = (turn: Turn, words: string) => tickets.without(turn, () => deps.ask(turn, words));
  const among =
    (press: (turn: Turn, args: readonly string[]) => Promise<void>) =>
    (turn: Turn, args: readonly string[]): Promise<void> => {
      assertCan(turn.actor, 'faq.read');
      deps.desk.assertAmongStaff(turn);
      return press(turn, args);
    };
  return {
    name: 'faq',
    commands: [
      {
        name: 'faq',
        words: ['问答', '問答'],
        audience: 'staff',
        action: 'faq.read',
        description: 'staff-faq:command.faq',
        usage: 'staff-faq:usage.faq',
        run: (turn, args) => runForStaff(turn, deps, args),
      },
      {
        name: 'faq',
        audience: 'traveller',
        description: 'faq:command.faq',
        usage: 'faq:command.faq',
        run: (turn, args) => answerTraveller(turn, { ...deps, ask }, args),
      },
    ],
    choices: {
      faqshow: (turn, args) => showByChoice(turn, deps, args),
      faqask: (turn, [key]) => passOn(turn, ask, key),
      faqhelped: (turn, [number]) => helpedByChoice(turn, number),
      faqyes: (turn, args) => resolveByFaq(turn, deps, args),
      faqpage: among((turn, [page]) => showPage(turn, deps, Number(page))),
      faqswitch: among((turn, args) => switchByChoice(turn, deps, args)),
      faqfrom: among((turn, [id]) => writeFromMiss(turn, id)),
      faqsettle: among((turn, [id]) => settleByChoice(turn, id)),
      faqskip: among((turn) => skipStep(turn, deps)),
      faqcancel: among((turn) => cancelForm(turn)),
    },
    answers: { 'faq-form': (turn, text, params) => answerForm(turn, deps, text, params) },
    links: {
      async faq(turn) {
        await offerUseful(turn, deps);
        return true;
      },
    },
    onEvent: (work, event) => tickets.hear(work, event),
  };
}
