/** Signing, remarks and corrections: a report goes up only after somebody who answers for it has signed it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { toNumber } from '../../domain/report/command.ts';
import { nextReminder } from '../../domain/report/day.ts';
import { type Snapshot, withKnown } from '../../domain/report/snapshot.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addRevision, changeDraft, signRevision } from '../../store/report-changes.ts';
import { findReport, type ReportRecord } from '../../store/reports.ts';
import { askToSign } from './draft-report.ts';
import { gatherReport, type ReportDeps } from './gather-report.ts';
import { sendUp } from './send-up.ts';
import { assertMaySign } from './who-signs.ts';
import { contentOf, signChoices, viewOf } from './write-report.ts';

/** Characters of a remark, and of a reason. */
const MOST_WORDS = 500;

/** The report with this number, for somebody who signs it. */
async function ownReport(turn: Turn, number: number): Promise<ReportRecord> {
  assertCan(turn.actor, 'report.sign');
  const report = await findReport(turn.tx, number);
  if (!report) throw new UserError('staff-reports:error.no-report', { number });
  await assertMaySign(turn, report.teamId);
  return report;
}

/** The button: signs exactly the version it was drawn under, and sends it up. */
export async function signReport(turn: Turn, deps: ReportDeps, args: readonly string[]): Promise<void> {
  const [number = 0, revision = 0, version = 0] = args.map(toNumber);
  const report = await ownReport(turn, number);
  const { id } = report;
  const signed = await signRevision(turn.tx, { id, number, revision, version }, turn.actor.id, turn.now);
  if (!signed) throw await refusal(turn, number, revision);
  audit(turn, 'report.sign', signed, { version });
  const missed = await sendUp(turn, deps, signed);
  const text = [
    turn.t(turn.locale, 'staff-reports:signed-now', { number, revision }),
    ...(missed.length > 0 ? [turn.t(turn.locale, 'staff-reports:missed', { names: missed.join(', ') })] : []),
  ].join('\n');
  await turn.reply({ text });
}

/** Who was first, or that it reads otherwise now. */
async function refusal(turn: Turn, number: number, revision: number): Promise<UserError> {
  const now = await findReport(turn.tx, number, revision);
  if (!now?.signedAt) return new UserError('staff-reports:error.changed', { number });
  const time = shortTime(now.signedAt, turn.now, now.snapshot.zone);
  return new UserError('staff-reports:error.signed', { number, revision, name: now.signer, time });
}

function audit(turn: Turn, action: string, report: ReportRecord, more: object = {}): void {
  const { number, revision } = report;
  addAudit(turn.tx, {
    actor: turn.actor,
    action,
    now: turn.now,
    channel: turn.inbound.account,
    after: { number, revision, ...more },
  });
}

/** Shows the draft to whoever acts, with its buttons. */
export async function showDraft(turn: Turn, report: ReportRecord): Promise<void> {
  const view = await viewOf(turn, report, turn.locale);
  const content = await contentOf(turn, view, turn.locale, turn.inbound.account);
  await turn.reply({ ...content, choices: signChoices(turn, report, turn.locale) });
}

/** The button above the next words: they are the remark. */
export async function askRemark(turn: Turn, number: number): Promise<void> {
  const report = await ownReport(turn, number);
  if (report.signedAt) throw await refusal(turn, number, report.revision);
  if (turn.chat.kind === 'group') throw new UserError('staff-reports:error.private', { number });
  turn.expect('report.remark', { number });
  await turn.reply({ text: turn.t(turn.locale, 'staff-reports:write-remark', { number }) });
}

/** Keeps the signer's own words; `-` takes them away. */
export async function remark(turn: Turn, number: number, words: string): Promise<void> {
  const report = await ownReport(turn, number);
  if (!words) throw new UserError('staff-reports:usage.remark', { number });
  if (words.length > MOST_WORDS) throw new UserError('staff-reports:error.long', { most: MOST_WORDS });
  const changed = await changeDraft(turn.tx, report, { remark: words === '-' ? null : words });
  if (!changed) throw await refusal(turn, number, report.revision);
  audit(turn, 'report.remark', changed);
  await showDraft(turn, changed);
}

/** The button: counts a draft anew. */
export async function redo(turn: Turn, deps: ReportDeps, number: number): Promise<void> {
  const report = await ownReport(turn, number);
  const changed = await changeDraft(turn.tx, report, { snapshot: await recount(turn, deps, report) });
  if (!changed) throw await refusal(turn, number, report.revision);
  audit(turn, 'report.recount', changed);
  await showDraft(turn, changed);
}

async function recount(turn: Turn, deps: ReportDeps, report: ReportRecord): Promise<Snapshot> {
  const { siteId, day, teamId, snapshot } = report;
  return withKnown(await gatherReport(turn, deps, { siteId, day, teamId }), snapshot);
}

/** `/report revise N [keep] REASON`: the next revision of what is signed, counted anew unless its figures are kept. */
export async function revise(
  turn: Turn,
  deps: ReportDeps,
  wish: { readonly number: number; readonly keeps: boolean; readonly reason: string },
): Promise<void> {
  const { number, keeps, reason } = wish;
  const { tx, now, actor } = turn;
  const report = await ownReport(turn, number);
  if (!reason) throw new UserError('staff-reports:usage.revise', { number });
  if (reason.length > MOST_WORDS) throw new UserError('staff-reports:error.long', { most: MOST_WORDS });
  if (!report.signedAt)
    throw new UserError('staff-reports:error.not-signed-yet', { number, revision: report.revision });
  const snapshot = keeps ? report.snapshot : await recount(turn, deps, report);
  const remindAt = nextReminder(now, now).at;
  const revision = await addRevision(tx, report, { snapshot, reason, createdBy: actor.id, now, remindAt });
  if (!revision) throw new UserError('staff-reports:error.changed', { number });
  audit(turn, 'report.revise', revision, { keeps });
  await askToSign(turn, deps, revision, actor.id);
  await showDraft(turn, revision);
}
