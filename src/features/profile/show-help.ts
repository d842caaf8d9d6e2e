/** What can be done here, for whoever asks. */
import type { Command, Turn } from '../../conversation/feature.ts';
import { can } from '../../domain/actor.ts';

/** What a shift needs all the time comes first. */
const FIRST = [
  'queue',
  'mine',
  'claim',
  'reply',
  'note',
  'resolve',
  'ticket',
  'transfer',
  'wait',
  'resume',
  'promise',
];
/** Of the commands for anyone, those that mean something to a colleague as well. */
const FOR_STAFF_TOO = ['help', 'language'];

/** Lists the commands this person may use, a line each. */
export async function showHelp(turn: Turn, commands: readonly Command[]): Promise<void> {
  const shown = turn.staff
    ? forStaff(turn, commands)
    : commands.filter(({ audience }) => audience !== 'staff');
  const lines = shown
    .filter(({ name }) => name !== 'setup')
    .map(
      (command) => `/${command.name}${ownWord(turn, command)} · ${turn.t(turn.locale, command.description)}`,
    );
  const intro = turn.t(turn.locale, turn.staff ? 'staff-help:intro' : 'profile:help');
  await turn.reply({ text: [intro, lines.join('\n')].join('\n\n') });
}

function forStaff(turn: Turn, commands: readonly Command[]): readonly Command[] {
  const place = ({ name }: Command): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return commands
    .filter(
      ({ audience, name }) => audience === 'staff' || (audience === 'anyone' && FOR_STAFF_TOO.includes(name)),
    )
    .filter(({ action }) => !action || can(turn.actor, action))
    .toSorted((a, b) => place(a) - place(b));
}

/** Colleagues may leave the slash out and write the word in their own script; simplified forms are listed first. */
function ownWord({ staff, locale }: Turn, { words = [] }: Command): string {
  if (!staff || !locale.startsWith('zh')) return '';
  const word = locale === 'zh-TW' ? words.at(-1) : words[0];
  return word ? ` ${word}` : '';
}
