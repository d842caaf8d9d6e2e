/** Answers are rows of the same transaction as the change they tell of; delivery sends them afterwards. */

import { toIso } from '../clock.ts';
import type { AccountId, ChatRef, TopicRef } from '../domain/ids.ts';
import type { Content, Outgoing } from '../domain/message.ts';
import { append, type Tx } from '../store/transaction.ts';
import type { CardBody, EditBody, TopicKey, TopicLine, TopicTask } from './card-body.ts';

/** What overtakes what: an emergency everything, a bulk message nothing. */
export const LANES = { emergency: 0, interactive: 1, bulk: 2 } as const;

/** How soon a message must go out, compared with the others. */
export type Lane = keyof typeof LANES;

/** A chat to write to. */
export interface Target {
  readonly account: AccountId;
  readonly chat: ChatRef;
  readonly kind: 'private' | 'group';
  /** A topic of the group; the message goes to the group itself where that is no more. */
  readonly topic?: TopicRef;
}

/** How a message is queued. */
export interface Queued {
  /** Same key, same message: it is queued once however often this runs. */
  readonly key: string;
  readonly lane?: Lane;
  readonly ticketId?: string | undefined;
  /** Not sent before this. */
  readonly notBefore?: Temporal.Instant;
  /** Not sent after this; listed as expired instead. */
  readonly expiresAt?: Temporal.Instant;
}

/** Queues a message. */
export function enqueueMessage(
  tx: Tx,
  now: Temporal.Instant,
  target: Target,
  content: Content,
  queued: Queued,
): void {
  append(tx, 'outgoing', { ...row(now, target, queued), kind: 'message', body: toBody(target, content) });
}

/** Queues a message for a ticket's own topic, which is opened when it is sent if it has to be. */
export function enqueueTopicLine(
  tx: Tx,
  now: Temporal.Instant,
  target: Target,
  topicOf: TopicKey,
  content: Content,
  queued: Queued,
): void {
  const body: TopicLine = { ...toBody(target, content), topicOf };
  append(tx, 'outgoing', { ...row(now, target, queued), kind: 'message', body });
}

/** Queues what a message of before reads from now on; it is left alone where that was never sent. */
export function enqueueEdit(
  tx: Tx,
  now: Temporal.Instant,
  target: Target,
  edit: Pick<EditBody, 'editOf' | 'orElse'> & { readonly content: Content },
  queued: Queued,
): void {
  const { content, ...what } = edit;
  const body: EditBody = { ...toBody(target, content), ...what };
  append(tx, 'outgoing', { ...row(now, target, queued), kind: 'edit', body });
}

/** Queues something to be done about topics. */
export function enqueueTopicTask(
  tx: Tx,
  now: Temporal.Instant,
  target: Target,
  body: TopicTask,
  queued: Queued,
): void {
  append(tx, 'outgoing', { ...row(now, target, queued), kind: 'topic', body });
}

/** Queues the drawing of a ticket's card: it is drawn when it is sent, as the ticket then stands. */
export function enqueueCard(
  tx: Tx,
  now: Temporal.Instant,
  target: Target,
  body: CardBody,
  queued: Queued,
): void {
  append(tx, 'outgoing', { ...row(now, target, queued), kind: 'card', body });
}

const toBody = ({ chat, kind, topic }: Target, content: Content): Outgoing => ({
  ...content,
  chat,
  chatKind: kind,
  ...(topic ? { topic } : {}),
});

function row(now: Temporal.Instant, target: Target, queued: Queued): Record<string, unknown> {
  return {
    account: target.account,
    chat: target.chat,
    lane: LANES[queued.lane ?? 'interactive'],
    dedupe_key: queued.key,
    ticket_id: queued.ticketId ?? null,
    state: 'pending',
    attempts: 0,
    not_before: toIso(queued.notBefore ?? now),
    expires_at: queued.expiresAt?.toString() ?? null,
    created_at: toIso(now),
  };
}
