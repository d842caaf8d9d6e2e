import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  advance(by: Temporal.DurationLike): void;
}

/** A clock that starts on a winter night, at 2 a.m. in Shanghai. */
export function manualClock(start = '2026-11-21T18:00:00Z'): ManualClock {
  let now = Temporal.Instant.from(start);
  return {
    now: () => now,
    advance(by) {
      now = now.add(by);
    },
  };
}
