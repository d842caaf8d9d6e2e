/** The tables of the figures' page, the form above them, and the meanings below. */
import { html } from 'hono/html';
import { DEFINITIONS } from '../../domain/figures/definitions.ts';
import type { FigureName, Figures, FiguresRow, Group } from '../../domain/figures/question.ts';
import { writeDifference, writeFigure } from '../../domain/figures/wording.ts';
import { NEEDS } from '../../domain/need.ts';
import { rowName } from '../../features/figures/index.ts';
import type { Markup } from '../answers.ts';
import type { Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import type { Say } from '../say.ts';
import { type Option, selectField } from '../select-field.ts';
import { type FiguresQuery, PERIODS } from './figures-query.ts';

/** What a part of the page is drawn with. */
export interface Drawn {
  readonly deps: ConsoleDeps;
  readonly reader: Reader;
  readonly say: Say;
  readonly query: FiguresQuery;
  /** Only what the reader looked after. */
  readonly isOwn: boolean;
}

/** Beside each other in a table, two of the names would not say of what they are. */
const nameOf = (name: FigureName, say: Say): string =>
  name === 'responseP90' || name === 'resolutionP90'
    ? say(`figures.name.${name}`)
    : say(`staff-figures:figure.${name}`);

/** What figures are asked for. */
export function filterForm({ say, query }: Drawn): Markup {
  const { words, sites, teams, groups } = query;
  const all = say('board.all');
  const names = (list: readonly { readonly name: string }[]): Option[] =>
    list.map(({ name }) => [name, name]);
  const day = (name: 'from' | 'to'): Markup =>
    html`<label><span>${say(`exports.${name}`)}</span><input type="date" name="${name}" value="${words[name] ?? ''}"></label>`;
  return html`<form class="filter" method="get" action="/console/figures" role="search">
${selectField(
  'period',
  say('figures.period'),
  PERIODS.map((one): Option => [one, say(`figures.period.${one}`)]),
  { chosen: words.period },
)}
${day('from')}${day('to')}
${selectField(
  'by',
  say('figures.by'),
  groups.map((group): Option => [group, say(`staff-figures:by.${group}`)]),
  { chosen: words.by, all: say('figures.whole') },
)}
${sites.length > 1 ? selectField('site', say('board.site'), names(sites), { chosen: words.site, all }) : ''}
${teams.length > 1 ? selectField('team', say('figures.team'), names(teams), { chosen: words.team, all }) : ''}
${selectField(
  'need',
  say('board.need'),
  NEEDS.map((need): Option => [need, say(`common:need.${need}`)]),
  { chosen: words.need, all },
)}
<button type="submit" class="button">${say('board.show')}</button></form>`;
}

/** Whoever is complained about is told by those who look after it; people are counted for the whole house. */
const OF_HOUSE: readonly FigureName[] = ['thanks', 'complaints', 'inQuarantine', 'heardFrom', 'released'];

const shownTo = ({ isOwn }: Drawn) => DEFINITIONS.filter(({ name }) => !isOwn || !OF_HOUSE.includes(name));

/** Every figure, what it was in the period before, and by how much it changed. */
export function totalTable(now: Figures, before: Figures, drawn: Drawn): Markup {
  const { say, reader } = drawn;
  const { locale } = reader;
  const rows = shownTo(drawn).map(({ name }) => {
    const change = writeDifference(name, now[name], before[name], locale);
    const words = change?.isShare
      ? say('staff-figures:points', { value: change.text })
      : (change?.text ?? '');
    return html`<tr><th scope="row">${nameOf(name, say)}</th><td class="number">${writeFigure(name, now[name], locale)}</td>
<td class="number">${writeFigure(name, before[name], locale)}</td><td class="number">${words}</td></tr>`;
  });
  return html`<h2 id="total">${say('figures.total')}</h2><div class="wide" tabindex="0" role="region" aria-labelledby="total"><table><thead><tr>
<th scope="col">${say('figures.figure')}</th><th scope="col" class="number">${say('figures.now')}</th><th scope="col" class="number">${say('figures.before')}</th><th scope="col" class="number">${say('figures.change')}</th>
</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const COLUMNS: readonly FigureName[] = [
  'opened',
  'open',
  'overdue',
  'resolved',
  'reopened',
  'responseMedian',
  'responseP90',
  'resolutionMedian',
  'resolutionP90',
  'responseKept',
  'resolutionKept',
  'rating',
];

/** A row for each site, need, colleague and so on; the queue behind it is one press away where it has one. */
export function groupTable(by: Group, rows: readonly FiguresRow[], { deps, reader, say }: Drawn): Markup {
  const { locale } = reader;
  const link = (row: FiguresRow): Markup => {
    const name = rowName({ t: deps.t, locale }, by, row);
    const value = by === 'site' ? row.name : by === 'need' ? row.key : null;
    const isQueue = value !== null && (by === 'site' || NEEDS.some((need) => need === value));
    return isQueue
      ? html`<a href="/console?${new URLSearchParams({ [by]: value })}"><bdi>${name}</bdi></a>`
      : html`<bdi>${name}</bdi>`;
  };
  return html`<h2 id="groups">${say(`staff-figures:by.${by}`)}</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="groups"><table><thead><tr><th scope="col">${say(`staff-figures:by.${by}`)}</th>${COLUMNS.map(
    (name) => html`<th scope="col" class="number">${nameOf(name, say)}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${link(row)}</th>${COLUMNS.map((name) => html`<td class="number">${writeFigure(name, row[name], locale)}</td>`)}</tr>`,
  )}${rows.length === 0 ? html`<tr><td colspan="${COLUMNS.length + 1}">${say('staff-figures:nothing')}</td></tr>` : ''}</tbody></table></div>`;
}

/** What each figure means. */
export function definitions(drawn: Drawn): Markup {
  const { say } = drawn;
  return html`<details><summary>${say('figures.meanings')}</summary><dl class="facts">${shownTo(drawn).map(
    ({ name }) => html`<dt>${nameOf(name, say)}</dt><dd>${say(`staff-figures:meaning.${name}`)}</dd>`,
  )}</dl></details>`;
}
