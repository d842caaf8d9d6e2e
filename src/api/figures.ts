/** Figures as `/stats` counts them, and how the program fares. */
import { assertCan, can } from '../domain/actor.ts';
import { readPeriod } from '../domain/figures/period.ts';
import { GROUPS } from '../domain/figures/question.ts';
import { readFigures } from '../store/figures.ts';
import { readGauges } from '../store/gauges.ts';
import { ANY, type ApiParts, guarded, json } from './route.ts';
import { ACCOUNT_STATES } from './schemas.ts';
import { createRoute, z } from './zod.ts';

const count = z.int();
const maybe = z.number().nullable();

const figures = z
  .strictObject({
    opened: count,
    open: count,
    overdue: maybe,
    resolved: count,
    reopened: count,
    responseMedian: maybe,
    responseP90: maybe,
    resolutionMedian: maybe,
    resolutionP90: maybe,
    responseKept: maybe,
    resolutionKept: maybe,
    rating: maybe,
    ratings: count,
    thanks: count,
    complaints: count,
    inQuarantine: maybe,
    heardFrom: maybe,
    released: maybe,
  })
  .openapi('Figures', {
    description: 'Times in seconds, shares from 0 to 1; null is not known, never zero.',
  });

const answer = z
  .strictObject({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    isOwn: z.boolean().openapi({ description: 'Only of what the colleague looked after.' }),
    total: figures,
    rows: z.array(
      z.strictObject({ key: z.string().nullable(), name: z.string().nullable(), ...figures.shape }),
    ),
  })
  .openapi('FiguresAnswer');

const DAY = '20\\d{2}-\\d{2}-\\d{2}';
const period = z
  .string()
  .regex(new RegExp(`^(today|yesterday|[1-9]\\d{0,2}d|${DAY}(\\.\\.${DAY})?)$`))
  .default('7d')
  .openapi({ description: 'today, yesterday, 7d, 2026-11-01 or 2026-11-01..2026-11-07.' });

/** GET /figures and /health. */
export function figureRoutes(parts: ApiParts): void {
  figuresRoute(parts);
  healthRoute(parts);
}

function figuresRoute({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'get',
    path: '/api/v1/figures',
    summary: 'Read the figures of a period',
    description: 'The same numbers as everywhere else. Roles that may not read everybody’s get their own.',
    ...guarded(gate, 'Figures', { scope: 'figures:read', what: 'figures.read-own' }),
    request: { query: z.strictObject({ period, by: z.enum(GROUPS).optional() }) },
    responses: { 200: json(answer, 'The figures'), ...ANY },
  });
  api.openapi(route, async (c) => {
    const { actor } = c.get('caller');
    const { period: words, by } = c.req.valid('query');
    if (by === 'staff') assertCan(actor, 'figures.read');
    const isOwn = !can(actor, 'figures.read');
    const now = deps.clock.now();
    const { from, to } = readPeriod(words, deps.zone, now);
    const question = {
      from,
      to,
      ...(by ? { by } : {}),
      ...(isOwn ? { filter: { staffId: actor.id } } : {}),
      foldsRestricted: !isOwn && !can(actor, 'ticket.read-restricted'),
    };
    const { total, rows } = await readFigures(deps.db, question, now);
    return c.json({ from: from.toString(), to: to.toString(), isOwn, total, rows: [...rows] }, 200);
  });
}

const waiting = z.strictObject({ account: z.string(), count, oldestSeconds: z.number() });
const healthSchema = z
  .strictObject({
    accounts: z.array(
      z.strictObject({
        account: z.string(),
        state: z.enum(ACCOUNT_STATES),
      }),
    ),
    inbox: z.array(waiting).openapi({ description: 'Messages that wait to be handled.' }),
    outbox: z.array(waiting).openapi({ description: 'Messages that wait to be sent.' }),
    tickets: z.strictObject({ open: count, overdue: count, unclaimed: count }),
    alarms: z.array(z.strictObject({ kind: z.string(), subject: z.string() })),
  })
  .openapi('Health');

function healthRoute({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'get',
    path: '/api/v1/health',
    summary: 'Read how the program fares',
    description: 'Accounts, what waits, open tickets, and what the administrators were told.',
    ...guarded(gate, 'Figures', { scope: 'figures:read', what: 'health.read' }),
    request: { query: z.strictObject({}) },
    responses: { 200: json(healthSchema, 'The health'), ...ANY },
  });
  api.openapi(route, async (c) => {
    const { inbox, outbox, tickets, alarms } = await readGauges(deps.db, deps.clock.now());
    const sum = (name: 'open' | 'overdue' | 'unclaimed') =>
      tickets.reduce((total, one) => total + one[name], 0);
    const byAccount = Map.groupBy(outbox, ({ account }) => account);
    return c.json(
      {
        accounts: [...deps.health()].map(([account, { state }]) => ({ account, state })),
        inbox: inbox.map(({ account, count: waits, oldestSeconds }) => ({
          account,
          count: waits,
          oldestSeconds,
        })),
        outbox: [...byAccount].map(([account, lanes]) => ({
          account,
          count: lanes.reduce((total, lane) => total + lane.count, 0),
          oldestSeconds: Math.max(...lanes.map((lane) => lane.oldestSeconds)),
        })),
        tickets: { open: sum('open'), overdue: sum('overdue'), unclaimed: sum('unclaimed') },
        alarms: alarms.map(({ kind, subject }) => ({ kind, subject })),
      },
      200,
    );
  });
}
