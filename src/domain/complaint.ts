/** What becoming a complaint does to a ticket that somebody has. */
import { type Actor, mayOwn } from './actor.ts';
import type { Need } from './need.ts';
import { OPEN_STATES, type State } from './ticket.ts';

interface Held {
  readonly state: State;
  readonly ownerId: string | null;
}

/** Whoever may not have it, as it is now to be, leaves it to those who may: it is unclaimed again. */
export function ownerLeaves(
  before: Held,
  owner: Actor | undefined,
  after: { readonly need: Need; readonly aboutStaffId: string | null },
) {
  if (before.ownerId === null || (owner && mayOwn(owner, after))) return {};
  const unclaimed = { ownerId: null, claimedAt: null, proposedOwnerId: null, proposedTeamId: null };
  return OPEN_STATES.includes(before.state) ? { ...unclaimed, state: 'new' as const } : unclaimed;
}
