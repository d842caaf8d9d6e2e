/** What has to be so before somebody leaves. */
import type { StayState } from '../roster-import.ts';
import type { StayPlan } from '../stay.ts';

/** What a colleague sees to and ticks. */
export const HAND_CHECKS = ['transport', 'documents'] as const;

/** One of them. */
export type HandCheck = (typeof HAND_CHECKS)[number];

/**
 * `place`: they are not in hospital · `days`: these are over · `tests`: all were taken · `results`: none is out, and no
 * positive is left open · `transport` and `documents`: ticked · `certificate`: all that stands in it is known.
 */
export type ReleaseCheck = 'place' | 'days' | 'tests' | 'results' | HandCheck | 'certificate';

/** A release as it stands. */
export interface ReleaseStanding {
  readonly state: StayState;
  readonly plan: StayPlan;
  readonly ticked: readonly HandCheck[];
  readonly name: string | null;
}

/** Every check and whether it is met, in the order in which they are gone through. */
export function releaseChecks({
  state,
  plan,
  ticked,
  name,
}: ReleaseStanding): readonly { readonly check: ReleaseCheck; readonly isMet: boolean }[] {
  const { release, today, obstacles } = plan;
  const met: Record<ReleaseCheck, boolean> = {
    // Whoever a vehicle took away before they were let go has left, and can still be.
    place: state !== 'hospital',
    days: release !== null && Temporal.PlainDate.compare(today, release) >= 0,
    tests: release !== null && obstacles.every(({ kind }) => kind !== 'test'),
    results: obstacles.every(({ kind }) => kind === 'test'),
    transport: ticked.includes('transport'),
    documents: ticked.includes('documents'),
    certificate: name !== null && plan.start !== null,
  };
  return (Object.keys(met) as ReleaseCheck[]).map((check) => ({ check, isMet: met[check] }));
}

/**
 * What groups may read of why somebody is held: whether a result is out or positive is not for everybody. `coming`: a
 * test is to be taken until then.
 */
export type HeldBy = 'tests' | 'results' | 'coming' | 'place' | 'days';

/** Why somebody stays on this day; nothing for those who may leave. */
export function heldBy(
  { state, plan }: Pick<ReleaseStanding, 'state' | 'plan'>,
  on: Temporal.PlainDate,
): readonly HeldBy[] {
  const held = new Set<HeldBy>(plan.obstacles.map(({ kind }) => (kind === 'test' ? 'tests' : 'results')));
  if (plan.tests.some((test) => !test.isAtHome && test.state === 'not-yet')) held.add('coming');
  if (state === 'hospital') held.add('place');
  if (plan.release === null || Temporal.PlainDate.compare(on, plan.release) < 0) held.add('days');
  return [...held];
}
