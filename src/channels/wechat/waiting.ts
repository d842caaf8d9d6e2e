/** A call that did not answer in time; it may still be carried out. */
export class NoAnswer extends Error {
  constructor(what: string, ms: number) {
    super(`${what}: no answer within ${ms} ms`);
    this.name = 'NoAnswer';
  }
}

/** The work's result, or `NoAnswer` after `ms`: puppets may leave a call hanging for ever. */
export function within<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(what, ms)), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** The wait before attempt `attempt` (from 0): doubling from `min` up to `max`, less up to a quarter by chance. */
export function backoff(
  attempt: number,
  range: readonly [min: number, max: number],
  random: () => number,
): number {
  const full = Math.min(range[1], range[0] * 2 ** Math.min(attempt, 20));
  return Math.round(full * (1 - random() / 4));
}
