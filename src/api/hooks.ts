/** Webhooks and what became of their messages; they are made and ended in the chat, by `/webhook`. */
import { HOOK_EVENTS } from '../domain/hook-events.ts';
import { listDeliveries } from '../store/api-deliveries.ts';
import { listWebhooks } from '../store/api-webhooks.ts';
import { pageFrom, ROW, readCursor } from './cursor.ts';
import { Refusal } from './problem.ts';
import { ANY, type ApiParts, guarded, json, ONE } from './route.ts';
import { numberParam, pageOf, paging } from './schemas.ts';
import { createRoute, z } from './zod.ts';

const hookSchema = z
  .strictObject({
    number: z.int(),
    url: z.string(),
    events: z.array(z.enum(HOOK_EVENTS)),
    state: z.enum(['well', 'failing', 'off']),
    since: z.iso.datetime().nullable(),
    waiting: z.int(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
  })
  .openapi('Webhook');

const deliverySchema = z
  .strictObject({
    id: z.string(),
    messageId: z.string().openapi({ description: 'What `webhook-id` says.' }),
    type: z.string(),
    state: z.enum(['pending', 'sent', 'dropped']),
    attempts: z.int(),
    status: z.int().nullable(),
    error: z.string().nullable(),
    createdAt: z.iso.datetime(),
    doneAt: z.iso.datetime().nullable(),
  })
  .openapi('Delivery');

/** GET /webhooks and /webhooks/{number}/deliveries. */
export function hookRoutes({ api, deps, gate }: ApiParts): void {
  const guard = guarded(gate, 'Webhooks', { scope: 'webhooks', what: 'api.edit' });
  const list = createRoute({
    method: 'get',
    path: '/api/v1/webhooks',
    summary: 'List webhooks',
    description: 'The addresses that are told what happens, and how they fare.',
    ...guard,
    request: { query: z.strictObject({}) },
    responses: { 200: json(z.strictObject({ items: z.array(hookSchema) }), 'All webhooks'), ...ANY },
  });
  api.openapi(list, async (c) => {
    const items = (await listWebhooks(deps.db)).map((hook) => {
      const { number, url, events, waiting, lastStatus, lastError, offAt, failingSinceAt } = hook;
      const state = offAt ? ('off' as const) : failingSinceAt ? ('failing' as const) : ('well' as const);
      const since = (offAt ?? failingSinceAt)?.toString() ?? null;
      return { number, url, events: [...events], state, since, waiting, lastStatus, lastError };
    });
    return c.json({ items }, 200);
  });
  const deliveries = createRoute({
    method: 'get',
    path: '/api/v1/webhooks/{number}/deliveries',
    summary: 'List the messages to a webhook',
    description: 'Newest first; those that are done are forgotten after a week.',
    ...guard,
    request: { params: numberParam, query: z.strictObject(paging) },
    responses: { 200: json(pageOf(deliverySchema), 'A page of messages'), ...ONE },
  });
  api.openapi(deliveries, async (c) => {
    const { number } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const hook = (await listWebhooks(deps.db)).find((one) => one.number === number);
    if (!hook) throw new Refusal('not-found', { detail: `There is no webhook ${number}.` });
    const list = `deliveries-${number}`;
    const before = readCursor(list, cursor, ROW);
    const rows = await listDeliveries(deps.db, hook.id, {
      before: before === undefined ? undefined : BigInt(before),
      limit: limit + 1,
    });
    const show = ({ id, createdAt, doneAt, ...line }: (typeof rows)[number]) => ({
      ...line,
      id: String(id),
      createdAt: createdAt.toString(),
      doneAt: doneAt?.toString() ?? null,
    });
    return c.json(pageFrom(list, { limit }, rows, { key: ({ id }) => id, show }), 200);
  });
}
