import { type AccountId, chatRef, senderRef, type TopicRef, topicRef } from '../../domain/ids.ts';
import type { ChatInfo, Sender } from '../channel.ts';
import type { TgChat, TgMessage, TgUser } from './bot-api.ts';

/** What decoding needs to know beside the update. */
export interface DecodeContext {
  readonly account: AccountId;
  /** The bot itself, as getMe describes it. */
  readonly me: TgUser;
  now(): Temporal.Instant;
}

/** The chat, or undefined for channels, where nobody can be answered. Throws when it has no id. */
export function decodeChat(chat: TgChat): ChatInfo | undefined {
  if (typeof chat.id !== 'number') throw new TypeError('a chat without id');
  const id = chatRef(chat.id);
  if (chat.type === 'private') return { id, kind: 'private' };
  if (chat.type !== 'group' && chat.type !== 'supergroup') return undefined;
  return { id, kind: 'group', ...(chat.title && { title: chat.title }) };
}

/** The topic a message stands in; none outside of topics, also where a chain of replies has an id of its own. */
export function decodeTopic({ is_topic_message, message_thread_id }: TgMessage): { topic?: TopicRef } {
  if (!is_topic_message || typeof message_thread_id !== 'number') return {};
  return { topic: topicRef(message_thread_id) };
}

/** A user as the port names them. */
export function decodeSender(user: TgUser): Sender {
  const name = fullName(user);
  return {
    id: senderRef(user.id),
    ...(name && { name }),
    ...(user.username && { username: user.username }),
    ...(user.language_code && { locale: user.language_code }),
  };
}

/** First and last name, empty when there is neither. */
export const fullName = (user: Pick<TgUser, 'first_name' | 'last_name'>): string =>
  [user.first_name, user.last_name].filter(Boolean).join(' ');

/** Unix seconds as ISO 8601; the present moment when the platform gave none. */
export function decodeTime(seconds: number | undefined, context: DecodeContext): string {
  if (!seconds) return context.now().toString();
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString();
}
