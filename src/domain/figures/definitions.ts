/** Which figures there are, in the order in which they are shown, and how each is written. */
import type { FigureName } from './question.ts';

/** How a figure is written: a number, a span of seconds, a share of 1, or stars from 1 to 5. */
export type Unit = 'count' | 'seconds' | 'share' | 'stars';

/** One figure; its name is `staff-figures:figure.<name>` and its meaning `staff-figures:meaning.<name>`. */
export interface Definition {
  readonly name: FigureName;
  readonly unit: Unit;
}

/** Every figure. */
export const DEFINITIONS: readonly Definition[] = [
  { name: 'opened', unit: 'count' },
  { name: 'open', unit: 'count' },
  { name: 'overdue', unit: 'count' },
  { name: 'resolved', unit: 'count' },
  { name: 'reopened', unit: 'count' },
  { name: 'responseMedian', unit: 'seconds' },
  { name: 'responseP90', unit: 'seconds' },
  { name: 'resolutionMedian', unit: 'seconds' },
  { name: 'resolutionP90', unit: 'seconds' },
  { name: 'responseKept', unit: 'share' },
  { name: 'resolutionKept', unit: 'share' },
  { name: 'rating', unit: 'stars' },
  { name: 'ratings', unit: 'count' },
  { name: 'thanks', unit: 'count' },
  { name: 'complaints', unit: 'count' },
  { name: 'inQuarantine', unit: 'count' },
  { name: 'heardFrom', unit: 'count' },
  { name: 'released', unit: 'count' },
];
