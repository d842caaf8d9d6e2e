/** `/report`: the newest, one by number or day, the list; and how things stand now where nothing is kept yet. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import type { SiteRecord } from '../../store/records.ts';
import { addReportRecipient, listReportPlans } from '../../store/report-plans.ts';
import { findReport, findReportOf } from '../../store/reports.ts';
import { listSites } from '../../store/sites.ts';
import { draft, recipientOf } from './draft-report.ts';
import type { ReportDeps } from './gather-report.ts';
import { isPlanned, listReadable, openDay, openReport } from './read-reports.ts';
import { fileOf } from './send-up.ts';
import { assertMaySign, mayRead, maySign, teamOf } from './who-signs.ts';
import { contentOf, fileChoice, signChoices, viewOf } from './write-report.ts';

const LISTED = 20;

/** The site that these words name; undefined for none, which is all sites. */
export async function siteNamed(turn: Turn, words: string): Promise<SiteRecord | undefined> {
  if (!words) return undefined;
  const sites = await listSites(turn.tx);
  const found = called(sites, words);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new UserError('staff:error.several', { names, target: words });
  }
  if (!found[0]) throw new UserError('staff-reports:error.no-site', { words });
  return found[0];
}

/** The newest report that there is for whoever asks. */
export async function showNewest(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'report.sign');
  const [newest] = await listReadable(turn, 1);
  if (!newest) throw new UserError('staff-reports:error.none');
  await showNumbered(turn, newest.number);
}

/** One report, by its number; what is being corrected is shown to those who sign it. */
export async function showNumbered(turn: Turn, number: number): Promise<void> {
  const { report, signs } = await openReport(turn, number);
  const view = await viewOf(turn, report, turn.locale);
  const content = await contentOf(turn, view, turn.locale, turn.inbound.account);
  const choices: Choice[][] = [[fileChoice(turn, report, turn.locale)]];
  if (signs && !report.signedAt) choices.push(...signChoices(turn, report, turn.locale));
  await turn.reply({ ...content, choices });
}

/** The button: the table of one revision. */
export async function sendFile(turn: Turn, number: number, revision: number): Promise<void> {
  assertCan(turn.actor, 'report.sign');
  const report = await findReport(turn.tx, number, revision);
  if (!report) throw new UserError('staff-reports:error.no-report', { number });
  if (!(await mayRead(turn, report)) || !(report.signedAt || (await maySign(turn, report.teamId))))
    await assertMaySign(turn, report.teamId);
  const file = await fileOf(turn, report, turn.locale, turn.inbound.account);
  if (!file) throw new UserError('staff-reports:error.no-files');
  await turn.reply(file);
}

/** `/report list`. */
export async function showList(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'report.sign');
  const reports = await listReadable(turn, LISTED);
  if (reports.length === 0) throw new UserError('staff-reports:error.none');
  const { t, locale } = turn;
  const lines = reports.map(({ number, day, snapshot, revision, signedAt }) => {
    const scope = snapshot.site === null ? t(locale, 'staff-reports:all-sites') : isolate(snapshot.site);
    const state = t(locale, `staff-reports:list.${signedAt ? 'signed' : 'waiting'}`);
    const corrected = revision > 1 ? [t(locale, 'staff-reports:list.revision', { revision })] : [];
    return [`#${number}`, day.toString(), scope, ...corrected, state].join(' · ');
  });
  await turn.reply({ text: [t(locale, 'staff-reports:list.head'), ...lines].join('\n') });
}

/** `/report today|DATE [site]`: what is kept of that day, else how it stands now, which is kept only when asked for. */
export async function showDay(
  turn: Turn,
  deps: ReportDeps,
  wish: { readonly day: string | null; readonly words: string },
): Promise<void> {
  assertCan(turn.actor, 'report.sign');
  const siteId = (await siteNamed(turn, wish.words))?.id ?? null;
  const found = await openDay(turn, deps, { day: wish.day, siteId });
  if (found.kept) return showNumbered(turn, found.kept.number);
  const content = await contentOf(turn, found.view, turn.locale, turn.inbound.account);
  const label = turn.t(turn.locale, 'staff-reports:button.keep');
  const choices = found.isComing ? [] : [[{ id: `rpkeep:${found.day}:${siteId ?? '-'}`, label }]];
  await turn.reply({ ...content, choices });
}

/** The button under figures that nobody has kept: they become a report, for whoever has hours set in this scope. */
export async function keepDay(turn: Turn, deps: ReportDeps, args: readonly string[]): Promise<void> {
  assertCan(turn.actor, 'report.sign');
  const [written = '', place = ''] = args;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) throw new UserError('common:error.old-choice');
  const day = Temporal.PlainDate.from(written);
  const siteId = place === '-' ? null : place;
  const isKnown = siteId === null || (await listSites(turn.tx)).some(({ id }) => id === siteId);
  if (!isKnown || (await isPlanned(turn, siteId, day))) throw new UserError('common:error.old-choice');
  await assertMaySign(turn, await teamOf(turn, siteId));
  const channel = turn.inbound.account;
  const report =
    (await draft(turn, deps, { siteId, day, actor: turn.actor, channel })) ??
    (await findReportOf(turn.tx, siteId, day));
  if (!report) throw new UserError('common:error.old-choice');
  for (const plan of await listReportPlans(turn.tx)) {
    if (plan.siteId === siteId) await addReportRecipient(turn.tx, report.id, recipientOf(plan));
  }
  await showNumbered(turn, report.number);
}
