/**
 * One need being looked after.
 *
 * Glossary: Person (traveller), Site (hotel, hospital, home), Need (kind of help), Claim (a staff member takes the
 * ticket and is responsible until somebody else accepts it), Owner (who claimed it), Team (staff group with a chat),
 * Restricted (medical and psychological matters: shown to medic, counsellor, owner and supervisor only).
 *
 *              claim                resolve              rated, or enough time
 *    new ───────────▶ claimed ────────────▶ resolved ───────────▶ closed
 *     ▲  ◀─────────── │  ▲  ▲                  │                    │
 *     │     release   │  │  │ answered, chased │ not solved         │ not solved
 *     │         wait  ▼  │  │                  ▼                    ▼
 *     │    waiting-traveller · waiting-third ──▶ resolved        reopened ──▶ claimed
 *     │
 *     └── merged: from any open state, into another ticket of the same person; the last word on it
 */
import { UserError } from '../errors.ts';
import type { Need, Urgency } from './need.ts';

/** Every state a ticket can be in. */
export const STATES = [
  'new',
  'claimed',
  'waiting-traveller',
  'waiting-third',
  'resolved',
  'closed',
  'reopened',
  'merged',
] as const;

/** Where a ticket stands. */
export type State = (typeof STATES)[number];

/** Which states may follow which. */
export const TRANSITIONS = {
  new: ['claimed', 'resolved', 'merged'],
  claimed: ['new', 'claimed', 'waiting-traveller', 'waiting-third', 'resolved', 'merged'],
  'waiting-traveller': [
    'claimed',
    'new',
    'waiting-traveller',
    'waiting-third',
    'resolved',
    'closed',
    'merged',
  ],
  'waiting-third': ['claimed', 'new', 'waiting-traveller', 'waiting-third', 'resolved', 'merged'],
  resolved: ['closed', 'reopened'],
  closed: ['reopened'],
  reopened: ['claimed', 'resolved', 'new', 'merged'],
  merged: [],
} satisfies Record<State, readonly State[]>;

/** States in which somebody still has to do something. */
export const OPEN_STATES: readonly State[] = [
  'new',
  'claimed',
  'reopened',
  'waiting-traveller',
  'waiting-third',
];

/** States in which the owner can do nothing until somebody else has done something. */
export const WAITING_STATES: readonly State[] = ['waiting-traveller', 'waiting-third'];

/** States in which a colleague has taken the ticket on. */
export const HELD_STATES: readonly State[] = ['claimed', ...WAITING_STATES];

/** Throws the UserError that explains why a ticket cannot go from one state to another. */
export function assertTransition(from: State, to: State, number: number): void {
  const allowed: readonly State[] = TRANSITIONS[from];
  if (!allowed.includes(to)) {
    throw new UserError('staff:error.state', { number, state: `staff:state.${from}` });
  }
}

/** Whether only medic, counsellor, owner and supervisor may read what was said. */
export const isRestricted = (need: Need): boolean => need === 'medical' || need === 'psychological';

/**
 * The team or the bot saw the need, and nobody has written to the traveller about it yet: to them there is no such
 * ticket.
 */
export const isUnknownToTraveller = (ticket: {
  readonly source: string;
  readonly answeredAt: unknown;
  readonly acknowledgedAt: unknown;
}): boolean => ticket.source === 'found' && ticket.answeredAt === null && ticket.acknowledgedAt === null;

/** The graver of two urgencies. */
export function graver(a: Urgency, b: Urgency): Urgency {
  const order: readonly Urgency[] = ['normal', 'high', 'emergency'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** What becomes of a ticket that is resolved: it pages nobody any more, and nobody need answer an offer of it. */
export const resolution = (now: Temporal.Instant) =>
  ({
    state: 'resolved',
    resolvedAt: now,
    nextPageAt: null,
    proposedOwnerId: null,
    proposedTeamId: null,
  }) as const;
