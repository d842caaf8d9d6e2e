/** Does what a request asks for by the command of the chat, at most once for each key. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { findRequest } from '../store/api-requests.ts';
import type { ApiEnv } from './gate.ts';
import type { ApiDeps } from './index.ts';
import { Refusal, refusedByDesk } from './problem.ts';

/** The account that everything here is done on. */
const ACCOUNT = 'api';

/** What would be written in a chat, or pressed. */
export type Wanted =
  | { readonly text: string; readonly choice?: never }
  | { readonly choice: string; readonly text?: never };

/** What came of it. */
export interface CarriedOut {
  /** The same request had been carried out before. */
  readonly isRepeated: boolean;
  /** The number of the ticket that it opened; null where it opened none. */
  readonly ticket: number | null;
}

/**
 * Carries a request out. `assertFresh` is asked before anything is done, and not for a request that is repeated.
 *
 * @throws Refusal when the desk refuses, or the key belongs to another request
 */
export async function carryOut(
  c: Context<ApiEnv>,
  deps: ApiDeps,
  wanted: Wanted,
  assertFresh?: () => Promise<void>,
): Promise<CarriedOut> {
  const { staff, tokenId } = c.get('caller');
  const key = createHash('sha256')
    .update(`${tokenId}:${c.req.header('idempotency-key')}`)
    .digest('base64url');
  const before = await repeated(deps, key, wanted);
  if (before) return before;
  await assertFresh?.();
  const answer = await deps.app().act({ staff, account: ACCOUNT, locale: 'en', key, ...wanted });
  if (answer.state === 'refused') throw refusedByDesk(answer.code, answer.text);
  const done = await repeated(deps, key, wanted);
  return { ticket: done?.ticket ?? null, isRepeated: answer.state === 'repeated' };
}

async function repeated({ db }: ApiDeps, key: string, wanted: Wanted): Promise<CarriedOut | undefined> {
  const done = await findRequest(db, ACCOUNT, key);
  if (!done) return undefined;
  // Retention takes the words away after a while; the key alone is left then.
  const isKept = done.text !== null || done.choice !== null;
  if (isKept && (done.text !== (wanted.text ?? null) || done.choice !== (wanted.choice ?? null)))
    throw new Refusal('key-reused');
  return { ticket: done.ticket, isRepeated: true };
}
