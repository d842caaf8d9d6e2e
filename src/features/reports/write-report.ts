/** A report as messages: its text, with a file where it is too long, and the buttons of whoever may sign it. */
import type { Work } from '../../conversation/feature.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { type ReportView, reportView } from '../../domain/report/view.ts';
import { ONE_MESSAGE, reportHead, reportText } from '../../domain/report/written.ts';
import { KEPT_FILES, keepText } from '../../store/media-files.ts';
import { findReport, type ReportRecord } from '../../store/reports.ts';

/** The report in one language; a correction says what is other than in the revision before. */
export async function viewOf(work: Work, report: ReportRecord, locale: string): Promise<ReportView> {
  const { revision, signer, signedAt } = report;
  const previous = revision > 1 ? await findReport(work.tx, report.number, revision - 1) : undefined;
  const signature = signer !== null && signedAt ? { name: signer, at: signedAt } : null;
  return reportView({ ...report, signature, previous: previous ?? null }, { t: work.t, locale });
}

/** The report in one message; where it is too long for one, as much as fits, and all of it as a file if files can be sent. */
export async function contentOf(
  work: Work,
  view: ReportView,
  locale: string,
  account: Parameters<Work['capabilities']>[0],
): Promise<Content> {
  const speech = { t: work.t, locale };
  const text = reportText(view, speech);
  const takesFiles = work.capabilities(account)?.media.includes('document') ?? false;
  if (text.length <= ONE_MESSAGE || !takesFiles) return { text };
  const name = `${work.t(locale, 'staff-reports:file-name', { number: view.number ?? 'today' })}.txt`;
  const id = await keepText(work.tx, { name, type: 'text/plain', text }, work.now);
  // Sites make it long; without them the figures mostly fit.
  const short = reportText({ ...view, sites: [] }, speech);
  const shown = short.length <= ONE_MESSAGE ? short : reportHead(view);
  return {
    text: `${shown}\n${work.t(locale, 'staff-reports:in-file')}`,
    media: [{ kind: 'document', account: KEPT_FILES, id, name, type: 'text/plain' }],
  };
}

/** Buttons under a revision that waits for a signature; they name the version that was read. */
export function signChoices(work: Work, report: ReportRecord, locale: string): Choice[][] {
  const { number, revision, version } = report;
  const which = `${number}:${revision}:${version}`;
  const label = (key: string): string => work.t(locale, `staff-reports:button.${key}`);
  return [
    [{ id: `rpsign:${which}`, label: label('sign') }],
    [
      { id: `rpremark:${number}`, label: label('remark') },
      { id: `rpredo:${number}`, label: label('redo') },
    ],
  ];
}

/** The button that sends the table. */
export const fileChoice = (
  work: Work,
  { number, revision }: Pick<ReportRecord, 'number' | 'revision'>,
  locale: string,
): Choice => ({ id: `rpfile:${number}:${revision}`, label: work.t(locale, 'staff-reports:button.file') });
