/** The form above the board that narrows what is shown; it works without script. */
import { html } from 'hono/html';
import { NEEDS } from '../../domain/need.ts';
import type { Markup } from '../answers.ts';
import type { Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { sayer } from '../say.ts';
import { type Option, selectField } from '../select-field.ts';
import { type BoardQuery, STANDINGS } from './board-query.ts';

/** The form. */
export function filterForm(deps: ConsoleDeps, reader: Reader, query: BoardQuery): Markup {
  const say = sayer(deps, reader.locale);
  const all = say('board.all');
  const sites = query.sites.map(({ name }): Option => [name, name]);
  const needs = NEEDS.map((need): Option => [need, say(`common:need.${need}`)]);
  const standings = STANDINGS.map((one): Option => [one, say(`board.standing.${one}`)]);
  return html`<form class="filter" method="get" action="/console" role="search">
${sites.length > 1 ? selectField('site', say('board.site'), sites, { chosen: query.site?.name, all }) : ''}
${selectField('need', say('board.need'), needs, { chosen: query.need, all })}
${selectField('standing', say('board.standing'), standings, { chosen: query.standing, all })}
<label><span>${say('board.search')}</span><input type="search" name="search" value="${query.search}" maxlength="100" dir="auto"></label>
<button type="submit" class="button">${say('board.show')}</button></form>`;
}
