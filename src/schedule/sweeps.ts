/** Everything that falls due with time: each feature's sweep, again and again, in a transaction of its own. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** One thing to look after. */
export interface Sweep {
  readonly name: string;
  run(now: Temporal.Instant): Promise<void>;
}

/** A sweep that runs at most once in `every`, the first time when that has passed since `start`. */
export function spaced(sweep: Sweep, every: Temporal.Duration, start: Temporal.Instant): Sweep {
  let next = start.add(every);
  return {
    name: sweep.name,
    async run(now) {
      if (Temporal.Instant.compare(now, next) < 0) return;
      next = now.add(every);
      await sweep.run(now);
    },
  };
}

/** Runs sweeps. */
export interface Schedule {
  /** Runs every sweep once, now. */
  runOnce(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs each sweep every `everyMs`; one that fails is logged and runs again next time. */
export function startSchedule(sweeps: readonly Sweep[], clock: Clock, log: Log, everyMs: number): Schedule {
  let running: Promise<void> | undefined;
  const runAll = async (): Promise<void> => {
    for (const sweep of sweeps) {
      try {
        await sweep.run(clock.now());
      } catch (error) {
        log.error({ err: error, sweep: sweep.name }, 'a sweep failed; it runs again');
      }
    }
  };
  const runOnce = (): Promise<void> => {
    running ??= runAll().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = everyMs > 0 ? setInterval(() => void runOnce(), everyMs) : undefined;
  return {
    runOnce,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
