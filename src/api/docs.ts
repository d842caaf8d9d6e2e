/** The OpenAPI document, made from the schemas that requests are checked by, and a page that shows it. */
import { readFileSync } from 'node:fs';
import { API_SCOPES } from '../domain/api-scopes.ts';
import { HOOK_EVENTS, PING } from '../domain/hook-events.ts';
import { drawDocs } from './docs-page.ts';
import type { ApiParts } from './route.ts';
import { z } from './zod.ts';

const STYLE = readFileSync(new URL('./public/docs.css', import.meta.url));

const DESCRIPTION = `Other programs act here in the name of the colleague who made their token, and never do more than that colleague may. Make a token in a private chat with the bot: /api new NAME scopes=${API_SCOPES.slice(0, 2).join(',')}. Send it as "Authorization: Bearer hw_…". At most 600 requests a minute for each token.`;

/** What webhooks are sent. */
const messageSchema = z
  .strictObject({
    type: z.enum([PING, ...HOOK_EVENTS]),
    timestamp: z.iso.datetime(),
    data: z
      .record(z.string(), z.unknown())
      .openapi({ description: 'Ids and states; never what people wrote.' }),
  })
  .openapi('WebhookMessage');

/** GET /openapi.json, /docs and its style, without a token: they hold nothing of anybody. */
export function docRoutes({ api }: ApiParts): void {
  const registry = api.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: `A token with scopes: ${API_SCOPES.join(', ')}.`,
  });
  registry.registerWebhook({
    method: 'post',
    path: 'message',
    summary: 'What happens, as your address is told',
    description:
      'Signed as by Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature. Answer 2xx within ten seconds.',
    request: { body: { required: true, content: { 'application/json': { schema: messageSchema } } } },
    responses: { 204: { description: 'Taken' } },
  });
  let made: ReturnType<typeof api.getOpenAPI31Document> | undefined;
  const document = () => {
    made ??= api.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Homeward', version: '1', description: DESCRIPTION },
      servers: [{ url: '/' }],
    });
    return made;
  };
  api.get('/api/v1/openapi.json', (c) => c.json(document(), 200, { 'Cache-Control': 'no-cache' }));
  api.get('/api/v1/docs.css', (c) =>
    c.body(new Uint8Array(STYLE), 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'no-cache',
    }),
  );
  api.get('/api/v1/docs', (c) => c.html(drawDocs(document())));
}
