import { setTimeout as delay } from 'node:timers/promises';

/** Waits between tries, in milliseconds: doubling from the first to the longest. */
export interface BackoffTimes {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Counts failures in a row and waits ever longer, never in step with others that failed at the same moment. */
export class Backoff {
  readonly #times: BackoffTimes;
  failures = 0;

  constructor(times: BackoffTimes) {
    this.#times = times;
  }

  reset(): void {
    this.failures = 0;
  }

  /** Waits after one more failure, at least `atLeastMs`; ends at once when the signal is aborted. */
  async wait(signal: AbortSignal, atLeastMs = 0): Promise<void> {
    const grown = this.#times.firstMs * 2 ** Math.min(this.failures, 16);
    this.failures += 1;
    const ms = Math.min(grown, this.#times.longestMs) * (0.5 + Math.random() / 2);
    await delay(Math.max(ms, atLeastMs), undefined, { signal }).catch(() => undefined);
  }
}
