/**
 * One thing asked for on a ticket, until it is there or will not come.
 *
 *   requested ──▶ packed ──▶ delivered          what is delivered in part stays open until the rest is there
 *       │  ▲────────┘
 *       └────▶ unavailable · cancelled          every settled line can be requested again
 */
import type { UnitKey } from './catalogue.ts';

/** Every state of a line. */
export const LINE_STATES = ['requested', 'packed', 'delivered', 'unavailable', 'cancelled'] as const;

/** Where a line stands. */
export type LineState = (typeof LINE_STATES)[number];

/** States in which something still has to be brought. */
export const OPEN_LINE_STATES: readonly LineState[] = ['requested', 'packed'];

/** A line as the rules need it. */
export interface Line {
  readonly position: number;
  /** The item's key; null for what the catalogue does not know. */
  readonly item: string | null;
  readonly name: string;
  readonly amount: number;
  readonly unit: UnitKey | null;
  readonly state: LineState;
  /** How much of it has arrived. */
  readonly delivered: number;
  /** What was last offered instead. */
  readonly substitute: string | null;
  readonly substitution: 'asked' | 'accepted' | 'declined' | null;
}

/** What changes on a line. */
export type LineChange = Partial<Omit<Line, 'position'>>;

/** Why a change cannot be made, as a key of `staff-supplies:error.*`. */
export type LineRefusal = 'too-many' | 'settled' | 'not-asked' | 'same';

/** Whether something still has to be brought. */
export const isOpenLine = ({ state }: Pick<Line, 'state'>): boolean => OPEN_LINE_STATES.includes(state);

/** What is still to be brought of it. */
export const missingOf = ({ amount, delivered }: Pick<Line, 'amount' | 'delivered'>): number =>
  Math.max(0, Math.round((amount - delivered) * 100) / 100);

/** Puts a line into a state; a line that is requested again begins anew. */
export function moveLine(line: Line, state: LineState): LineChange | LineRefusal {
  if (state === 'delivered') return deliverLine(line, undefined);
  if (line.state === state) return 'same';
  if (state === 'requested')
    return { state, ...(line.state === 'delivered' ? { delivered: 0 } : {}), ...unasked(line) };
  if (!isOpenLine(line)) return 'settled';
  return { state, ...unasked(line) };
}

/** So much more has arrived; all that was missing when nobody says how much. */
export function deliverLine(line: Line, amount: number | undefined): LineChange | LineRefusal {
  if (line.state === 'delivered') return 'same';
  if (!isOpenLine(line)) return 'settled';
  const missing = missingOf(line);
  const more = amount ?? missing;
  if (more > missing) return 'too-many';
  const delivered = Math.round((line.delivered + more) * 100) / 100;
  return { delivered, ...(delivered === line.amount ? { state: 'delivered' } : {}), ...unasked(line) };
}

/** Another amount is wanted; what is packed has to be looked at again when it is more. */
export function resizeLine(line: Line, amount: number, unit: UnitKey | null): LineChange | LineRefusal {
  if (!isOpenLine(line)) return 'settled';
  const shared = { amount, ...(unit ? { unit } : {}) };
  if (amount === line.amount && (unit === null || unit === line.unit)) return 'same';
  if (amount <= line.delivered) return { ...shared, delivered: amount, state: 'delivered' };
  return { ...shared, state: amount > line.amount ? 'requested' : line.state };
}

/** The question that a traveller has not answered is dropped when the line moves on without their answer. */
const unasked = (line: Line): LineChange =>
  line.substitution === 'asked' ? { substitution: null, substitute: null } : {};
