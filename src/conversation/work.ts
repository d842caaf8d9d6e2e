/** Builds what features are given inside a transaction. */
import type { Capabilities } from '../channels/channel.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Translate } from '../domain/locale.ts';
import type { Content } from '../domain/message.ts';
import { enqueueMessage, type Target } from '../outbox/enqueue.ts';
import { offerChoices } from '../store/people.ts';
import type { Tx } from '../store/transaction.ts';
import type { Feature, Work } from './feature.ts';

/** What every transaction needs besides itself. */
export interface Surroundings {
  readonly features: readonly Feature[];
  readonly t: Translate;
  capabilities(account: AccountId): Capabilities | undefined;
  /** Takes what is said instead of it being sent; false where it is to be sent after all. */
  intercept?(target: Target, content: Content): boolean;
}

/** A Work on this transaction. */
export function createWork(tx: Tx, now: Temporal.Instant, around: Surroundings): Work {
  const work: Work = {
    tx,
    now,
    t: around.t,
    capabilities: (account) => around.capabilities(account),
    async say(target, content, queued) {
      if (around.intercept?.(target, content)) return;
      enqueueMessage(tx, now, target, content, queued);
      if (around.capabilities(target.account)?.buttons !== false) return;
      offerChoices(tx, target.account, target.chat, content.choices?.flat() ?? []);
    },
    async emit(event) {
      for (const feature of around.features) await feature.onEvent?.(work, event);
    },
  };
  return work;
}
