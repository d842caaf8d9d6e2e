import type { Chat } from './chat.ts';
import type { TgMessage } from './types.ts';
import type { World } from './world.ts';

const SERVICE = [
  'new_chat_members',
  'left_chat_member',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'forum_topic_created',
];

/** The API never shows the bot reply keyboards or the silence flag. */
export function forBot(message: TgMessage): TgMessage {
  const { reply_markup: markup, disable_notification: _, ...rest } = message;
  return markup?.inline_keyboard ? { ...rest, reply_markup: markup } : rest;
}

/** Whether the bot sees a person's message: in groups under privacy mode, only what is meant for it. */
export function isVisibleToBot(world: World, chat: Chat, message: TgMessage): boolean {
  if (chat.type === 'private') return true;
  if (!chat.botIsIn) return false;
  if (!world.privacy || chat.botIsAdmin) return true;
  if (SERVICE.some((field) => message[field] !== undefined)) return true;
  if (message.reply_to_message?.from?.id === world.bot.id) return true;
  return isCommandForBot(message, world.bot.username ?? '');
}

function isCommandForBot(message: TgMessage, username: string): boolean {
  const text = message.text ?? message.caption ?? '';
  const first = (message.entities ?? message.caption_entities)?.find(
    ({ type, offset }) => type === 'bot_command' && offset === 0,
  );
  if (!first) return false;
  const addressee = text.slice(0, first.length).split('@')[1];
  return addressee === undefined || addressee.toLowerCase() === username.toLowerCase();
}
