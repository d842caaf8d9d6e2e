import type { Chat, Entry } from '../chat.ts';
import { badRequest, forbidden } from '../errors.ts';
import type { Params } from '../params.ts';
import type { World } from '../world.ts';

/** One API call on its way through a method. */
export interface Call {
  world: World;
  params: Params;
  /** Resolves when the client has gone away. */
  gone: Promise<unknown>;
}

/** Executes one Bot API method; what it returns becomes `result`, an ApiError becomes the refusal. */
export type Method = (call: Call) => unknown;

/** A table of methods by their official name. */
export type Methods = Record<string, Method>;

/** The chat named by chat_id; throws when it is missing or unknown. */
export function readChat({ world, params }: Call, field = 'chat_id'): Chat {
  const text = params.text(field);
  if (text === '') throw badRequest(`${field} is empty`);
  if (text.startsWith('@')) {
    const name = text.slice(1).toLowerCase();
    const found = [...world.chats.values()].find((chat) => chat.user?.username?.toLowerCase() === name);
    if (found && found.type !== 'private') return found;
    throw badRequest('chat not found');
  }
  return world.chat(params.int(field));
}

/** The chat named by chat_id, provided the bot may write there; throws Telegram's 400 or 403 otherwise. */
export function readWritableChat(call: Call): Chat {
  const chat = readChat(call);
  checkAccess(call.world, chat, true);
  if (chat.muted) throw badRequest('not enough rights to send text messages to the chat');
  return chat;
}

/** Throws what Telegram answers when the bot is not in the chat, was blocked, or the chat is gone. */
export function checkAccess(world: World, chat: Chat, writing: boolean): void {
  if (chat.user) checkPrivate(world, chat);
  else checkGroup(chat, writing);
}

function checkGroup(chat: Chat, writing: boolean): void {
  const kind = chat.type;
  if (kind === 'group' && writing && chat.migratedTo !== undefined) {
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
  }
  if (chat.deleted) {
    throw forbidden(
      kind === 'group' ? 'the group chat was deleted' : 'bot was kicked from the supergroup chat',
    );
  }
  if (chat.bot === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`);
  if (!chat.botIsIn) throw forbidden(`bot is not a member of the ${kind} chat`);
}

function checkPrivate(world: World, chat: Chat): void {
  if (world.deactivated.has(chat.id)) throw forbidden('user is deactivated');
  if (chat.bot === 'none') throw forbidden("bot can't initiate conversation with a user");
  if (chat.bot === 'kicked') throw forbidden('bot was blocked by the user');
}

/** The entry named by message_id in this chat; throws "<what> not found". */
export function readEntry({ params }: Call, chat: Chat, what: string, field = 'message_id'): Entry {
  const entry = chat.find(params.int(field));
  if (!entry) throw badRequest(`${what} not found`);
  return entry;
}

/** The group limit is counted per chat that is not private. */
export const isGroup = (chat: Chat): boolean => chat.type !== 'private';
