/** Who somebody is and which language they speak: greeting, help, language, and the few questions about a traveller. */
import type { Command, Feature, Turn } from '../../conversation/feature.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { privacyNotice } from '../../outbox/privacy-notice.ts';
import { answerQuestion, skipQuestion } from './answer-question.ts';
import { chooseLanguage, offerLanguages } from './choose-language.ts';
import { showHelp, showHelpOn } from './show-help.ts';

/** What the profile needs from outside. */
export interface ProfileDeps {
  readonly triage: (text: string) => Reading;
  /** Every command of the program, for the help. */
  readonly commands: () => readonly Command[];
}

/** The feature. `/start` is the setup feature's, which greets travellers with `greet`. */
export function createProfile(deps: ProfileDeps): Feature {
  return {
    name: 'profile',
    commands: [
      {
        name: 'help',
        words: ['帮助', '幫助'],
        audience: 'anyone',
        description: 'profile:command.help',
        usage: 'profile:command.help',
        run: (turn, args) => showHelp(turn, deps.commands(), args),
      },
      {
        name: 'language',
        words: ['语言', '語言'],
        audience: 'anyone',
        description: 'profile:command.language',
        usage: 'profile:command.language',
        run: (turn, args) => (args ? chooseLanguage(turn, args) : offerLanguages(turn)),
      },
    ],
    choices: {
      help: (turn, [subject]) => showHelpOn(turn, deps.commands(), subject),
      lang: (turn, [locale]) => chooseLanguage(turn, locale ?? ''),
      profile: (turn, args) => skipQuestion(turn, args),
    },
    answers: { 'profile.answer': (turn, text, params) => answerQuestion(turn, deps, text, params) },
  };
}

/** The first words of the bot to a traveller who pressed start: no wall, just "what do you need?". */
export async function greet(turn: Turn): Promise<void> {
  const locale = turn.person?.locale ?? turn.locale;
  const choices = [
    [
      { id: 'menu', label: turn.t(locale, 'profile:button.needs') },
      { id: 'mytickets', label: turn.t(locale, 'profile:button.tickets') },
    ],
    [{ id: 'lang:?', label: '🌐 Language / 语言' }],
  ];
  const text = [turn.t(locale, 'profile:greeting'), ...(await privacyNotice(turn, locale))].join('\n\n');
  await turn.reply({ text, choices });
}
