/** Drafts what is due and shows it to those who sign: everything due and not done, however long the bot was away. */
import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { dueAt, nextReminder } from '../../domain/report/day.ts';
import { addAudit } from '../../store/audit.ts';
import { leadsFor } from '../../store/oversight.ts';
import { addReport } from '../../store/report-changes.ts';
import {
  addReportRecipient,
  listReportPlans,
  moveReportPlan,
  type Recipient,
  type ReportPlan,
} from '../../store/report-plans.ts';
import { findReportOf, listUnsent, type ReportRecord } from '../../store/reports.ts';
import { gatherReport, type ReportDeps, zoneOf } from './gather-report.ts';
import { sendUp, tellOne } from './send-up.ts';
import { teamOf } from './who-signs.ts';
import { contentOf, signChoices, viewOf } from './write-report.ts';

const SYSTEM: Actor = { role: 'system', id: 'system' };

/** The team or colleague of a setting. */
export const recipientOf = ({ teamId, staffId }: ReportPlan): Recipient =>
  teamId === null ? { staffId: staffId ?? '' } : { teamId };

/** One day of each setting that is due; true where more of a long absence may be left for the next look. */
export async function draftDue(work: Work, deps: ReportDeps): Promise<boolean> {
  let isMore = false;
  for (const plan of await listReportPlans(work.tx)) {
    const zone = await zoneOf(work, deps, plan.siteId);
    const isDue = Temporal.Instant.compare(dueAt(plan.nextOn, plan.at, zone), work.now) <= 0;
    if (!isDue) continue;
    isMore = true;
    if (await moveReportPlan(work.tx, plan)) await bringUp(work, deps, plan);
  }
  for (const report of await listUnsent(work.tx)) await sendUp(work, deps, report);
  return isMore;
}

/** Drafts the day's report unless another setting of this scope has; what is signed already goes up in the same look. */
async function bringUp(work: Work, deps: ReportDeps, plan: ReportPlan): Promise<void> {
  const { siteId, nextOn: day } = plan;
  const known = await findReportOf(work.tx, siteId, day);
  const drafted = known ?? (await draft(work, deps, { siteId, day, actor: SYSTEM }));
  const report = drafted ?? (await findReportOf(work.tx, siteId, day));
  if (!report) return;
  await addReportRecipient(work.tx, report.id, recipientOf(plan));
}

/** Adds the report of a day and asks those who sign it; undefined when somebody else has just done so. */
export async function draft(
  work: Work,
  deps: ReportDeps,
  what: {
    readonly siteId: string | null;
    readonly day: Temporal.PlainDate;
    readonly actor: Actor;
    readonly channel?: string;
  },
): Promise<ReportRecord | undefined> {
  const { tx, now } = work;
  const { siteId, day, actor, channel } = what;
  const createdBy = actor.role === 'system' ? null : actor.id;
  const teamId = await teamOf(work, siteId);
  const snapshot = await gatherReport(work, deps, { siteId, day, teamId });
  const remindAt = nextReminder(now, now).at;
  const report = await addReport(tx, { day, teamId, snapshot, createdBy, now, remindAt });
  if (!report) return undefined;
  addAudit(tx, {
    actor,
    action: 'report.draft',
    now,
    channel,
    after: { number: report.number, day: day.toString(), siteId },
  });
  await askToSign(work, deps, report, actor.id);
  return report;
}

/** Shows a draft to the lead, or to the supervisors where there is none, each once for every version. */
export async function askToSign(
  work: Work,
  deps: ReportDeps,
  report: ReportRecord,
  except?: string,
): Promise<void> {
  const { id, revision, version, teamId } = report;
  for (const staffId of await leadsFor(work.tx, teamId, work.now)) {
    if (staffId === except) continue;
    const key = `report:${id}:${revision}:${version}:ask:${staffId}`;
    await tellOne(work, deps, staffId, key, async (locale, account) => {
      const content = await contentOf(work, await viewOf(work, report, locale), locale, account);
      const ask = work.t(locale, 'staff-reports:please-sign');
      return {
        ...content,
        text: `${content.text}\n\n${ask}`,
        choices: signChoices(work, report, locale),
      };
    });
  }
}
