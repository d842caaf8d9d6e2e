/** What figures are asked of, and what the answer looks like: the same for chat, console, report and export. */
import type { Need } from '../need.ts';

/** By what figures can be divided. */
export const GROUPS = ['site', 'need', 'staff', 'shift', 'team', 'jurisdiction', 'language'] as const;

/** One of `GROUPS`. */
export type Group = (typeof GROUPS)[number];

/** Only what is of these; nothing named is everything. */
export interface FiguresFilter {
  readonly siteId?: string;
  readonly need?: Need;
  readonly staffId?: string;
  readonly teamId?: string;
  readonly jurisdiction?: string;
  readonly language?: string;
}

/** What is asked: from one moment to just before another. */
export interface FiguresQuestion {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly filter?: FiguresFilter;
  readonly by?: Group;
  /** By need: whoever may not read restricted matters gets them as one, `CONFIDENTIAL`. */
  readonly foldsRestricted?: boolean;
}

/** The key of medical and psychological matters together. */
export const CONFIDENTIAL = 'confidential';

/**
 * Every figure; what each means is in docs/figures.md and in `staff-figures:meaning.*`. Null is "not known" or "nothing
 * to measure", never zero. Spans are whole or half seconds of the clock on the wall, waiting included; shares are 0 to 1.
 */
export interface Figures {
  readonly opened: number;
  /** At the end of the period, or now while it runs. */
  readonly open: number;
  /** Only of periods that reach to now: what was late at a moment that is past is not kept. */
  readonly overdue: number | null;
  readonly resolved: number;
  readonly reopened: number;
  readonly responseMedian: number | null;
  readonly responseP90: number | null;
  readonly resolutionMedian: number | null;
  readonly resolutionP90: number | null;
  readonly responseKept: number | null;
  readonly resolutionKept: number | null;
  /** 1 to 5. */
  readonly rating: number | null;
  readonly ratings: number;
  readonly thanks: number;
  readonly complaints: number;
  /** People, not tickets: null where tickets are chosen or divided by what people have none of. */
  readonly inQuarantine: number | null;
  readonly heardFrom: number | null;
  readonly released: number | null;
}

/** The name of one figure. */
export type FigureName = keyof Figures;

/** The figures of one site, need, colleague and so on. */
export interface FiguresRow extends Figures {
  /** An id, a need, a jurisdiction or a language; of a shift `team id:name`; null for those that have none. */
  readonly key: string | null;
  /** Of a site, team, colleague or shift; of the others the key itself. */
  readonly name: string | null;
}

/** The answer: everything together, and by group with most opened first. */
export interface FiguresAnswer {
  readonly total: Figures;
  readonly rows: readonly FiguresRow[];
}
