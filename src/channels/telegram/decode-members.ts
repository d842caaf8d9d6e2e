import { senderRef } from '../../domain/ids.ts';
import type { ChatInfo, Inbound } from '../channel.ts';
import type { TgMember, TgMemberChange, TgMessage, TgUser } from './bot-api.ts';
import { type DecodeContext, decodeChat, decodeTime } from './decode-people.ts';

/** Statuses of those who are in a chat; of the restricted only some are. */
const INSIDE = new Set(['creator', 'administrator', 'member']);

/** Whether this member is in the chat. */
export const isInside = ({ status, is_member }: TgMember): boolean =>
  INSIDE.has(status) || (status === 'restricted' && is_member === true);

/** The note in the chat that people came or that somebody left; undefined when it is none, or only about bots. */
export function decodeNote(
  id: string,
  message: TgMessage,
  chat: ChatInfo,
  context: DecodeContext,
): Inbound | undefined {
  const { new_chat_members: came, left_chat_member: gone, date } = message;
  const by = message.from ?? message.chat;
  if (Array.isArray(came)) return moving(id, 'entered', came, { chat, by, date }, context);
  return gone && moving(id, 'left', [gone], { chat, by, date }, context);
}

/** What administrators of a group are told besides: also of those for whom the chat shows no note. */
export function decodeChange(
  id: string,
  change: TgMemberChange,
  context: DecodeContext,
): Inbound | undefined {
  const chat = decodeChat(change.chat);
  const { from: by, date, old_chat_member: before, new_chat_member: after } = change;
  if (chat?.kind !== 'group' || !after?.user) return undefined;
  const entered = isInside(after);
  if (entered === (before !== undefined && isInside(before))) return undefined;
  return moving(id, entered ? 'entered' : 'left', [after.user], { chat, by, date }, context);
}

/** Names are left out: whoever only came or went has told the bot nothing. */
function moving(
  id: string,
  type: 'entered' | 'left',
  users: readonly TgUser[],
  { chat, by, date }: { chat: ChatInfo; by: { readonly id: number }; date: number | undefined },
  context: DecodeContext,
): Inbound | undefined {
  const who = users.flatMap((user) =>
    typeof user?.id === 'number' && !user.is_bot ? [senderRef(user.id)] : [],
  );
  if (who.length === 0) return undefined;
  return {
    account: context.account,
    id,
    chat,
    sender: { id: senderRef(by.id) },
    at: decodeTime(date, context),
    addressed: false,
    event: { type, who },
  };
}
