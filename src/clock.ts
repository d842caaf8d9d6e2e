/** The present moment, passed in wherever time matters so that tests decide it. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** An instant as the `Date` that the database driver wants, to the millisecond. */
export const toDate = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds);

const spelled = new WeakMap<Temporal.Instant, string>();

/** An instant as ISO text; what happens in one transaction mostly happens at one instant. */
export function toIso(at: Temporal.Instant): string {
  const known = spelled.get(at);
  if (known) return known;
  const text = at.toString();
  spelled.set(at, text);
  return text;
}
