/** Waits that end at once when the demo stops. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A chance moment between `least` and `most` milliseconds from now; rejects when the signal aborts. */
export async function pause(least: number, most: number, signal: AbortSignal): Promise<void> {
  await sleep(least + Math.random() * (most - least), undefined, { signal });
}

/** Runs `task` until it ends; an abort is no failure, anything else is handed to `failed`. */
export async function untilStopped(
  task: () => Promise<void>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!signal.aborted) failed(error);
  }
}
