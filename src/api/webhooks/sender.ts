/**
 * Sends what waits for webhooks: in order for each address, tried again for a day, then the address is switched off. Of
 * several processes one sends to an address at a time. A crash between an answer and its record repeats that message.
 */
import type { Clock } from '../../clock.ts';
import { isPublicAddress } from '../../features/integrations/index.ts';
import type { Log } from '../../log.ts';
import {
  forgetDeliveries,
  type HeldHook,
  holdHook,
  holdLonger,
  listWaiting,
  recordArrived,
  recordFailed,
  type TryOutcome,
  type WaitingDelivery,
} from '../../store/api-deliveries.ts';
import type { Db } from '../../store/db.ts';
import { createPost, type Post } from './post.ts';
import { signedHeaders } from './sign.ts';

/** What sending needs. */
export interface SenderDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly allowPrivate: boolean;
  /** Instead of the real thing, for tests. */
  readonly post?: Post;
}

/** Sends until stopped. */
export interface WebhookSender {
  /** Begins to send what is due now, whoever else is still being sent to; resolves when all of it is done. */
  look(): Promise<void>;
  /** Takes nothing new, and waits for what is on its way. */
  stop(): Promise<void>;
}

/** Addresses that are sent to at once, and messages read at a time. */
const AT_ONCE = 8;
const READ = 50;
/** An address is held so long for one message, in seconds: longer than posting it may take. */
const HOLD_SECONDS = 30;
const DAY_HOURS = 24;
const KEPT = { hours: 24 * 7 };
const FORGET_EVERY = { hours: 1 };

/** How long an address rests after so many failures, in seconds: 5, 20, 80, … and 3 hours at most. */
export const restAfter = (failures: number): number => Math.min(5 * 4 ** (failures - 1), 3 * 3600);

/** A sender on this database. */
export function createWebhookSender(deps: SenderDeps): WebhookSender {
  const { db, clock, log } = deps;
  const post = deps.post ?? createPost({ isPublic: isPublicAddress, allowPrivate: deps.allowPrivate });
  const busy = new Set<Promise<void>>();
  let stopped = false;
  let forgetAt = clock.now().add(FORGET_EVERY);

  /** Takes up whatever is due; sending goes on by itself. */
  async function takeUp(): Promise<void> {
    const now = clock.now();
    if (Temporal.Instant.compare(now, forgetAt) >= 0) {
      forgetAt = now.add(FORGET_EVERY);
      await forgetDeliveries(db, now.subtract(KEPT));
    }
    while (!stopped && busy.size < AT_ONCE) {
      const hook = await holdHook(db, now, now.add({ seconds: HOLD_SECONDS }));
      if (!hook) break;
      const sending = sendAll(hook)
        .catch((error) => log.warn({ err: error, webhook: hook.id }, 'a webhook could not be sent to'))
        .finally(() => busy.delete(sending));
      busy.add(sending);
    }
  }

  /** Everything that waits for one address, until one message does not arrive. */
  async function sendAll(first: HeldHook): Promise<void> {
    let hook = first;
    for (;;) {
      const waiting = await listWaiting(db, hook.id, READ);
      for (const delivery of waiting) {
        const until = clock.now().add({ seconds: HOLD_SECONDS });
        if (stopped || !(await holdLonger(db, hook, until))) return;
        hook = { ...hook, heldUntil: until };
        const outcome = await post(hook.url, toMessage(hook, delivery));
        const { status } = outcome;
        if (status === null || status < 200 || status > 299) return fail(hook, delivery, outcome);
        await recordArrived(db, hook, delivery, outcome, clock.now());
      }
      if (waiting.length < READ) break;
    }
    await holdLonger(db, hook, clock.now());
  }

  function toMessage({ secret }: HeldHook, { messageId, body }: WaitingDelivery) {
    return { body, headers: signedHeaders(secret, { id: messageId, body }, clock.now()) };
  }

  async function fail(hook: HeldHook, delivery: WaitingDelivery, outcome: TryOutcome): Promise<void> {
    const now = clock.now();
    const isOld = hook.failingSince !== null && now.since(hook.failingSince).total('hours') >= DAY_HOURS;
    const off = outcome.status === 410 ? ('gone' as const) : isOld ? ('failing' as const) : undefined;
    const nextAt = now.add({ seconds: restAfter(hook.failures + 1) });
    await recordFailed(db, hook, delivery, outcome, { now, nextAt, ...(off ? { off } : {}) });
    if (off) log.warn({ webhook: hook.id, reason: off }, 'a webhook was switched off');
  }

  let taking: Promise<void> | undefined;
  return {
    async look() {
      taking ??= takeUp().finally(() => {
        taking = undefined;
      });
      await taking;
      await Promise.all(busy);
    },
    async stop() {
      stopped = true;
      await taking;
      await Promise.all(busy);
    },
  };
}
