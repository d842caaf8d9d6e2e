/** An outbox with its delivery, on a real store and a fake platform. */
import { onTestFinished } from 'vitest';
import type { Capabilities } from '../../src/channels/channel.ts';
import { createDelivery, type DeliveryOptions } from '../../src/delivery/deliver.ts';
import type { Drawing } from '../../src/delivery/perform.ts';
import { accountId, chatRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';
import { silentLog } from '../../src/log.ts';
import { enqueueCard, enqueueMessage, type Queued, type Target } from '../../src/outbox/enqueue.ts';
import type { Store } from '../../src/store/open.ts';
import { transact } from '../../src/store/transaction.ts';
import { manualClock } from '../support/clock.ts';
import { testStore } from '../support/database.ts';
import { fakeChannel } from '../support/fake-channel.ts';

const ACCOUNT = accountId('telegram');
/** A chat of the account. */
export const to = (chat: string, kind: Target['kind'] = 'private'): Target => ({
  account: ACCOUNT,
  chat: chatRef(chat),
  kind,
});
/** The platform does not answer, or asks for patience. */
export const down = (retryAfterMs?: number) =>
  new ChannelError('retry', 'no answer', retryAfterMs === undefined ? {} : { retryAfterMs });
/** An id that the database takes. */
export const uuid = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
/** The chat takes nothing any more. */
export const refused = new ChannelError('permanent', '403', { reason: 'blocked' });

const noDrawing: Drawing = {
  card: async () => undefined,
  list: async () => undefined,
  extendList: async () => {
    throw new Error('no lists here');
  },
  placeList: async () => {},
};

/** Starts delivery on an empty outbox; stopped when the test ends. */
export async function outbox(
  more: { can?: Partial<Capabilities>; drawing?: Partial<Drawing>; store?: Store } & Partial<
    Pick<DeliveryOptions, 'onFailed'>
  > = {},
) {
  const store = more.store ?? (await testStore());
  const clock = manualClock();
  const channel = fakeChannel('telegram', more.can);
  const told: string[] = [];
  const start = (before: Pick<DeliveryOptions, 'sentLately'> = {}) => {
    const delivery = createDelivery({
      db: store.db,
      clock,
      log: silentLog,
      channel,
      drawing: { ...noDrawing, ...more.drawing },
      fetchMedia: async (media) => media,
      ...before,
      onTold: () => {},
      onTopicNews: async (_tx, news) => void told.push(news.type),
      onFailed: more.onFailed ?? (async (_tx, row, error) => void told.push(`${row.chat} ${error.reason}`)),
    });
    onTestFinished(() => delivery.stop());
    return delivery;
  };
  const delivery = start();
  let key = 0;
  return {
    store,
    clock,
    channel,
    delivery,
    start,
    told,
    say: (target: Target, text: string, queued: Partial<Queued> = {}) =>
      transact(store.db, async (tx) =>
        enqueueMessage(tx, clock.now(), target, { text }, { key: `k${key++}`, ...queued }),
      ),
    card: (target: Target, ticketId: string, change?: string) =>
      transact(store.db, async (tx) =>
        enqueueCard(
          tx,
          clock.now(),
          target,
          { chatId: uuid(0), ticketId, ...(change ? { change } : { fresh: true }) },
          { key: `k${key++}` },
        ),
      ),
    texts: (chat: string) => (channel.posts.get(chat) ?? []).map((post) => post.content.text),
    states: async () =>
      (await store.db.outgoing.findMany({ orderBy: { id: 'asc' } })).map((row) => row.state),
    async later(by: Temporal.DurationLike) {
      clock.advance(by);
      await delivery.idle();
    },
  };
}
