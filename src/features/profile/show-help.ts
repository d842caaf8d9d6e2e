/** What can be done here, for whoever asks. */
import type { Command, Turn } from '../../conversation/feature.ts';

/** Lists the commands this person may use, a line each. */
export async function showHelp(turn: Turn, commands: readonly Command[]): Promise<void> {
  const audience = turn.staff ? ['staff', 'anyone'] : ['traveller', 'anyone'];
  const lines = commands
    .filter((command) => audience.includes(command.audience) && command.name !== 'setup')
    .map((command) => `/${command.name} · ${turn.t(turn.locale, command.description)}`);
  const intro = turn.t(turn.locale, turn.staff ? 'staff-help:intro' : 'profile:help');
  await turn.reply({ text: [intro, lines.join('\n')].join('\n\n') });
}
