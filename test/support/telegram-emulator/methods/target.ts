import type { Chat, Entry } from '../chat.ts';
import { badRequest } from '../errors.ts';
import { readMarkup } from '../keyboard.ts';
import { forBot } from '../privacy.ts';
import type { TgMessage } from '../types.ts';
import type { World } from '../world.ts';
import { type Call, isGroup, readWritableChat } from './method.ts';

/** Where a message goes: chat, topic, the message it answers, its keyboard. */
export interface Target {
  chat: Chat;
  replyTo: Entry | undefined;
  common: Partial<TgMessage>;
}

interface ReplyParameters {
  message_id?: number | undefined;
  chat_id?: number | string;
  allow_sending_without_reply?: boolean;
}

/** Reads the parameters that all sending methods share; throws what Telegram answers when they do not fit. */
export function readTarget(call: Call): Target {
  const chat = readWritableChat(call);
  const replyTo = readReply(call, chat);
  const thread = readThread(call, chat, replyTo);
  const markup = readMarkup(call.params);
  const common: Partial<TgMessage> = {
    ...(thread !== undefined && { message_thread_id: thread, is_topic_message: true as const }),
    ...(call.params.bool('protect_content') && { has_protected_content: true }),
    ...(markup && { reply_markup: markup }),
  };
  return { chat, replyTo, common };
}

/** Counts the sending, stores the message and returns what the bot gets to see of it. */
export function deliver(call: Call, target: Target, content: Partial<TgMessage>): TgMessage {
  const { world } = call;
  world.limits.spend(target.chat.id, isGroup(target.chat));
  const silent = call.params.bool('disable_notification') ? { disable_notification: true } : {};
  const fields = { ...content, ...target.common, ...silent };
  return forBot(world.post(target.chat, world.bot, fields, target.replyTo).message);
}

function readReply({ world, params }: Call, chat: Chat): Entry | undefined {
  const given = params.json<ReplyParameters>('reply_parameters', 'reply parameters') ?? {
    message_id: params.int('reply_to_message_id'),
    allow_sending_without_reply: params.bool('allow_sending_without_reply'),
  };
  if (given.message_id === undefined || Number(given.message_id) <= 0) return undefined;
  const entry = replyChat(world, chat, given)?.find(Number(given.message_id));
  if (!entry && !given.allow_sending_without_reply) throw badRequest('message to be replied not found');
  return entry;
}

function replyChat(world: World, chat: Chat, { chat_id }: ReplyParameters): Chat | undefined {
  return chat_id === undefined ? chat : world.chats.get(Number(chat_id));
}

function readThread({ params }: Call, chat: Chat, replyTo: Entry | undefined): number | undefined {
  const thread = params.int('message_thread_id');
  if (!thread) return chat.isForum ? replyTo?.message.message_thread_id : undefined;
  if (!chat.isForum) throw badRequest('message thread not found');
  const topic = chat.topics.get(thread);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed && !(chat.botIsAdmin && chat.mayManageTopics)) throw badRequest('TOPIC_CLOSED');
  return thread;
}
