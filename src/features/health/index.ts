/** How the bot's accounts fare: kept, told to the administrators when something is wrong, and shown by `/health`. */
import type { Feature } from '../../conversation/feature.ts';
import { type HealthState, recordHealth } from '../../store/accounts.ts';
import { showHealth } from './show-health.ts';
import { tellRecovered, tellTroubled } from './tell-admins.ts';
import { tellBackups } from './tell-backups.ts';
import { createWatch, type WatchDeps } from './watch.ts';

/** What health needs from outside. */
export interface HealthDeps extends WatchDeps {
  /** Language of administrators who have chosen none. */
  readonly locale: string;
}

/** The feature. */
export function createHealth(deps: HealthDeps): Feature {
  const watch = createWatch(deps);
  return {
    name: 'health',
    commands: [
      {
        name: 'health',
        words: ['状态', '狀態'],
        audience: 'staff',
        action: 'health.read',
        description: 'staff-health:command.health',
        usage: 'staff-health:command.health',
        run: showHealth,
      },
    ],
    async onEvent(work, event) {
      if (event.type !== 'health.changed') return;
      await recordHealth(work.tx, event.account, event.state as HealthState, event.detail, work.now);
    },
    async sweep(work) {
      await tellTroubled(work, deps);
      await tellRecovered(work, deps);
      await watch(work);
      await tellBackups(work, deps);
    },
  };
}
