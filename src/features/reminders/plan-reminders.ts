/** Stays were planned: what is to be said of them, and when, is planned with them. */
import type { Work } from '../../conversation/feature.ts';
import { leavingTime, planReminders } from '../../domain/reminder.ts';
import { saveReminders } from '../../store/reminders.ts';
import { listSites } from '../../store/sites.ts';
import type { PlannedStay } from '../../store/stays.ts';
import type { ReminderDeps } from './index.ts';

/** Plans for all of them by one statement; nothing of what was sent is planned again. */
export async function planStayReminders(
  work: Work,
  { zone }: ReminderDeps,
  planned: readonly PlannedStay[],
): Promise<void> {
  const sites = new Map((await listSites(work.tx)).map((site) => [site.id, leavingTime(site.releaseNote)]));
  const noSite = leavingTime(null);
  const wanted = planned.flatMap(({ stay, plan }) => {
    const leavesAt = sites.get(stay.siteId ?? '') ?? noSite;
    const { id, state } = stay;
    return planReminders({ id, state, zone: stay.zone ?? zone, leavesAt, plan }, work.now);
  });
  await saveReminders(
    work.tx,
    planned.map(({ stay }) => stay.id),
    wanted,
    work.now,
  );
}
