/** People on the roster, and their stays. */
import { assertCan } from '../domain/actor.ts';
import { noteAccess } from '../store/access-log.ts';
import { listPeoplePage, listStaysPage } from '../store/api-lists.ts';
import { type PersonCard, readPersonCard, readPersonNumbers } from '../store/person-cards.ts';
import { transact } from '../store/transaction.ts';
import { pageFrom, readCursor, UUID } from './cursor.ts';
import { Refusal } from './problem.ts';
import { ANY, type ApiParts, guarded, json, ONE } from './route.ts';
import {
  idParam,
  pageOf,
  paging,
  personDetailSchema,
  personSchema,
  STAY_STATES,
  staySchema,
} from './schemas.ts';
import { createRoute, z } from './zod.ts';

/** GET /people, /people/{id}, /stays, /stays/{id}. */
export function peopleRoutes(parts: ApiParts): void {
  listRoute(parts);
  readRoute(parts);
  stayRoutes(parts);
}

function listRoute({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'get',
    path: '/api/v1/people',
    summary: 'List people',
    description: 'Without any number; in the order in which they were added.',
    ...guarded(gate, 'People', { scope: 'people:read', what: 'person.find' }),
    request: {
      query: z.strictObject({ state: z.enum(STAY_STATES).optional(), site: z.uuid().optional(), ...paging }),
    },
    responses: { 200: json(pageOf(personSchema), 'A page of people'), ...ANY },
  });
  api.openapi(route, async (c) => {
    const { state, site, cursor, limit } = c.req.valid('query');
    const after = readCursor('people', cursor, UUID);
    const rows = await listPeoplePage(deps.db, { state, siteId: site, after, limit: limit + 1 });
    const show = ({ care, ...person }: (typeof rows)[number]) => ({ ...person, care: [...care] });
    return c.json(pageFrom('people', { limit }, rows, { key: ({ id }) => id, show }), 200);
  });
}

function readRoute({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'get',
    path: '/api/v1/people/{id}',
    summary: 'Read about one person',
    description:
      'Numbers of papers and phones only with `include=numbers`, for roles that may read them; that is noted.',
    ...guarded(gate, 'People', { scope: 'people:read', what: 'person.find' }),
    request: { params: idParam, query: z.strictObject({ include: z.enum(['numbers']).optional() }) },
    responses: { 200: json(personDetailSchema, 'The person'), ...ONE },
  });
  api.openapi(route, async (c) => {
    const { actor } = c.get('caller');
    const { id } = c.req.valid('param');
    const withNumbers = c.req.valid('query').include === 'numbers';
    if (withNumbers) assertCan(actor, 'person.read-numbers');
    const read = await transact(deps.db, async (tx) => {
      const card = await readPersonCard(tx, id);
      if (!card) throw new Refusal('not-found', { detail: 'There is no such person.' });
      const what = withNumbers ? 'numbers' : 'person';
      noteAccess({ tx, now: deps.clock.now() }, actor, { personId: id, what, channel: 'api' });
      return { card, numbers: withNumbers ? await readPersonNumbers(tx, id) : null };
    });
    return c.json({ ...showCard(read.card), numbers: read.numbers }, 200);
  });
}

function showCard({ id, name, room, site, jurisdiction, languages, state, flight, ...card }: PersonCard) {
  return {
    id,
    name,
    room,
    site,
    jurisdiction,
    languages: [...languages],
    state,
    flight,
    entryOn: card.entryOn?.toString() ?? null,
    care: card.flags.map(({ kind }) => kind),
    openTickets: card.tickets.map(({ number }) => number),
  };
}

function stayRoutes({ api, deps, gate }: ApiParts): void {
  const guard = guarded(gate, 'Stays', { scope: 'stays:read', what: 'stay.read' });
  const list = createRoute({
    method: 'get',
    path: '/api/v1/stays',
    summary: 'List stays',
    description: 'In the order in which they were added. Days are of the site’s calendar.',
    ...guard,
    request: {
      query: z.strictObject({
        state: z.enum(STAY_STATES).optional(),
        site: z.uuid().optional(),
        person: z.uuid().optional(),
        ...paging,
      }),
    },
    responses: { 200: json(pageOf(staySchema), 'A page of stays'), ...ANY },
  });
  api.openapi(list, async (c) => {
    const { state, site, person, cursor, limit } = c.req.valid('query');
    const after = readCursor('stays', cursor, UUID);
    const filter = { state, siteId: site, personId: person, after, limit: limit + 1 };
    const rows = await listStaysPage(deps.db, filter);
    const show = (stay: (typeof rows)[number]) => stay;
    return c.json(pageFrom('stays', { limit }, rows, { key: ({ id }) => id, show }), 200);
  });
  const one = createRoute({
    method: 'get',
    path: '/api/v1/stays/{id}',
    summary: 'Read a stay',
    description: 'As it is planned now.',
    ...guard,
    request: { params: idParam, query: z.strictObject({}) },
    responses: { 200: json(staySchema, 'The stay'), ...ONE },
  });
  api.openapi(one, async (c) => {
    const [stay] = await listStaysPage(deps.db, { id: c.req.valid('param').id, limit: 1 });
    if (!stay) throw new Refusal('not-found', { detail: 'There is no such stay.' });
    return c.json(stay, 200);
  });
}
