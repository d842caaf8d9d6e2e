/** Refusals as RFC 9457 problem details: `code` is stable, everything else is for people. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { UserError } from '../errors.ts';
import type { ApiDeps } from './index.ts';
import { z } from './zod.ts';

/** Every kind of problem: its status and what it means. A refusal's own `code` says more. */
export const PROBLEMS = {
  'invalid-request': [400, 'A parameter, header or the body is not as described'],
  unauthorized: [401, 'There is no token, or it does not work any more'],
  'scope-missing': [403, 'The token lacks the scope that this takes'],
  forbidden: [403, 'The role of the colleague who made the token does not include this'],
  restricted: [403, 'The matter is confidential, and not for the colleague who made the token'],
  'not-found': [404, 'There is no such thing'],
  'method-not-allowed': [405, 'This address does not take that method'],
  refused: [409, 'The desk refuses this; code and detail say why'],
  changed: [412, 'The ticket is not what If-Match says any more'],
  'too-large': [413, 'The body is larger than 64 KB'],
  'unsupported-type': [415, 'The body is not application/json'],
  'key-reused': [422, 'This Idempotency-Key belongs to another request'],
  'too-many-requests': [429, 'The token is used too often; Retry-After says when to go on'],
  internal: [500, 'Something broke here; it was logged'],
} as const satisfies Record<string, readonly [number, string]>;

/** One of `PROBLEMS`. */
export type ProblemKind = keyof typeof PROBLEMS;

/** What a refused request is answered with. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.strictObject({ in: z.string(), path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'RFC 9457 problem details. `code` is stable; `detail` is in English.' });

type Problem = z.infer<typeof problemSchema>;

/** Thrown to refuse a request. */
export class Refusal extends Error {
  readonly kind: ProblemKind;
  readonly more: Partial<Pick<Problem, 'detail' | 'code' | 'errors'>>;
  readonly headers: Record<string, string>;

  constructor(kind: ProblemKind, more: Refusal['more'] = {}, headers: Record<string, string> = {}) {
    super(kind);
    this.name = 'Refusal';
    this.kind = kind;
    this.more = more;
    this.headers = headers;
  }
}

/** The refusal as an answer. */
export function answerProblem(c: Context, { kind, more, headers }: Refusal): Response {
  const [status, title] = PROBLEMS[kind];
  const problem: Problem = {
    type: `/api/v1/docs#problem-${kind}`,
    title,
    status,
    detail: title,
    code: kind,
    ...more,
  };
  return c.body(JSON.stringify(problem), status, { 'Content-Type': 'application/problem+json', ...headers });
}

/** Any error as an answer; what is nobody's fault is logged. */
export function refuse(c: Context, deps: Pick<ApiDeps, 'log' | 't'>, error: Error): Response {
  const refusal = refusalOf(deps, error);
  if (refusal.kind === 'internal') deps.log.error({ err: error, route: c.req.routePath }, 'api');
  return answerProblem(c, refusal);
}

function refusalOf({ t }: Pick<ApiDeps, 't'>, error: Error): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof UserError) {
    if (error.code === 'staff:error.forbidden') return new Refusal('forbidden');
    return new Refusal('invalid-request', { detail: t('en', error.code, error.params) });
  }
  if (error instanceof HTTPException && error.status === 415) return new Refusal('unsupported-type');
  if (error instanceof HTTPException && error.status === 413) return new Refusal('too-large');
  if (error instanceof HTTPException && error.status < 500)
    return new Refusal('invalid-request', { detail: 'The body is no JSON' });
  return new Refusal('internal');
}

/** What the desk refused: `staff:error.taken` is told as `taken`. */
export function refusedByDesk(code: string, detail: string): Refusal {
  if (code === 'staff:error.forbidden') return new Refusal('forbidden', { detail });
  if (code === 'staff:error.restricted') return new Refusal('restricted', { detail });
  if (code === 'staff:error.no-ticket') return new Refusal('not-found', { detail });
  return new Refusal('refused', { detail, code: code.replace(/^[a-z-]+:(error\.)?/, '') });
}
