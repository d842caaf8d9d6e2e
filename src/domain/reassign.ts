/** Handing all tickets of one colleague on, step by step: what was chosen so far, as a conversation remembers it. */

/** Who gets them. */
export type ReassignTarget =
  | { readonly kind: 'staff' | 'team'; readonly id: string; readonly name: string }
  | { readonly kind: 'queue' };

/** The question put to whoever reassigns; kept under `reassign` in their session. */
export interface ReassignDraft {
  /** Buttons of an earlier question do not fit. */
  readonly key: string;
  /** Whose tickets. */
  readonly from: { readonly id: string; readonly name: string };
  /** Set when they were given back already, because that colleague was switched off. */
  readonly numbers?: readonly number[];
  readonly to?: ReassignTarget;
}
