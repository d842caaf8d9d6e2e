/** Tickets: listed, read one by one, and opened for somebody. */
import { type Actor, can, canReadEntry, canReadTicket } from '../domain/actor.ts';
import { NEEDS } from '../domain/need.ts';
import { STATES } from '../domain/ticket.ts';
import { noteAccess } from '../store/access-log.ts';
import { listTicketsPage } from '../store/api-lists.ts';
import { auditReading } from '../store/audit.ts';
import { loadTranscript, type TranscriptLine } from '../store/desk.ts';
import { findPerson } from '../store/people.ts';
import type { TicketRecord } from '../store/records.ts';
import { type Tx, transact } from '../store/transaction.ts';
import { carryOut } from './carry-out.ts';
import { NUMBER, pageFrom, readCursor } from './cursor.ts';
import type { ApiDeps } from './index.ts';
import { Refusal } from './problem.ts';
import { ANY, type ApiParts, body, guarded, json, ONE, WRITE } from './route.ts';
import {
  newTicketSchema,
  numberParam,
  pageOf,
  paging,
  ticketDetailSchema,
  ticketSchema,
  writeHeaders,
} from './schemas.ts';
import { etagOf, showLine, showTicket, ticketNumbered } from './show-ticket.ts';
import { createRoute, z } from './zod.ts';

const TAG = 'Tickets';
/** Nothing here is older, and databases know no year 0. */
const EARLIEST = Temporal.Instant.from('2000-01-01T00:00:00Z');

const query = z.strictObject({
  state: z.enum(['open', ...STATES]).optional(),
  need: z.enum(NEEDS).optional(),
  site: z.uuid().optional(),
  updatedSince: z.iso.datetime({ offset: true }).optional(),
  ...paging,
});

/** GET and POST /tickets, GET /tickets/{number}. */
export function ticketRoutes(parts: ApiParts): void {
  listRoute(parts);
  readRoute(parts);
  openRoute(parts);
}

function listRoute({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'get',
    path: '/api/v1/tickets',
    summary: 'List tickets',
    description: 'By number. `updatedSince` finds tickets that were changed, or written on, since then.',
    ...guarded(gate, TAG, { scope: 'tickets:read', what: 'ticket.list' }),
    request: { query },
    responses: { 200: json(pageOf(ticketSchema), 'A page of tickets'), ...ANY },
  });
  api.openapi(route, async (c) => {
    const { actor } = c.get('caller');
    const { cursor, site, updatedSince, limit, ...filter } = c.req.valid('query');
    const after = readCursor('tickets', cursor, NUMBER);
    const rows = await listTicketsPage(deps.db, {
      ...filter,
      siteId: site,
      updatedSince: updatedSince === undefined ? undefined : since(updatedSince),
      reader: { id: actor.id, readsAll: can(actor, 'ticket.read-restricted') },
      after: after === undefined ? undefined : Number(after),
      limit: limit + 1,
    });
    const show = (ticket: TicketRecord) => showTicket(actor, ticket);
    return c.json(pageFrom('tickets', { limit }, rows, { key: ({ number }) => number, show }), 200);
  });
}

function since(words: string): Temporal.Instant {
  const at = Temporal.Instant.from(words);
  return Temporal.Instant.compare(at, EARLIEST) < 0 ? EARLIEST : at;
}

function readRoute({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'get',
    path: '/api/v1/tickets/{number}',
    summary: 'Read a ticket',
    description:
      'With what was said on it, the newest 300 lines. The ETag goes into If-Match of what you do next.',
    ...guarded(gate, TAG, { scope: 'tickets:read', what: 'ticket.read' }),
    request: { params: numberParam, query: z.strictObject({}) },
    responses: { 200: json(ticketDetailSchema, 'The ticket'), ...ONE },
  });
  api.openapi(route, async (c) => {
    const { actor } = c.get('caller');
    const ticket = await ticketNumbered(deps.db, c.req.valid('param').number);
    if (!canReadTicket(actor, ticket)) throw new Refusal('restricted');
    const lines = await transact(deps.db, (tx) => readLines(tx, deps, actor, ticket));
    c.header('ETag', await etagOf(deps.db, ticket));
    const transcript = lines.map((line) => showLine(actor, ticket, line));
    return c.json({ ...showTicket(actor, ticket), transcript }, 200);
  });
}

/** What was said, with a note of who read it. */
async function readLines(
  tx: Tx,
  { clock }: ApiDeps,
  actor: Actor,
  ticket: TicketRecord,
): Promise<TranscriptLine[]> {
  const lines = await loadTranscript(tx, ticket.id);
  const work = { tx, now: clock.now() };
  const { id: ticketId, personId } = ticket;
  if (ticket.restricted || lines.some((line) => line.restricted && canReadEntry(actor, ticket, line)))
    auditReading(work, actor, ticket, 'api');
  else noteAccess(work, actor, { personId, what: 'ticket', ticketId, channel: 'api' });
  return lines;
}

function openRoute({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'post',
    path: '/api/v1/tickets',
    summary: 'Open a ticket for somebody',
    description: 'The traveller is told nothing; an emergency pages the team as always.',
    ...guarded(gate, TAG, { scope: 'tickets:write', what: 'ticket.enter' }),
    request: { headers: writeHeaders.omit({ 'if-match': true }), body: body(newTicketSchema) },
    responses: {
      200: json(ticketSchema, 'It was opened before, by the same request'),
      201: json(ticketSchema, 'It is open'),
      ...WRITE,
    },
  });
  api.openapi(route, async (c) => {
    const { actor } = c.get('caller');
    const { personId, need, urgency, text } = c.req.valid('json');
    if (!(await findPerson(deps.db, personId)))
      throw new Refusal('not-found', { detail: 'There is no such person.' });
    const done = await carryOut(c, deps, { text: `/enter ${personId} ${need} ${urgency}: ${text}` });
    if (done.ticket === null) throw new Refusal('not-found', { detail: 'The ticket is no more.' });
    const ticket = await ticketNumbered(deps.db, done.ticket);
    c.header('ETag', await etagOf(deps.db, ticket));
    c.header('Location', `/api/v1/tickets/${ticket.number}`);
    return c.json(showTicket(actor, ticket), done.isRepeated ? 200 : 201);
  });
}
