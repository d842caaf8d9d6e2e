/** Figures in a chat: a short text compared with the period before, and a chart. */
import type { Feature, TicketDesk } from '../../conversation/feature.ts';
import { explainFigures } from './explain-figures.ts';
import { showFigures } from './show-figures.ts';

export { chartOf } from './chart.ts';
export { daysOf, rowName } from './figure-lines.ts';

/** What figures need from outside. */
export interface FiguresDeps {
  readonly desk: TicketDesk;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

/** The feature. */
export function createFigures(deps: FiguresDeps): Feature {
  return {
    name: 'figures',
    commands: [
      {
        name: 'stats',
        words: ['统计', '統計'],
        audience: 'staff',
        action: 'figures.read-own',
        description: 'staff-figures:command.stats',
        usage: 'staff-figures:usage.stats',
        run: (turn, args) => showFigures(turn, deps, args),
      },
    ],
    choices: {
      stats: (turn, args) => showFigures(turn, deps, args.join(' ')),
      'stats-meaning': (turn) => explainFigures(turn, deps),
    },
  };
}
