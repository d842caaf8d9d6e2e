/** Whose token a request carries, and whether it may go on. */
import type { Context, MiddlewareHandler } from 'hono';
import { type Action, type Actor, can } from '../domain/actor.ts';
import type { ApiScope } from '../domain/api-scopes.ts';
import { findToken, touchToken } from '../store/api-tokens.ts';
import { createRate, type TakeRate } from '../store/rates.ts';
import type { StaffRecord } from '../store/records.ts';
import type { ApiDeps } from './index.ts';
import { Refusal } from './problem.ts';

/** Requests of one token in every minute. */
export const PER_MINUTE = 600;
/** How often a token in use is noted, in minutes. */
const TOUCH_MINUTES = 5;

/** Who asks: the colleague in whose name the token acts. */
export interface Caller {
  readonly tokenId: string;
  readonly staff: StaffRecord;
  readonly actor: Actor;
}

/** What the gate leaves for the handlers. */
export interface ApiEnv {
  Variables: { caller: Caller };
}

/** Makes the gate of one operation: a living token with this scope, used not too often, of a colleague who may do this. */
export type Gate = (need: {
  readonly scope?: ApiScope | undefined;
  readonly what?: Action | undefined;
}) => MiddlewareHandler<ApiEnv>;

/** Gates on this database. */
export function createGate({ db, clock, perMinute = PER_MINUTE }: ApiDeps): Gate {
  const take = createRate(db, clock, { name: 'api', max: perMinute, windowMs: 60_000 });
  return ({ scope, what }) =>
    async (c, next) => {
      const token = tokenIn(c);
      const found = token && (await findToken(db, token));
      if (!found) throw new Refusal('unauthorized', {}, { 'WWW-Authenticate': 'Bearer realm="homeward"' });
      await pace(take, found.id);
      const now = clock.now();
      const used = found.lastUsedAt?.add({ minutes: TOUCH_MINUTES });
      if (!used || Temporal.Instant.compare(used, now) <= 0) await touchToken(db, found.id, now);
      if (scope && !found.scopes.includes(scope))
        throw new Refusal('scope-missing', { detail: `This takes the scope ${scope}.` });
      const { staff } = found;
      const caller: Caller = { tokenId: found.id, staff, actor: { role: staff.role, id: staff.id } };
      if (what && !can(caller.actor, what)) throw new Refusal('forbidden');
      c.set('caller', caller);
      await next();
    };
}

async function pace(take: TakeRate, tokenId: string): Promise<void> {
  const wait = await take(tokenId);
  if (wait > 0) throw new Refusal('too-many-requests', {}, { 'Retry-After': String(Math.ceil(wait / 1000)) });
}

function tokenIn(c: Context): string | undefined {
  return /^bearer +([\w-]{20,100})$/i.exec(c.req.header('authorization') ?? '')?.[1];
}
