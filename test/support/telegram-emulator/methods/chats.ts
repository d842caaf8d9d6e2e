import type { Chat, MemberStatus } from '../chat.ts';
import { badRequest } from '../errors.ts';
import { describeMember, leaveAsBot } from '../membership.ts';
import type { TgUser } from '../types.ts';
import { type Call, checkAccess, type Methods, readChat } from './method.ts';

function accessible(call: Call): Chat {
  const chat = readChat(call);
  if (!(chat.type === 'group' && chat.migratedTo !== undefined)) checkAccess(call.world, chat, false);
  return chat;
}

function members(call: Call, chat: Chat): { user: TgUser; status: MemberStatus }[] {
  const people = [...chat.members.values()].filter(({ status }) => status !== 'left' && status !== 'kicked');
  return chat.botIsIn ? [...people, { user: call.world.bot, status: chat.bot }] : people;
}

function getChatMember(call: Call): unknown {
  const chat = accessible(call);
  const id = call.params.int('user_id');
  if (id === undefined) throw badRequest('invalid user_id specified');
  if (id === call.world.bot.id) return describeMember(call.world.bot, chat.bot, chat.mayManageTopics);
  if (chat.user) {
    if (id === chat.user.id) return describeMember(chat.user, 'member');
    throw badRequest('member not found');
  }
  const member = chat.members.get(id);
  const user = member?.user ?? call.world.users.get(id);
  if (!user) throw badRequest('user not found');
  return describeMember(user, member?.status ?? 'left');
}

function getChatAdministrators(call: Call): unknown {
  const chat = accessible(call);
  if (chat.user) throw badRequest('there are no administrators in the private chat');
  return members(call, chat)
    .filter(({ user, status }) => (status === 'creator' || status === 'administrator') && !user.is_bot)
    .concat(chat.botIsAdmin ? [{ user: call.world.bot, status: chat.bot }] : [])
    .map(({ user, status }) => describeMember(user, status));
}

function getChatMemberCount(call: Call): number {
  const chat = accessible(call);
  return chat.user ? 2 : members(call, chat).length;
}

function getChat(call: Call): unknown {
  const chat = accessible(call);
  return { ...chat.describe(), accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} };
}

function leaveChat(call: Call): true {
  const chat = readChat(call);
  if (chat.user) throw badRequest("chat member status can't be changed in private chats");
  checkAccess(call.world, chat, true);
  leaveAsBot(call.world, chat);
  return true;
}

/** Methods about chats and who is in them. */
export const chatMethods: Methods = {
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  leaveChat,
};
