/** Nobody has signed: the lead is reminded, and from the second time on the supervisors as well. */
import type { Work } from '../../conversation/feature.ts';
import { nextReminder } from '../../domain/report/day.ts';
import { leadsFor, overseers } from '../../store/oversight.ts';
import { moveReportReminder } from '../../store/report-changes.ts';
import { listUnsigned, type ReportRecord } from '../../store/reports.ts';
import type { ReportDeps } from './gather-report.ts';
import { tellOne } from './send-up.ts';
import { signChoices } from './write-report.ts';

/** Reminds of everything that is due; however long the bot was away, once. */
export async function remindSigners(work: Work, deps: ReportDeps): Promise<void> {
  for (const report of await listUnsigned(work.tx, work.now)) await remind(work, deps, report);
}

async function remind(work: Work, deps: ReportDeps, report: ReportRecord): Promise<void> {
  const { tx, now, t } = work;
  const { id, number, revision, day, snapshot, waitsSinceAt } = report;
  const since = waitsSinceAt ?? now;
  const { times, at } = nextReminder(since, now);
  if (!(await moveReportReminder(tx, report, at))) return;
  const leads = await leadsFor(tx, report.teamId, now);
  const told = new Set([...leads, ...(times > 1 ? await overseers(tx) : [])]);
  for (const staffId of told) {
    const key = `report:${id}:${revision}:remind:${times}:${staffId}`;
    await tellOne(work, deps, staffId, key, (locale) => ({
      text: t(locale, 'staff-reports:remind', {
        number,
        revision,
        day: day.toString(),
        scope: snapshot.site ?? t(locale, 'staff-reports:all-sites'),
        count: Math.floor(now.since(since).total('minutes')),
      }),
      choices: [
        [{ id: `report:${number}`, label: t(locale, 'staff-reports:button.read') }],
        ...signChoices(work, report, locale).slice(0, 1),
      ],
    }));
  }
}
