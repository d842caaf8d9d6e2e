/** The list of reports, how a day stands that nobody has kept, and at what hours reports are drafted. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { askingAlone, listReadable, openDay } from '../../features/reports/index.ts';
import type { ReportRecord } from '../../store/reports.ts';
import { listSites } from '../../store/sites.ts';
import type { Markup } from '../answers.ts';
import { act } from '../forms.ts';
import { answerConsole } from '../frame.ts';
import { gate, type Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { sites } from '../panel-sections/options.ts';
import { lineOf, named, type PanelSection, panelsMarkup } from '../panels.ts';
import { type Say, sayer } from '../say.ts';
import { sectionNamed } from '../sections.ts';
import { type Option, selectField } from '../select-field.ts';
import { drawReport } from './draw-report.ts';

const LISTED = 60;
const READ = 'report.sign';

/** To whom reports go, and when. */
export const HOURS: PanelSection = {
  ...sectionNamed('reports'),
  panels: [
    {
      name: 'hours',
      action: 'report.edit',
      look: '/report hours',
      forms: [
        {
          name: 'at',
          fields: [
            { name: 'time', kind: 'time' },
            { name: 'site', isOptional: true, options: sites },
            { name: 'to', isOptional: true, hasExample: true },
          ],
          compose: (value) =>
            lineOf(`/report at ${value('time')}`, named('site', value('site')), named('to', value('to'))),
        },
        {
          name: 'off',
          fields: [
            { name: 'site', isOptional: true, options: sites },
            { name: 'to', isOptional: true, hasExample: true },
          ],
          compose: (value) => lineOf('/report off', named('site', value('site')), named('to', value('to'))),
        },
      ],
    },
  ],
};

/** GET /console/reports. */
export async function showList(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, READ);
  const say = sayer(deps, reader.locale);
  const reports = await deps.app().work((work) => listReadable(askingAlone(work, reader), LISTED));
  const body = html`${reports.length > 0 ? listTable(reports, say) : html`<p class="nothing">${say('reports.nothing')}</p>`}
<section class="panel"><h2>${say('reports.day')}</h2>${await dayForm(deps, say)}</section>
<section class="panel"><h2>${say('reports.appraisal')}</h2><p>${say('reports.appraisal-lead')}</p>
<p><a class="button" href="/console/reports/appraisal">${say('reports.appraisal')}</a></p></section>
${await panelsMarkup(deps, reader, HOURS)}`;
  const lead = say('reports.lead');
  return answerConsole(c, deps, reader, { title: say('section.reports'), section: 'reports', lead, body });
}

function listTable(reports: readonly ReportRecord[], say: Say): Markup {
  return html`<div class="wide" tabindex="0" role="region" aria-label="${say('reports.list')}"><table><thead><tr>
<th scope="col">${say('reports.number')}</th><th scope="col">${say('reports.of-day')}</th><th scope="col">${say('reports.scope')}</th><th scope="col">${say('reports.state')}</th>
</tr></thead><tbody>${reports.map(
    ({ number, day, snapshot, revision, signedAt, signer }) =>
      html`<tr><th scope="row"><a href="/console/reports/${number}">#${number}</a></th><td>${day.toString()}</td>
<td><bdi>${snapshot.site ?? say('staff-reports:all-sites')}</bdi></td>
<td>${signedAt ? '✅' : '✍️'} ${say(`staff-reports:list.${signedAt ? 'signed' : 'waiting'}`)}${signer === null ? '' : html` · <bdi>${signer}</bdi>`}${revision > 1 ? html` · ${say('staff-reports:list.revision', { revision })}` : ''}</td></tr>`,
  )}</tbody></table></div>`;
}

async function dayForm(deps: ConsoleDeps, say: Say): Promise<Markup> {
  const options = (await listSites(deps.db)).map(({ id, name }): Option => [id, name]);
  return html`<form class="fields" method="get" action="/console/reports/day">
<label><span>${say('reports.of-day')}</span><input type="date" name="day"></label>
${selectField('site', say('board.site'), options, { all: say('staff-reports:all-sites') })}
<button type="submit" class="button">${say('board.show')}</button></form>`;
}

/** GET /console/reports/day: what is kept of it, else how it stands now. */
export async function showDay(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, READ);
  const say = sayer(deps, reader.locale);
  const site = (await listSites(deps.db)).find(({ id }) => id === c.req.query('site'));
  const asked = c.req.query('day') ?? '';
  const wish = { day: /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : null, siteId: site?.id ?? null };
  const found = await deps.app().work((work) => openDay(askingAlone(work, reader), deps, wish));
  if (found.kept) return c.redirect(`/console/reports/${found.kept.number}`, 303);
  const { view, day, isComing } = found;
  const body = html`${drawReport(view, undefined, say)}
${isComing ? html`<p class="quiet">${say('reports.coming')}</p>` : keepForm(reader, say, `${day}:${site?.id ?? '-'}`)}`;
  return answerConsole(c, deps, reader, { title: view.title, section: 'reports', lead: view.asOf, body });
}

const keepForm = (reader: Reader, say: Say, which: string): Markup =>
  act(reader, {
    choice: `rpkeep:${which}`,
    label: say('staff-reports:button.keep'),
    back: '/console/reports',
    look: 'primary',
  });
