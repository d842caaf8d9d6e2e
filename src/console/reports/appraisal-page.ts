/** The monthly appraisal of sites and teams, as tables and as a workbook. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { type Appraisal, appraisalSheets, headOf, readMonth } from '../../domain/report/appraisal.ts';
import type { Sheet } from '../../domain/report/written.ts';
import { askingAlone, readAppraisal, writeWorkbook } from '../../features/reports/index.ts';
import { listTeams } from '../../store/desk.ts';
import { listSites } from '../../store/sites.ts';
import type { Markup } from '../answers.ts';
import { answerConsole } from '../frame.ts';
import { gate, type Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { type Say, sayer } from '../say.ts';
import { type Option, selectField } from '../select-field.ts';
import { sendWorkbook } from './send-workbook.ts';

/** Months that are offered. */
const OFFERED = 13;

interface Asked {
  readonly reader: Reader;
  readonly month: Temporal.PlainYearMonth;
  /** This one and those before. */
  readonly months: readonly Temporal.PlainYearMonth[];
  readonly words: string;
  readonly sheet: Appraisal;
}

/** Reads the address; throws the UserError of whoever may see no appraisal. No month is the last one. */
async function asked(c: Context, deps: ConsoleDeps): Promise<Asked> {
  const reader = await gate(c, deps, 'report.sign');
  const now = deps.clock.now().toZonedDateTimeISO(deps.zone).toPlainDate().toPlainYearMonth();
  const months = Array.from({ length: OFFERED }, (_, ago) => now.subtract({ months: ago }));
  const named = readMonth(c.req.query('month') ?? '')?.toString();
  const month = months.find((one) => one.toString() === named) ?? now.subtract({ months: 1 });
  const words = c.req.query('of')?.trim().slice(0, 100) ?? '';
  const wish = { month, words, channel: 'console' };
  const sheet = await deps.app().work((work) => readAppraisal(askingAlone(work, reader), deps, wish));
  return { reader, month, months, words, sheet };
}

/** GET /console/reports/appraisal?month=2026-11&of=Sun+Hotel. */
export async function showAppraisal(c: Context, deps: ConsoleDeps): Promise<Response> {
  const found = await asked(c, deps);
  const { reader, month, words, sheet } = found;
  const say = sayer(deps, reader.locale);
  const speech = { t: deps.t, locale: reader.locale };
  const tables = appraisalSheets(sheet, speech).filter(({ rows }) => rows.length > 1);
  const meanings = tables.at(-1);
  const file = `/console/reports/appraisal/file?${new URLSearchParams({ month: month.toString(), of: words })}`;
  const body = html`${await form(deps, say, found)}
${tables.slice(0, -1).map(drawSheet)}
${meanings ? html`<details><summary>${meanings.name}</summary><dl class="facts">${meanings.rows.slice(1).map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl></details>` : ''}
<p class="acts"><a class="button" href="${file}" download>${say('reports.download')}</a>
<button type="button" class="button" id="print" hidden>${say('figures.print')}</button></p>`;
  return answerConsole(c, deps, reader, { title: headOf(sheet, speech), section: 'reports', body });
}

async function form(deps: ConsoleDeps, say: Say, { month, months, words }: Asked): Promise<Markup> {
  const all = [...(await listSites(deps.db)), ...(await listTeams(deps.db))];
  const names = all.map(({ name }): Option => [name, name]);
  return html`<form class="filter" method="get" action="/console/reports/appraisal">
${selectField(
  'month',
  say('reports.month'),
  months.map((one): Option => [one.toString(), one.toString()]),
  { chosen: month.toString() },
)}
${selectField('of', say('reports.subject'), names, { chosen: words, all: say('board.all') })}
<button type="submit" class="button">${say('board.show')}</button></form>`;
}

function drawSheet({ name, rows: [head = [], ...rows] }: Sheet, at: number): Markup {
  const [, ...columns] = head;
  return html`<h2 id="sheet-${at}">${name}</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="sheet-${at}"><table><thead><tr><th scope="col">${name}</th>${columns.map((column) => html`<th scope="col" class="number">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row"><bdi>${first}</bdi></th>${cells.map((cell) => html`<td class="number">${cell ?? '—'}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** GET /console/reports/appraisal/file. */
export async function sendAppraisal(c: Context, deps: ConsoleDeps): Promise<Response> {
  const { reader, month, sheet } = await asked(c, deps);
  const speech = { t: deps.t, locale: reader.locale };
  return sendWorkbook(c, `appraisal-${month}.xlsx`, await writeWorkbook(appraisalSheets(sheet, speech)));
}
