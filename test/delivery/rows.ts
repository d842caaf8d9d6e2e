/** Rows of the outbox as delivery reads them. */
import { accountId, chatRef } from '../../src/domain/ids.ts';
import type { OutgoingRecord } from '../../src/store/outgoing.ts';

let next = 1n;

const base = (lane: number): Omit<OutgoingRecord, 'kind' | 'body'> => ({
  id: next++,
  account: accountId('telegram'),
  chat: chatRef('chat'),
  lane,
  ticketId: null,
  attempts: 0,
  expiresAt: null,
  createdAt: Temporal.Instant.fromEpochMilliseconds(0),
});

/** A message in this lane. */
export const message = (lane = 1, chatKind: 'private' | 'group' = 'private'): OutgoingRecord => ({
  ...base(lane),
  kind: 'message',
  body: { text: 'words', chat: 'chat', chatKind },
});

/** Something to be done about a ticket's topic. */
export const topicTask = (ticketId: string): OutgoingRecord => ({
  ...base(1),
  kind: 'topic',
  body: { do: 'settle', chatId: 'chat-id', ticketId, name: true, state: false },
});

/** A card of this ticket; `fresh` when it is its first here. */
export const card = (ticketId: string, more: { fresh?: boolean; lane?: number } = {}): OutgoingRecord => ({
  ...base(more.lane ?? 1),
  kind: 'card',
  body: { chatId: 'chat-id', ticketId, ...(more.fresh ? { fresh: true } : {}) },
});
