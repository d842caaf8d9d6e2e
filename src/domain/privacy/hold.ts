/** What keeps somebody's data from being removed for now. */

/**
 * `stay` quarantine under way · `emergency`, `complaint`, `ticket` a request that is being looked after · `speaks` somebody they
 * speak for is still here, or waits for an answer.
 */
export const HOLDS = ['stay', 'emergency', 'complaint', 'ticket', 'speaks'] as const;

/** One kind of it. */
export type HoldKind = (typeof HOLDS)[number];

/** One thing that has to end first. */
export interface Hold {
  readonly kind: HoldKind;
  /** Of the ticket. */
  readonly number: number | null;
  /** When it ends by plan, as YYYY-MM-DD; null where nobody knows. */
  readonly until: string | null;
}

/** Whether somebody who answers for a team may end these and have the data erased at once. */
export const mayBeEnded = (holds: readonly Hold[]): boolean => holds.every(({ kind }) => kind === 'ticket');
