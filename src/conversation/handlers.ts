/** What is done with a stored message, and when something could not be handled or delivered. */
import type { ChannelError } from '../errors.ts';
import type { Envelope } from '../store/context.ts';
import { moveChat } from '../store/move-chat.ts';
import type { OutgoingRecord, TopicNews } from '../store/outgoing.ts';
import { markChat } from '../store/people.ts';
import type { Tx } from '../store/transaction.ts';
import { createDispatch } from './dispatch.ts';
import type { Turn } from './feature.ts';
import { readPresence } from './presence.ts';
import { createTurn } from './turn.ts';
import { createWork, type Surroundings } from './work.ts';

/** Each runs inside the transaction that records its outcome. */
export interface Handlers {
  /** Handles one message. */
  handle(tx: Tx, envelope: Envelope, now: Temporal.Instant): Promise<void>;
  /** Tells the person and the team that a message could not be handled; `reference` is in the log too. */
  giveUp(tx: Tx, envelope: Envelope, reference: string, now: Temporal.Instant): Promise<void>;
  /** Tells staff that a message will never arrive. */
  onFailed(tx: Tx, row: OutgoingRecord, error: ChannelError, now: Temporal.Instant): Promise<void>;
  /** Tells the features what delivery found out about topics. */
  onTopicNews(tx: Tx, news: TopicNews, now: Temporal.Instant): Promise<void>;
}

/** The handlers of these features; people whose language is unknown are spoken to in `defaultLocale`. */
export function createHandlers(around: Surroundings, defaultLocale: string): Handlers {
  const dispatch = createDispatch(around.features);
  const turnOf = (tx: Tx, envelope: Envelope, now: Temporal.Instant): Promise<Turn> =>
    createTurn(tx, now, envelope, { ...around, defaultLocale });
  return {
    async handle(tx, envelope, now) {
      await noteChat(tx, envelope, now);
      if (await readPresence(tx, envelope, now)) return;
      await dispatch(await turnOf(tx, envelope, now));
    },
    async giveUp(tx, envelope, reference, now) {
      const turn = await turnOf(tx, envelope, now);
      await turn.emit({ type: 'inbound.failed', inbound: envelope.inbound, reference });
      if (turn.chat.kind !== 'private') return;
      await turn.reply({ text: turn.t(turn.locale, 'common:error.bug', { reference }) });
    },
    async onFailed(tx, row, error, now) {
      const { account, chat, kind, ticketId } = row;
      if (error.reason === 'moved' && error.movedTo) {
        return moveChat(tx, account, { from: chat, to: error.movedTo, now });
      }
      if (error.reason === 'blocked' || error.reason === 'gone') {
        await markChat(tx, account, chat, error.reason);
      }
      if (!ticketId) return;
      const reason = error.reason ?? 'rejected';
      const work = createWork(tx, now, around);
      await work.emit({ type: 'delivery.failed', ticketId, reason, account, chat, kind });
    },
    onTopicNews: (tx, news, now) => createWork(tx, now, around).emit(news),
  };
}

/** Whether a chat can be written to, and under which id, is known before any feature writes to it. */
async function noteChat(tx: Tx, { inbound, chat: known }: Envelope, now: Temporal.Instant): Promise<void> {
  const { account, chat, event } = inbound;
  // Not every platform tells that it is open again: whoever writes there can be answered.
  if (!event && known?.kind === 'private' && known.state !== 'open')
    await markChat(tx, account, chat.id, 'open');
  if (event?.type === 'moved') await moveChat(tx, account, { from: chat.id, to: event.to, now });
  if (event?.type === 'blocked') await markChat(tx, account, chat.id, 'blocked');
  if (event?.type === 'opened' || event?.type === 'joined') await markChat(tx, account, chat.id, 'open');
}
