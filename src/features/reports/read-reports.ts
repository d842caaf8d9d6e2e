/** What may be read of reports, for chats and for pages: whose they are, and what is kept of a day. */
import type { Work } from '../../conversation/feature.ts';
import { type Actor, assertCan, can } from '../../domain/actor.ts';
import { type ReportView, reportView } from '../../domain/report/view.ts';
import { UserError } from '../../errors.ts';
import { listReportPlans } from '../../store/report-plans.ts';
import { findReport, findReportOf, listReports, type ReportRecord } from '../../store/reports.ts';
import { gatherReport, type ReportDeps, zoneOf } from './gather-report.ts';
import {
  type Asking,
  assertMaySign,
  mayRead,
  maySign,
  recipientsHere,
  teamOf,
  teamsLed,
} from './who-signs.ts';

/** Somebody who asks where only they read the answer, such as a page of theirs. */
export const askingAlone = (
  work: Work,
  { actor, locale }: { readonly actor: Actor; readonly locale: string },
): Asking => ({ ...work, actor, locale, chat: { kind: 'private', teamId: null } });

/** The reports that the actor may read here, newest first. */
export async function listReadable(asking: Asking, most: number): Promise<ReportRecord[]> {
  assertCan(asking.actor, 'report.sign');
  const all = can(asking.actor, 'report.edit');
  const teamIds = all ? [] : await teamsLed(asking);
  return listReports(asking.tx, { all, teamIds, recipients: recipientsHere(asking) }, most);
}

/** A report that may be read, and whether its reader signs it. */
export interface OpenReport {
  readonly report: ReportRecord;
  readonly signs: boolean;
}

/** One revision, else the newest; throws the UserError. What is being corrected is shown only to those who sign it. */
export async function openReport(asking: Asking, number: number, revision?: number): Promise<OpenReport> {
  assertCan(asking.actor, 'report.sign');
  const newest = await findReport(asking.tx, number);
  if (!newest) throw new UserError('staff-reports:error.no-report', { number });
  if (!(await mayRead(asking, newest))) await assertMaySign(asking, newest.teamId);
  const signs = await maySign(asking, newest.teamId);
  const report =
    revision === undefined && signs ? newest : await findReport(asking.tx, number, revision ?? 'signed');
  if (!report || !(report.signedAt || signs))
    throw new UserError('staff-reports:error.no-report', { number });
  return { report, signs };
}

/** A day: the report that is kept of it, or how it stands now. */
export type OpenDay =
  | { readonly kept: ReportRecord }
  | {
      readonly kept: undefined;
      readonly day: Temporal.PlainDate;
      readonly view: ReportView;
      /** It will be drafted by itself: kept now, it would lack what is still to come. */
      readonly isComing: boolean;
    };

/** Throws the UserError for days to come, and for those who do not sign it. No day is today, a null site all of them. */
export async function openDay(
  asking: Asking,
  deps: Pick<ReportDeps, 'zone'>,
  wish: { readonly day: string | null; readonly siteId: string | null },
): Promise<OpenDay> {
  assertCan(asking.actor, 'report.sign');
  const { siteId } = wish;
  const zone = await zoneOf(asking, deps, siteId);
  const today = asking.now.toZonedDateTimeISO(zone).toPlainDate();
  const day = wish.day === null ? today : Temporal.PlainDate.from(wish.day);
  if (Temporal.PlainDate.compare(day, today) > 0) throw new UserError('staff-reports:error.future');
  const kept = await findReportOf(asking.tx, siteId, day);
  if (kept) return { kept };
  const teamId = await teamOf(asking, siteId);
  await assertMaySign(asking, teamId);
  const snapshot = await gatherReport(asking, deps, { siteId, day, teamId });
  const facts = { snapshot, number: null, revision: 1, remark: null, reason: null };
  const { t, locale } = asking;
  const view = reportView({ ...facts, signature: null, previous: null }, { t, locale });
  return { kept: undefined, day, view, isComing: await isPlanned(asking, siteId, day) };
}

/** Whether it will be drafted by itself. */
export async function isPlanned(
  { tx }: Pick<Work, 'tx'>,
  siteId: string | null,
  day: Temporal.PlainDate,
): Promise<boolean> {
  const plans = await listReportPlans(tx);
  return plans.some((plan) => plan.siteId === siteId && Temporal.PlainDate.compare(plan.nextOn, day) <= 0);
}
