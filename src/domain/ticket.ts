/**
 * One need being looked after.
 *
 * Glossary: Person (traveller), Site (hotel, hospital, home), Need (kind of help), Claim (a staff member takes the
 * ticket and is responsible until somebody else accepts it), Owner (who claimed it), Team (staff group with a chat),
 * Restricted (medical and psychological matters: shown to medic, counsellor, owner and supervisor only).
 *
 *            claim               resolve               rated, or enough time
 *    new ───────────▶ claimed ───────────▶ resolved ───────────▶ closed
 *     ▲  ◀───────────   │ ▲                   │                    │
 *     │     release     │ │ claim             │ not solved         │ not solved
 *     │                 ▼ │                   ▼                    ▼
 *     └────────────── reopened ◀──────────────┴────────────────────┘
 */
import { UserError } from '../errors.ts';
import type { Need, Urgency } from './need.ts';

/** Every state a ticket can be in. */
export const STATES = ['new', 'claimed', 'resolved', 'closed', 'reopened'] as const;

/** Where a ticket stands. */
export type State = (typeof STATES)[number];

/** Which states may follow which. */
export const TRANSITIONS = {
  new: ['claimed', 'resolved'],
  claimed: ['new', 'claimed', 'resolved'],
  resolved: ['closed', 'reopened'],
  closed: ['reopened'],
  reopened: ['claimed', 'resolved', 'new'],
} satisfies Record<State, readonly State[]>;

/** States in which somebody still has to do something. */
export const OPEN_STATES: readonly State[] = ['new', 'claimed', 'reopened'];

/** Throws the UserError that explains why a ticket cannot go from one state to another. */
export function assertTransition(from: State, to: State, number: number): void {
  const allowed: readonly State[] = TRANSITIONS[from];
  if (!allowed.includes(to)) {
    throw new UserError('staff:error.state', { number, state: `staff:state.${from}` });
  }
}

/** Whether only medic, counsellor, owner and supervisor may read what was said. */
export const isRestricted = (need: Need): boolean => need === 'medical' || need === 'psychological';

/** Minutes until somebody should have answered, by urgency; orders the queue. */
export const ANSWER_WITHIN_MINUTES: Record<Urgency, number> = { emergency: 1, high: 15, normal: 60 };

/** When a ticket opened at `openedAt` should have its first answer. */
export function answerDue(openedAt: Temporal.Instant, urgency: Urgency): Temporal.Instant {
  return openedAt.add({ minutes: ANSWER_WITHIN_MINUTES[urgency] });
}

/** The graver of two urgencies. */
export function graver(a: Urgency, b: Urgency): Urgency {
  const order: readonly Urgency[] = ['normal', 'high', 'emergency'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
