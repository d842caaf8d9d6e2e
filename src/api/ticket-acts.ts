/** What can be done with a ticket: each is a command of the chat, in the name of the token's colleague. */
import type { Context } from 'hono';
import type { Action } from '../domain/actor.ts';
import { carryOut, type Wanted } from './carry-out.ts';
import type { ApiEnv } from './gate.ts';
import type { ApiDeps } from './index.ts';
import { Refusal } from './problem.ts';
import { type ApiParts, body, guarded, json, WRITE } from './route.ts';
import {
  needBody,
  noteBody,
  numberParam,
  resolveBody,
  textBody,
  ticketSchema,
  transferBody,
  urgencyBody,
  writeHeaders,
} from './schemas.ts';
import { etagOf, showTicket, ticketNumbered } from './show-ticket.ts';
import { createRoute, z } from './zod.ts';

/** An act, and the words of the chat for it. */
interface Act<T extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** What one must be allowed for it. */
  readonly what: Action;
  readonly body: T;
  readonly say: (number: number, given: z.output<T>) => Wanted;
}

const act =
  <T extends z.ZodType>(one: Act<T>) =>
  (parts: ApiParts): void =>
    addAct(parts, one);
const nothing = z.strictObject({}).openapi('Nothing');

/** Every act, in the order in which they are likely. */
const ACTS = [
  act({
    name: 'claim',
    summary: 'Claim a ticket',
    description: 'Makes the colleague its owner. 409 `taken` names who was first.',
    what: 'ticket.claim',
    body: nothing,
    say: (number) => ({ text: `/claim ${number}` }),
  }),
  act({
    name: 'release',
    summary: 'Release a ticket',
    description: 'It is nobody’s again, for anybody to claim.',
    what: 'ticket.release',
    body: nothing,
    say: (number) => ({ text: `/release ${number}` }),
  }),
  act({
    name: 'reply',
    summary: 'Write to the traveller',
    description: 'The words are sent as they are, on the platform where the traveller wrote.',
    what: 'ticket.reply',
    body: textBody,
    say: (number, { text }) => ({ text: `/reply ${number} ${text}` }),
  }),
  act({
    name: 'note',
    summary: 'Add a note',
    description: 'Colleagues read it, the traveller never does.',
    what: 'ticket.note',
    body: noteBody,
    say: (number, { text, restricted }) => ({ text: `/note${restricted ? '!' : ''} ${number} ${text}` }),
  }),
  act({
    name: 'transfer',
    summary: 'Offer a ticket to a colleague or a team',
    description: 'Whoever has it keeps it until they accept.',
    what: 'ticket.transfer',
    body: transferBody,
    say: (number, to) => ({
      choice: `give:${number}:${'staffId' in to ? `s:${to.staffId}` : `t:${to.teamId}`}`,
    }),
  }),
  act({
    name: 'resolve',
    summary: 'Resolve a ticket',
    description: 'The traveller is asked later whether that was so.',
    what: 'ticket.resolve',
    body: resolveBody,
    say: (number, { text = '' }) => ({ text: `/resolve ${number} ${text}`.trim() }),
  }),
  act({
    name: 'reopen',
    summary: 'Open a ticket again',
    description: 'One that is resolved or closed; it is nobody’s then.',
    what: 'ticket.reopen',
    body: nothing,
    say: (number) => ({ text: `/reopen ${number}` }),
  }),
  act({
    name: 'need',
    summary: 'Correct what a ticket is about',
    description: 'Medical and psychological matters become confidential with it.',
    what: 'ticket.correct',
    body: needBody,
    say: (number, { need }) => ({ text: `/need ${number} ${need}` }),
  }),
  act({
    name: 'urgency',
    summary: 'Correct how urgent a ticket is',
    description: 'An emergency pages the team.',
    what: 'ticket.correct',
    body: urgencyBody,
    say: (number, { urgency }) => ({ text: `/urgency ${number} ${urgency}` }),
  }),
];

/** POST /tickets/{number}/claim and the others. */
export function ticketActRoutes(parts: ApiParts): void {
  for (const add of ACTS) add(parts);
}

function addAct<T extends z.ZodType>({ api, deps, gate }: ApiParts, one: Act<T>): void {
  const route = createRoute({
    method: 'post',
    path: `/api/v1/tickets/{number}/${one.name}`,
    summary: one.summary,
    description: one.description,
    ...guarded(gate, 'Acts', { scope: 'tickets:write', what: one.what }),
    request: { params: numberParam, headers: writeHeaders, body: body(one.body) },
    responses: { 200: json(ticketSchema, 'The ticket as it stands now'), ...WRITE },
  });
  api.openapi(route, async (c) => {
    // Of a body that is only known to be one of several, the types know nothing.
    const valid = (c.req.valid as (target: 'param' | 'json') => unknown).bind(c.req);
    const { number } = valid('param') as z.output<typeof numberParam>;
    const given = valid('json') as z.output<T>;
    await ticketNumbered(deps.db, number);
    await carryOut(c, deps, one.say(number, given), () => assertMatch(c, deps, number));
    const ticket = await ticketNumbered(deps.db, number);
    c.header('ETag', await etagOf(deps.db, ticket));
    return c.json(showTicket(c.get('caller').actor, ticket), 200);
  });
}

async function assertMatch(c: Context<ApiEnv>, { db }: ApiDeps, number: number): Promise<void> {
  const wanted = c.req.header('if-match');
  if (wanted === undefined || wanted === '*') return;
  const current = await etagOf(db, await ticketNumbered(db, number));
  if (!wanted.split(',').some((tag) => tag.trim() === current))
    throw new Refusal('changed', {}, { ETag: current });
}
