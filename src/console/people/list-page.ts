/** Everybody, by site and room. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { can } from '../../domain/actor.ts';
import { isOpenCare } from '../../domain/care.ts';
import type { StayState } from '../../domain/roster-import.ts';
import { type ListedPerson, listPeople } from '../../store/people-list.ts';
import { listSites } from '../../store/sites.ts';
import type { Markup } from '../answers.ts';
import { answerConsole } from '../frame.ts';
import { gate, type Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { pageOf, pager } from '../pager.ts';
import { type Say, sayer } from '../say.ts';
import { type Option, selectField } from '../select-field.ts';

const PAGE = 100;
const STATES: readonly StayState[] = ['expected', 'here', 'hospital', 'home', 'released', 'left'];

/** GET /console/people?site=&state=&search=&page=. */
export async function listPage(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'person.find');
  const say = sayer(deps, reader.locale);
  const part = (name: string): string => c.req.query(name)?.trim().slice(0, 100) ?? '';
  const sites = await listSites(deps.db);
  const site = sites.find(({ name }) => name === part('site'));
  const state = STATES.find((one) => one === part('state'));
  const [search, page] = [part('search'), pageOf(part('page'))];
  const { people, total } = await listPeople(deps.db, {
    ...(site ? { siteId: site.id } : {}),
    ...(state ? { state } : {}),
    ...(search ? { search } : {}),
    limit: PAGE,
    offset: page * PAGE,
  });
  const address = (to: number): string =>
    `/console/people?${new URLSearchParams({ site: site?.name ?? '', state: state ?? '', search, page: String(to) })}`;
  const all = say('board.all');
  const body = html`<form class="filter" method="get" action="/console/people" role="search">
${
  sites.length > 1
    ? selectField(
        'site',
        say('board.site'),
        sites.map(({ name }): Option => [name, name]),
        { chosen: site?.name, all },
      )
    : ''
}${selectField(
  'state',
  say('people.state'),
  STATES.map((one): Option => [one, say(`staff-import:stay.${one}`)]),
  { chosen: state, all },
)}
<label><span>${say('people.search')}</span><input type="search" name="search" value="${search}" maxlength="100" dir="auto"></label>
<button type="submit" class="button">${say('board.show')}</button></form>
${can(reader.actor, 'roster.import') ? html`<p class="choices"><a class="button" href="/console/roster">${say('section.roster')}</a></p>` : ''}
<p class="count" role="status">${say('people.count', { count: total })}</p>
${table(people, reader, say)}${pager({ page, pages: Math.ceil(total / PAGE) }, address, say)}`;
  return answerConsole(c, deps, reader, { title: say('section.people'), section: 'people', body });
}

function table(people: readonly ListedPerson[], reader: Reader, say: Say): Markup | string {
  if (people.length === 0) return html`<p class="nothing">${say('people.nobody')}</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label="${say('section.people')}"><table class="stack"><thead><tr>
<th scope="col">${say('people.name')}</th><th scope="col">${say('people.room')}</th><th scope="col">${say('board.site')}</th>
<th scope="col">${say('people.state')}</th><th scope="col">${say('people.release')}</th><th scope="col">${say('people.flight')}</th>
<th scope="col">${say('people.care')}</th><th scope="col" class="number">${say('people.open')}</th></tr></thead>
<tbody>${people.map((one) => row(one, reader, say))}</tbody></table></div>`;
}

function row(one: ListedPerson, reader: Reader, say: Say): Markup {
  const readsAll = can(reader.actor, 'ticket.read-restricted');
  const care = one.care.filter((kind) => readsAll || isOpenCare({ kind, date: null, note: null }));
  return html`<tr><th scope="row"><a href="/console/people/${one.id}"><bdi>${one.name ?? say('people.unnamed')}</bdi></a>
${one.isReachable ? '' : html`<small>${say('people.no-account')}</small>`}</th>
<td><bdi>${one.room ?? ''}</bdi></td><td><bdi>${one.site ?? ''}</bdi></td><td>${one.state ? say(`staff-import:stay.${one.state}`) : ''}</td>
<td>${one.releaseOn ?? ''}</td><td><bdi>${one.flight ?? ''}</bdi></td>
<td>${care.map((kind) => say(`staff-special:kind.${kind}`)).join(', ')}</td><td class="number" data-label="${say('people.open')}">${one.openTickets || ''}</td></tr>`;
}
