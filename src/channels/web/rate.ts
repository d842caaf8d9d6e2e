import type { Clock } from './options.ts';

/** Counts what each sender does; tells those who do too much when to come back. */
export interface Rate {
  /** 0 when `key` may go on, else the milliseconds until it may. */
  take(key: string): number | Promise<number>;
}

const KEYS_KEPT = 10_000;

/** At most `max` in every window of `windowMs`; it delays, and never loses: the page keeps what was refused. */
export function createRate(clock: Clock, max: number, windowMs: number): Rate {
  const windows = new Map<string, { start: number; count: number }>();
  return {
    take(key) {
      const now = clock.now().epochMilliseconds;
      const open = windows.get(key);
      if (!open || now - open.start >= windowMs) {
        if (windows.size >= KEYS_KEPT) forget(windows, now - windowMs);
        windows.set(key, { start: now, count: 1 });
        return 0;
      }
      if (open.count >= max) return open.start + windowMs - now;
      open.count += 1;
      return 0;
    },
  };
}

function forget(windows: Map<string, { start: number }>, before: number): void {
  for (const [key, { start }] of windows) if (start <= before) windows.delete(key);
}
