/** One ticket: what was said on it, and everything that can be done with it. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { loadTranscript } from '../../store/desk.ts';
import { answerConsole } from '../frame.ts';
import { gate } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { createLiveParts, type LiveParts, liveAddress } from '../live.ts';
import { sayer } from '../say.ts';
import { drawTicket, drawTranscript } from './draw-ticket.ts';
import { sendFile } from './files.ts';
import { noteReading } from './note-reading.ts';
import { ticketActs } from './ticket-acts.ts';
import { ticketOf } from './ticket-of.ts';

/** GET /console/tickets/12, its live part, and its files. */
export function ticketPages(routes: Hono, deps: ConsoleDeps): void {
  const parts = createLiveParts(deps);
  routes.get('/console/tickets/:number{[0-9]+}', (c) => showTicket(c, deps));
  routes.get('/console/tickets/:number{[0-9]+}/live', (c) => liveTicket(c, deps, parts));
  routes.get('/console/tickets/:number{[0-9]+}/files/:entry{[0-9]+}/:at{[0-9]+}', (c) => sendFile(c, deps));
}

async function showTicket(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'ticket.read');
  const view = await ticketOf(c, deps, reader);
  const { ticket } = view;
  const say = sayer(deps, reader.locale);
  const lines = await loadTranscript(deps.db, ticket.id);
  await noteReading(deps, reader, { ticket, lines });
  const title = `#${ticket.number} · ${say(`common:need.${ticket.need}`)}`;
  const body = html`<div class="columns"><div hx-ext="sse" sse-connect="${liveAddress(`/console/tickets/${ticket.number}/live`, reader)}">
<div id="ticket" sse-swap="part">${drawTicket(deps, reader, view)}${drawTranscript(deps, reader, view, lines)}</div></div>
<aside aria-label="${say('ticket.acts')}">${await ticketActs(deps, reader, view)}</aside></div>`;
  return answerConsole(c, deps, reader, { title, section: 'board', body });
}

async function liveTicket(c: Context, deps: ConsoleDeps, parts: LiveParts): Promise<Response> {
  const reader = await gate(c, deps, 'ticket.read');
  const { ticket } = await ticketOf(c, deps, reader);
  const lines = await loadTranscript(deps.db, ticket.id);
  await noteReading(deps, reader, { ticket, lines }, { isPart: true });
  return parts.stream(c, reader, {
    key: `ticket ${reader.locale} ${reader.staff.role} ${reader.staff.id} ${ticket.number}`,
    async draw() {
      const view = await ticketOf(c, deps, reader);
      const lines = await loadTranscript(deps.db, view.ticket.id);
      return `${await drawTicket(deps, reader, view)}${await drawTranscript(deps, reader, view, lines)}`;
    },
  });
}
