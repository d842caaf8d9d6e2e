/** Notes in the database when each account of this process was last heard of, so that any process notices silence. */
import type { Channel } from './channels/channel.ts';
import { forgetPulses, recordPulses } from './store/alarms.ts';
import type { Db } from './store/db.ts';

/** Signs of life of the channels that are started here. */
export interface Pulses {
  /** Notes how they are now. */
  look(now: Temporal.Instant): Promise<void>;
  /** Takes the notes back: who is stopped on purpose is not silent. */
  stop(): Promise<void>;
}

/** How often is noted at most. */
export const PULSE_EVERY = Temporal.Duration.from({ seconds: 15 });

/** Nothing is noted before the first look. */
export function createPulses(db: Db, channels: readonly Channel[]): Pulses {
  const noted = new Set<string>();
  return {
    async look(now) {
      const pulses = channels.flatMap(({ id, pulse }) => {
        const heard = pulse?.();
        if (!heard) return [];
        const { agoMs, silentAfterMs, problem = null } = heard;
        const seenAt = now.subtract({ milliseconds: Math.round(agoMs) });
        return [{ account: id, seenAt, silentAfterMs, problem }];
      });
      for (const { account } of pulses) noted.add(account);
      if (pulses.length > 0) await recordPulses(db, pulses);
    },
    async stop() {
      if (noted.size > 0) await forgetPulses(db, [...noted]);
      noted.clear();
    },
  };
}
