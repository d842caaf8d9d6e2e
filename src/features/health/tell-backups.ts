/** Tells the administrators when a scheduled backup failed, once a day, and once that there is one again. */
import type { Work } from '../../conversation/feature.ts';
import { takeFailures, takeRecoveries } from '../../store/backup-runs.ts';
import { tellAdmins } from './tell-admins.ts';

/** Looks for what was not told yet. */
export async function tellBackups(work: Work, deps: { readonly locale: string }): Promise<void> {
  for (const { day, error } of await takeFailures(work.tx)) {
    const news = { episode: `backup-failed:${day}`, failing: undefined };
    await tellAdmins(work, deps, news, (locale) =>
      work.t(locale, 'staff-backup:failed', { day, error: error ?? '' }),
    );
  }
  const over = (await takeRecoveries(work.tx)).map(({ day }) => day).sort();
  if (over.length === 0) return;
  const news = { episode: `backup-recovered:${over.at(-1)}`, failing: undefined };
  await tellAdmins(work, deps, news, (locale) => work.t(locale, 'staff-backup:recovered'));
}
