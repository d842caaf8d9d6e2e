/**
 * Requests made from the OpenAPI document itself, for every operation: what is as described is never answered by a
 * defect and the answer is as described; what is not is refused in the described way.
 */
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { API_SCOPES } from '../../src/domain/api-scopes.ts';
import { type Answered, type ApiScene, type Ask, apiScene } from './api-scene.ts';

// biome-ignore lint/suspicious/noExplicitAny: a schema as it stands in the document
type Schema = any;

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly scope: string | undefined;
  readonly parameters: readonly { name: string; in: string; required?: boolean; schema: Schema }[];
  readonly body: Schema | undefined;
  readonly answers: Readonly<Record<string, { content?: Record<string, { schema: Schema }> }>>;
}

const RUNS = 4;
/** Ids and numbers of what there is, so that not everything is unknown. */
let known: { ids: string[]; numbers: number[] };

function operationsOf(document: Schema): Operation[] {
  return Object.entries(document.paths as Schema).flatMap(([path, methods]) =>
    Object.entries(methods as Schema).map(([method, one]: [string, Schema]) => ({
      path,
      method: method.toUpperCase(),
      scope: one.security[0].token[0],
      parameters: one.parameters ?? [],
      body: one.requestBody?.content['application/json'].schema,
      answers: one.responses,
    })),
  );
}

/** Values of a schema; `document` holds what it refers to. */
function valuesOf(document: Schema, schema: Schema): fc.Arbitrary<unknown> {
  if (schema.$ref) return valuesOf(document, document.components.schemas[schema.$ref.split('/').at(-1)]);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((one: Schema) => valuesOf(document, one)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') {
    const some = fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) });
    return schema.maximum > 1000
      ? fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known.numbers) }, some)
      : some;
  }
  if (type === 'object') {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
    const model = Object.fromEntries(properties.map(([name, one]) => [name, valuesOf(document, one)]));
    return fc.record(model, { requiredKeys: schema.required ?? [] });
  }
  if (schema.format === 'uuid')
    return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known.ids) }, fc.uuid({ version: 4 }));
  if (schema.format === 'date-time')
    return fc
      .date({ min: new Date(-62e12), max: new Date(25e13), noInvalidDate: true })
      .map((at) => at.toISOString());
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
  return fc.string({
    unit: 'binary',
    minLength: schema.minLength ?? 0,
    maxLength: Math.min(schema.maxLength ?? 60, 60),
  });
}

interface Request {
  readonly params: Record<string, unknown>;
  readonly body: unknown;
}

function requestsOf(document: Schema, { parameters, body }: Operation): fc.Arbitrary<Request> {
  const own = parameters.filter(
    ({ name }) => name !== 'idempotency-key' && name !== 'cursor' && name !== 'if-match',
  );
  const model = Object.fromEntries(own.map(({ name, schema }) => [name, valuesOf(document, schema)]));
  const requiredKeys = own.filter(({ required }) => required).map(({ name }) => name);
  return fc.record({
    params: fc.record(model, { requiredKeys }) as fc.Arbitrary<Record<string, unknown>>,
    body: body ? valuesOf(document, body) : fc.constant(undefined),
  });
}

function send(ask: Ask, operation: Operation, { params, body }: Request, more = ''): Promise<Answered> {
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { name, in: place } of operation.parameters) {
    const value = params[name];
    if (value === undefined) continue;
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (place === 'query') query.set(name, String(value).toWellFormed());
  }
  return ask(`${path}?${query}${more}`, {
    method: operation.method,
    ...(body === undefined ? {} : { body }),
  });
}

/** Checks an answer against what the document says of that status. */
function createCheck(document: Schema) {
  const schemas = new Map<string, z.ZodType>();
  return (operation: Operation, answer: Answered): void => {
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const declared = operation.answers[answer.status]?.content?.[type];
    expect(declared, `${operation.method} ${operation.path} answers ${answer.status} ${type}`).toBeDefined();
    if (answer.status >= 400) expect(type).toBe('application/problem+json');
    if (answer.json === undefined || !declared) return;
    const name = `${operation.method} ${operation.path} ${answer.status}`;
    const schema =
      schemas.get(name) ??
      z.fromJSONSchema({
        ...declared.schema,
        components: document.components,
        $defs: document.components.schemas,
      });
    schemas.set(name, schema);
    expect(schema.safeParse(answer.json).error?.issues ?? [], `${name}: ${answer.text}`).toEqual([]);
  };
}

async function ready(): Promise<{ scene: ApiScene; document: Schema; operations: Operation[]; ask: Ask }> {
  const scene = await apiScene({ perMinute: 1_000_000 });
  const { bot, program, stranger } = scene;
  for (const text of ['Our baby has no milk powder left', 'I keep vomiting blood', 'no hot water']) {
    const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await guest.says(text);
  }
  const { db } = bot.store;
  const people = await db.person.findMany({ select: { id: true } });
  for (const { id } of people)
    await db.stay.create({ data: { id: randomUUID(), personId: id, state: 'here', createdAt: new Date() } });
  const stays = await db.stay.findMany({ select: { id: true } });
  const { me, ask } = await program('admin');
  await me.says('/webhook new https://example.org/hook events=all');
  known = {
    ids: [...people, ...stays].map(({ id }) => id).concat(me.staffId, scene.teamId),
    numbers: [1, 2, 3],
  };
  const text = JSON.stringify((await stranger('/openapi.json')).json).replaceAll(
    '#/components/schemas/',
    '#/$defs/',
  );
  const document = JSON.parse(text);
  return { scene, document, operations: operationsOf(document), ask };
}

it('every operation does as the document says', { timeout: 60_000 }, async () => {
  const { scene, document, operations, ask } = await ready();
  const check = createCheck(document);
  const nobody = await Promise.all(
    API_SCOPES.map(async (scope) => {
      const scopes = API_SCOPES.filter((one) => one !== scope);
      return [scope, (await scene.program('admin', { scopes })).ask] as const;
    }),
  );
  const without = new Map<string | undefined, Ask>(nobody);
  const seen = new Map<string, number[]>();
  expect(operations.length).toBeGreaterThan(20);
  for (const operation of operations) {
    const name = `${operation.method} ${operation.path}`;
    await fc.assert(
      fc.asyncProperty(requestsOf(document, operation), async (request) => {
        const answer = await send(ask, operation, request);
        check(operation, answer);
        expect(answer.status).toBeLessThan(500);
        seen.set(name, [...(seen.get(name) ?? []), answer.status]);
      }),
      { numRuns: RUNS, seed: 7 },
    );
    const [request] = fc.sample(requestsOf(document, operation), { numRuns: 1, seed: 11 });
    if (!request) throw new Error('no request');
    const refused = async (answer: Promise<Answered>, status: number): Promise<void> => {
      const { status: got, json } = await answer;
      expect([name, got, json?.status]).toEqual([name, status, status]);
      check(operation, await answer);
    };
    await refused(send(scene.stranger, operation, request), 401);
    const narrow = without.get(operation.scope);
    if (narrow) await refused(send(narrow, operation, request), 403);
    if (operation.method === 'GET') await refused(send(ask, operation, request, '&unheard-of=1'), 400);
    if (operation.body) await refused(send(ask, operation, { ...request, body: { 'unheard of': 1 } }), 400);
    if (operation.body) await refused(send(ask, operation, { ...request, body: ['no object'] }), 400);
    const inPath = operation.parameters.find((one) => one.in === 'path');
    if (inPath) {
      const params = { ...request.params, [inPath.name]: 'no\u0000thing' };
      await refused(send(ask, operation, { ...request, params }), 400);
    }
  }
  // What is as described does work: hardly any operation is only ever refused.
  const working = [...seen.values()].filter((statuses) => statuses.some((status) => status < 300));
  expect(working.length).toBeGreaterThan(operations.length * 0.7);
});
