/** How an operation of the API is declared, so that its gate and its description never differ. */
import type { Action } from '../domain/actor.ts';
import type { ApiScope } from '../domain/api-scopes.ts';
import type { ApiEnv, Gate } from './gate.ts';
import type { ApiDeps } from './index.ts';
import { PROBLEMS, problemSchema } from './problem.ts';
import type { OpenAPIHono, z } from './zod.ts';

/** The API while it is put together. */
export interface ApiParts {
  readonly api: OpenAPIHono<ApiEnv>;
  readonly deps: ApiDeps;
  readonly gate: Gate;
}

/** An answer of JSON. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A body of JSON, without which nothing is done. */
export const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const problem = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: Object.values(PROBLEMS)
          .filter(([one]) => one === status)
          .map(([, title]) => title)
          .join('; '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );

/** Problems that any operation may have. */
export const ANY = problem(400, 401, 403, 429, 500);
/** Problems of what names one thing. */
export const ONE = problem(400, 401, 403, 404, 429, 500);
/** Problems of what changes something. */
export const WRITE = problem(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 500);

/** The gate and the description of it, for a route; `scope` and `what` are what one must be allowed for it. */
export function guarded(
  gate: Gate,
  tag: string,
  need: { readonly scope?: ApiScope; readonly what?: Action } = {},
) {
  return {
    tags: [tag],
    security: [{ token: need.scope ? [need.scope] : [] }],
    middleware: [gate(need)],
  };
}
