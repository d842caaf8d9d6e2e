import { type ChatRef, type SenderRef, senderRef } from '../../domain/ids.ts';
import type { Mention } from '../channel.ts';
import type { Api } from './api.ts';
import type { TgMember, TgUser } from './bot-api.ts';
import { isInside } from './decode-members.ts';
import { fullName } from './decode-people.ts';
import { isNotThere } from './failure.ts';

/**
 * The administrators of a group, whom Telegram lists, and those of `about` who are in it: about others Telegram only
 * answers one by one. Bots are left out. Where members are hidden it answers administrators of the group only.
 */
export async function groupMembers(
  api: Api,
  chat: ChatRef,
  about: readonly SenderRef[],
): Promise<readonly Mention[]> {
  const listed = await api.raw<readonly TgMember[]>('getChatAdministrators', { chat_id: chat });
  const found = new Map(listed.flatMap(({ user }) => toMention(user)).map((one) => [one.id, one]));
  for (const id of about) {
    if (found.has(id)) continue;
    const member = await askAbout(api, chat, id);
    if (member && isInside(member)) for (const one of toMention(member.user)) found.set(one.id, one);
  }
  return [...found.values()];
}

async function askAbout(api: Api, chat: ChatRef, id: SenderRef): Promise<TgMember | undefined> {
  // A chat may write under its own name, but is nobody's member.
  if (!/^\d+$/.test(id)) return undefined;
  try {
    return await api.raw<TgMember>('getChatMember', { chat_id: chat, user_id: Number(id) });
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

function toMention(user: TgUser | undefined): Mention[] {
  if (!user || user.is_bot) return [];
  return [{ id: senderRef(user.id), name: fullName(user) || user.username || String(user.id) }];
}
