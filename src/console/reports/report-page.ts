/** One report: its figures, its revisions, its workbook, and what those who sign it do with it. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { reportSheets } from '../../domain/report/written.ts';
import {
  askingAlone,
  type OpenReport,
  openReport,
  viewOf,
  writeWorkbook,
} from '../../features/reports/index.ts';
import { perform } from '../acting.ts';
import type { Markup } from '../answers.ts';
import { act, hiddenParts } from '../forms.ts';
import { answerConsole } from '../frame.ts';
import { type Form, gate, gateForm, type Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { type Say, sayer } from '../say.ts';
import { drawReport } from './draw-report.ts';
import { sendWorkbook } from './send-workbook.ts';

/** The report of an address, with its view; a revision may be named. */
async function opened(c: Context, deps: ConsoleDeps, reader: Reader) {
  const number = Number(c.req.param('number'));
  const wanted = Number(c.req.query('revision'));
  const revision = Number.isInteger(wanted) && wanted > 0 && wanted < 10_000 ? wanted : undefined;
  return deps.app().work(async (work) => {
    const open = await openReport(askingAlone(work, reader), number < 2 ** 31 ? number : 0, revision);
    return { ...open, view: await viewOf(work, open.report, reader.locale) };
  });
}

/** GET /console/reports/14, and `?revision=1` of it. */
export async function showReport(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'report.sign');
  const say = sayer(deps, reader.locale);
  const { view, ...open } = await opened(c, deps, reader);
  const { report, signs } = open;
  const { number, revision } = report;
  const file = `/console/reports/${number}/file?revision=${revision}`;
  const acts = signs && revision === report.newest ? (report.signedAt ? reviseForm : signForms) : undefined;
  const body = html`${revisions(open, say)}
${drawReport(view, report.snapshot, say)}
<p class="acts"><a class="button" href="${file}" download>${say('reports.download')}</a> <a class="button" href="/console/reports">${say('reports.all')}</a>
<button type="button" class="button" id="print" hidden>${say('figures.print')}</button></p>
${acts ? html`<section class="panel no-print">${acts(open, reader, say)}</section>` : ''}`;
  return answerConsole(c, deps, reader, { title: view.title, section: 'reports', lead: view.asOf, body });
}

/** The ways to the other revisions that the reader may read. */
function revisions(
  { report: { number, newest, signedRevision, revision }, signs }: OpenReport,
  say: Say,
): Markup | string {
  const last = signs ? newest : signedRevision;
  if (last < 2) return '';
  const links = Array.from({ length: last }, (_, at) => at + 1).map((one) => {
    const label = say('staff-reports:list.revision', { revision: one });
    return one === revision
      ? html`<strong aria-current="page">${label}</strong>`
      : html`<a class="button" href="/console/reports/${number}?revision=${one}">${label}</a>`;
  });
  return html`<nav class="acts" aria-label="${say('reports.revisions')}">${links}</nav>`;
}

function signForms({ report }: OpenReport, reader: Reader, say: Say): Markup {
  const { number, revision, version, remark } = report;
  const back = `/console/reports/${number}`;
  return html`<h2>${say('reports.to-sign')}</h2><p>${say('staff-reports:please-sign')}</p>
<div class="acts">${act(reader, { choice: `rpsign:${number}:${revision}:${version}`, label: say('staff-reports:button.sign'), back, look: 'primary' })}
${act(reader, { choice: `rpredo:${number}`, label: say('staff-reports:button.redo'), back })}</div>
<form class="with-field" method="post" action="${back}/remark">${hiddenParts(reader)}<input type="hidden" name="back" value="${back}">
<label><span>${say('reports.remark')}</span><textarea name="words" rows="3" maxlength="500" dir="auto">${remark ?? ''}</textarea></label>
<button type="submit" class="button">${say('reports.save-remark')}</button></form>`;
}

function reviseForm({ report: { number } }: OpenReport, reader: Reader, say: Say): Markup {
  const back = `/console/reports/${number}`;
  return html`<details class="form"><summary>${say('reports.revise')}</summary>
<form class="with-field" method="post" action="${back}/revise">${hiddenParts(reader)}<input type="hidden" name="back" value="${back}">
<label><span>${say('reports.reason')}</span><textarea name="words" rows="2" maxlength="500" dir="auto" required></textarea></label>
<label class="tick"><input type="checkbox" name="keep" value="yes"> ${say('reports.keep')}</label>
<button type="submit" class="button primary">${say('reports.revise')}</button></form></details>`;
}

/** POST: writes `/report …` as the form says, and shows the report again. */
export async function changeReport(
  c: Context,
  deps: ConsoleDeps,
  compose: (form: Form) => string,
): Promise<Response> {
  const { reader, form } = await gateForm(c, deps, 'report.sign');
  await perform(deps, reader, form, { text: `/report ${compose(form)}` });
  return c.redirect(`/console/reports/${c.req.param('number')}`, 303);
}

/** GET /console/reports/14/file: one revision as a workbook. */
export async function sendReport(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'report.sign');
  const { report, view } = await opened(c, deps, reader);
  const speech = { t: deps.t, locale: reader.locale };
  const bytes = await writeWorkbook(reportSheets(view, speech));
  return sendWorkbook(c, `report-${report.number}-${report.day}-${report.revision}.xlsx`, bytes);
}
