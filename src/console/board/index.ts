/** The queue board: what is open, most pressing first, always as it stands. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { answerConsole } from '../frame.ts';
import { gate } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { createLiveParts, type LiveParts, liveAddress } from '../live.ts';
import { sayer } from '../say.ts';
import { type BoardQuery, boardAddress, readBoardQuery } from './board-query.ts';
import { drawQueue } from './draw-queue.ts';
import { filterForm } from './filter-form.ts';

/** GET /console, and /console/board/live for what changes on it. */
export function boardPages(routes: Hono, deps: ConsoleDeps): void {
  const parts = createLiveParts(deps);
  routes.get('/console', (c) => showBoard(c, deps));
  routes.get('/console/board/live', (c) => liveBoard(c, deps, parts));
}

async function showBoard(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'ticket.list');
  const query = await readBoardQuery(c, deps);
  const say = sayer(deps, reader.locale);
  const queue = await drawQueue(deps, reader, query);
  const body = html`${filterForm(deps, reader, query)}
<div hx-ext="sse" sse-connect="${liveAddress(boardAddress(query, '/console/board/live'), reader)}"><div id="queue" sse-swap="part">${queue}</div></div>
<noscript><p class="quiet">${say('board.no-script')}</p></noscript>`;
  return answerConsole(c, deps, reader, { title: say('section.board'), section: 'board', body });
}

async function liveBoard(c: Context, deps: ConsoleDeps, parts: LiveParts): Promise<Response> {
  const reader = await gate(c, deps, 'ticket.list');
  const query: BoardQuery = await readBoardQuery(c, deps);
  // What is found by a need or by words depends on who looks: their own confidential tickets are.
  const isOwn = query.mine || query.search !== '' || query.need !== undefined;
  const sees = isOwn ? `${reader.staff.role} ${reader.staff.id}` : reader.staff.role;
  return parts.stream(c, reader, {
    key: `board ${reader.locale} ${sees} ${boardAddress(query, '')}`,
    draw: async () => String(await drawQueue(deps, reader, query)),
  });
}
