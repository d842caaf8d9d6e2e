/** The queue as a table; of confidential tickets everybody sees what the team's group sees, and no more. */
import { html } from 'hono/html';
import { can, canReadTicket } from '../../domain/actor.ts';
import { dueText } from '../../domain/due-text.ts';
import { age } from '../../domain/short-time.ts';
import { type CardView, loadCardViews } from '../../store/cards.ts';
import { listOpenTickets } from '../../store/queue.ts';
import type { Markup } from '../answers.ts';

import type { Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { pager } from '../pager.ts';
import { type Say, sayer } from '../say.ts';
import { type BoardQuery, boardAddress } from './board-query.ts';

const PAGE = 50;

/** What is open, and how much of it there is. */
export async function drawQueue(deps: ConsoleDeps, reader: Reader, query: BoardQuery): Promise<Markup> {
  const now = deps.clock.now();
  const { staff, actor } = reader;
  const say = sayer(deps, reader.locale);
  const { tickets, total } = await listOpenTickets(deps.db, {
    ...(query.mine ? { ownerId: staff.id } : {}),
    ...(query.need ? { need: query.need } : {}),
    ...(query.site ? { siteId: query.site.id } : {}),
    ...(query.standing === 'unclaimed' ? { unclaimed: true } : {}),
    ...(query.standing === 'waiting' ? { waiting: true } : {}),
    ...(query.standing === 'overdue' ? { overdueAt: now } : {}),
    ...(query.search ? { search: query.search } : {}),
    reader: { id: staff.id, readsAll: can(actor, 'ticket.read-restricted') },
    limit: PAGE,
    offset: query.page * PAGE,
  });
  const views = await loadCardViews(
    deps.db,
    tickets.map(({ id }) => id),
  );
  const byId = new Map(views.map((view) => [view.ticket.id, view]));
  const rows = tickets.flatMap(({ id }) => byId.get(id) ?? []);
  const emergencies = rows.filter(
    ({ ticket }) => ticket.urgency === 'emergency' && ticket.ownerId === null,
  ).length;
  return html`<p class="count" role="status">${say('board.count', { count: total })}</p>
${emergencies > 0 ? html`<p class="alarm" role="alert">${say('board.emergencies', { count: emergencies })}</p>` : ''}
${
  rows.length === 0
    ? html`<p class="nothing">${say('board.nothing')}</p>`
    : html`<div class="wide" tabindex="0" role="region" aria-label="${say('section.board')}"><table class="queue stack"><thead><tr>
<th scope="col">${say('board.ticket')}</th><th scope="col">${say('board.need')}</th><th scope="col">${say('board.who')}</th>
<th scope="col">${say('board.state')}</th><th scope="col">${say('board.due')}</th></tr></thead>
<tbody>${rows.map((view) => row(view, { deps, reader, say, now, mine: query.mine }))}</tbody></table></div>`
}
${pager({ page: query.page, pages: Math.ceil(total / PAGE) }, (page) => boardAddress(query, '/console', page), say)}`;
}

interface RowOptions {
  readonly deps: ConsoleDeps;
  readonly reader: Reader;
  readonly say: Say;
  readonly now: Temporal.Instant;
  /** Only the reader looks at it: their own confidential tickets are shown. */
  readonly mine: boolean;
}

function row(view: CardView, { deps, reader, say, now, mine }: RowOptions): Markup {
  const { ticket } = view;
  const mayRead = mine
    ? canReadTicket(reader.actor, ticket)
    : !ticket.restricted || can(reader.actor, 'ticket.read-restricted');
  const zone = view.siteZone ?? deps.zone;
  const clock = { t: deps.t, locale: reader.locale, now, zone };
  const due = mayRead ? dueText(ticket, clock) : undefined;
  const isLate = ticket.dueAt !== null && !ticket.pausedAt && Temporal.Instant.compare(ticket.dueAt, now) < 0;
  const { number, urgency } = ticket;
  return html`<tr class="${urgency}"><th scope="row"><a id="t${number}" href="/console/tickets/${number}">#${number}</a>
<span class="urgency ${urgency}">${say(`common:urgency.${urgency}`)}</span></th>
<td>${mayRead ? say(`common:need.${ticket.need}`) : html`<span title="${say('ticket.confidential')}">🔒 ${say('ticket.confidential')}</span>`}
${mayRead && ticket.summary ? html`<p class="words"><bdi>${short(ticket.summary)}</bdi></p>` : ''}</td>
<td>${mayRead ? html`<bdi>${view.personName ?? view.displayName ?? ''}</bdi> ` : ''}${view.room ? html`<b><bdi>${view.room}</bdi></b> ` : ''}${mayRead && view.site ? html`<small><bdi>${view.site}</bdi></small>` : ''}</td>
<td>${say(`staff:state.${ticket.state}`)}${view.owner ? html` · <bdi>${view.owner}</bdi>` : ''}
<small>${age(ticket.openedAt, clock)}</small></td>
<td${isLate ? html` class="late"` : ''}>${due ?? ''}</td></tr>`;
}

/** At most 160 characters, never half of one. */
function short(text: string): string {
  const characters = [...text];
  return characters.length <= 160 ? text : `${characters.slice(0, 160).join('')}…`;
}
