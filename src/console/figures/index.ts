/** Figures: the same numbers as in the chat, as tables and a chart, with what each of them means. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { can } from '../../domain/actor.ts';
import { questionFor } from '../../domain/figures/asked.ts';
import type { FiguresAnswer } from '../../domain/figures/question.ts';
import { chartOf, daysOf } from '../../features/figures/index.ts';
import { readCompared, readFigures } from '../../store/figures.ts';
import { answerConsole } from '../frame.ts';
import { gate, type Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { sayer } from '../say.ts';
import { type FiguresQuery, figuresAddress, readFiguresQuery } from './figures-query.ts';
import { definitions, filterForm, groupTable, totalTable } from './tables.ts';

/** GET /console/figures, and its chart. */
export function figuresPages(routes: Hono, deps: ConsoleDeps): void {
  routes.get('/console/figures', (c) => showFigures(c, deps));
  routes.get('/console/figures/chart.svg', (c) => showChart(c, deps));
}

function ask(reader: Reader, query: FiguresQuery) {
  const { period, by, filter } = query;
  return { period, ...questionFor(reader.actor, { period, by, filter, isPrivate: true }) };
}

async function showFigures(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'figures.read-own');
  const say = sayer(deps, reader.locale);
  const query = await readFiguresQuery(c, deps, can(reader.actor, 'figures.read'));
  const asked = ask(reader, query);
  const { question, isOwn, period } = asked;
  const now = deps.clock.now();
  const { by: _by, ...whole } = question;
  const [answer, before] = await readCompared(deps.db, [question, { ...whole, ...period.before }], now);
  const drawn = { deps, reader, say, query, isOwn };
  const days = daysOf({
    first: period.first.subtract({ days: period.days }),
    last: period.first.subtract({ days: 1 }),
  });
  const lead = say(`figures.compared.${period.isRunning ? 'running' : 'whole'}`, {
    days,
    zone: period.zone,
  });
  const body = html`${filterForm(drawn)}
<p class="chart"><img src="${figuresAddress(query, '/console/figures/chart.svg')}" alt="${say('figures.chart')}" width="720"></p>
${question.by ? groupTable(question.by, answer.rows, drawn) : ''}
${totalTable(answer.total, before.total, drawn)}
${definitions(drawn)}
<p><button type="button" class="button" id="print" hidden>${say('figures.print')}</button></p>`;
  const title = say(`staff-figures:title.${isOwn ? 'own' : 'all'}`, { days: daysOf(period) });
  return answerConsole(c, deps, reader, { title, section: 'figures', lead, body });
}

async function showChart(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'figures.read-own');
  const asked = ask(reader, await readFiguresQuery(c, deps, can(reader.actor, 'figures.read')));
  const now = deps.clock.now();
  const answer: Pick<FiguresAnswer, 'rows'> = asked.question.by
    ? await readFigures(deps.db, asked.question, now)
    : { rows: [] };
  const reading = { t: deps.t, locale: reader.locale, now, db: deps.db };
  // Loaded with the first chart: it is large.
  const { chartSvg } = await import('../../charts/chart-svg.ts');
  const svg = chartSvg(await chartOf(reading, asked, answer));
  // A picture has its own policy: it is drawn by us, and runs nothing.
  c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
  return c.body(svg, 200, { 'Content-Type': 'image/svg+xml; charset=utf-8' });
}
