/** A report as tables: every section, every figure, zeros as zeros. */
import { html } from 'hono/html';
import type { Snapshot } from '../../domain/report/snapshot.ts';
import type { ReportView, ShownFigure, ShownSection } from '../../domain/report/view.ts';
import type { Markup } from '../answers.ts';
import type { Say } from '../say.ts';

/** What is not known is a dash, and never looks like zero. */
const written = ({ value }: ShownFigure): string => (value === null ? '—' : String(value));

/** The whole report; its tickets and sites lead on where its snapshot is there. */
export function drawReport(view: ReportView, snapshot: Snapshot | undefined, say: Say): Markup {
  const { correction } = view;
  return html`${
    correction
      ? html`<section class="sheet correction"><p>${correction.head}</p><ul>${correction.changes.map((change) => html`<li>${change}</li>`)}</ul></section>`
      : ''
  }
<div class="report">${view.sections.map((section, at) => drawSection(section, snapshot?.sections[at]?.lines ?? [], say))}</div>
${view.sites.length > 0 ? drawSites(view, snapshot, say) : ''}
<p class="remark">${view.remark === null ? say('staff-reports:remark.none') : say('staff-reports:remark', { remark: view.remark })}</p>
<p class="signature">${view.signature}</p>`;
}

function drawSection(
  { id, title, figures, lines }: ShownSection,
  tickets: Snapshot['sections'][number]['lines'],
  say: Say,
): Markup {
  return html`<section class="sheet" aria-labelledby="of-${id}"><h2 id="of-${id}">${title}</h2>
<table aria-labelledby="of-${id}"><tbody>${figures.map(
    (figure) =>
      html`<tr><th scope="row">${figure.label}</th><td class="number${figure.value === 0 ? ' zero' : ''}">${written(figure)}${figure.late > 0 ? html` <small>${say('staff-reports:late', { count: figure.late })}</small>` : ''}</td></tr>`,
  )}</tbody></table>${
    lines.length === 0
      ? ''
      : html`<ul class="tickets">${lines.map((line, at) => html`<li>${linked(line, tickets[at]?.number)}</li>`)}</ul>`
  }</section>`;
}

const linked = (line: string, number: number | undefined): Markup | string =>
  number === undefined ? line : html`<a href="/console/tickets/${number}">${line}</a>`;

function drawSites(view: ReportView, snapshot: Snapshot | undefined, say: Say): Markup {
  const [first] = view.sites;
  const queueOf = (at: number): string | null | undefined => snapshot?.sites[at]?.name;
  return html`<h2 id="by-site">${say('staff-reports:sites')}</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="by-site"><table><thead><tr><th scope="col">${say('staff-reports:column.site')}</th>
${first?.figures.map(({ label }) => html`<th scope="col" class="number">${label}</th>`) ?? ''}</tr></thead><tbody>${view.sites.map(
    ({ name, figures }, at) =>
      html`<tr><th scope="row">${toQueue(name, queueOf(at))}</th>${figures.map((figure) => html`<td class="number">${written(figure)}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

const toQueue = (shown: string, site: string | null | undefined): Markup =>
  site
    ? html`<a href="/console?${new URLSearchParams({ site })}"><bdi>${shown}</bdi></a>`
    : html`<bdi>${shown}</bdi>`;
