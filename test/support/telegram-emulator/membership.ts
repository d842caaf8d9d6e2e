import type { Chat, MemberStatus } from './chat.ts';
import type { TgUser } from './types.ts';
import type { World } from './world.ts';

/** A member as getChatMember describes one. */
export function describeMember(
  user: TgUser,
  status: MemberStatus,
  mayManageTopics = true,
): Record<string, unknown> {
  if (status === 'kicked') return { user, status, until_date: 0 };
  if (status === 'creator') return { user, status, is_anonymous: false };
  if (status !== 'administrator') return { user, status: status === 'none' ? 'left' : status };
  return {
    user,
    status,
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_topics: mayManageTopics,
    can_invite_users: true,
    can_pin_messages: true,
  };
}

/** Changes where the bot stands in a chat and tells it with my_chat_member. */
export function changeBotStatus(world: World, chat: Chat, status: MemberStatus, by: TgUser): void {
  const before = chat.bot;
  if (before === status) return;
  chat.bot = status;
  world.updates.push(
    'my_chat_member',
    {
      chat: chat.describe(),
      from: by,
      date: world.seconds(),
      old_chat_member: describeMember(world.bot, before),
      new_chat_member: describeMember(world.bot, status),
    },
    chat.id,
  );
}

/** The bot leaves by its own wish. */
export const leaveAsBot = (world: World, chat: Chat): void => changeBotStatus(world, chat, 'left', world.bot);
