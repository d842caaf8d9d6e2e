/** What is counted, figure by figure. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { DEFINITIONS } from '../../domain/figures/definitions.ts';
import type { FiguresDeps } from './index.ts';

/** Answers a press on "what is counted". */
export async function explainFigures(turn: Turn, { desk }: FiguresDeps): Promise<void> {
  desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'figures.read-own');
  const { locale, t } = turn;
  const lines = DEFINITIONS.map(
    ({ name }) =>
      `· ${t(locale, `staff-figures:figure.${name}`)}: ${t(locale, `staff-figures:meaning.${name}`)}`,
  );
  await turn.reply({ text: [t(locale, 'staff-figures:meaning-title'), ...lines].join('\n') });
}
