/** The present moment, passed in wherever time matters so that tests decide it. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** An instant as the `Date` that the database driver wants, to the millisecond. */
export const toDate = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds);
