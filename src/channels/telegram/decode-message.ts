import { chatRef, messageRef, senderRef } from '../../domain/ids.ts';
import type { ChatInfo, Inbound, Media, Place, Sender } from '../channel.ts';
import type { TgMessage } from './bot-api.ts';
import { decodeMedia } from './decode-media.ts';
import { decodeNote } from './decode-members.ts';
import {
  type DecodeContext,
  decodeChat,
  decodeSender,
  decodeTime,
  decodeTopic,
  fullName,
} from './decode-people.ts';
import { readText } from './decode-text.ts';

/** Fields that say something about a message without being what it says. */
const ABOUT = new Set(
  (
    'message_id message_thread_id is_topic_message from sender_chat sender_boost_count sender_business_bot date ' +
    'business_connection_id chat forward_origin forward_from forward_from_chat forward_from_message_id ' +
    'forward_signature forward_sender_name forward_date is_automatic_forward reply_to_message external_reply quote ' +
    'reply_to_story reply_to_checklist_task_id via_bot edit_date has_protected_content is_from_offline ' +
    'is_paid_post paid_star_count media_group_id author_signature effect_id caption caption_entities ' +
    'show_caption_above_media has_media_spoiler reply_markup link_preview_options entities direct_messages_topic'
  ).split(' '),
);

/** Beginnings of the names of service messages: notes of the chat itself that ask for no answer. */
const SERVICE =
  /^(new_chat_|left_chat_|delete_chat_|group_chat_|supergroup_chat_|channel_chat_|chat_|message_auto_delete|pinned_|connected_website|write_access_|passport_|proximity_|boost_|forum_|general_forum_|giveaway_created|giveaway_completed|video_chat_|web_app_data|users_shared|direct_message_|checklist_tasks_|paid_message_|suggested_post_)/;

/** A message, edited or new, as an Inbound; undefined for service messages, channels and other bots. */
export function decodeMessage(
  id: string,
  message: TgMessage,
  context: DecodeContext,
  edited: boolean,
): Inbound | undefined {
  const chat = decodeChat(message.chat);
  if (!chat) return undefined;
  const moved = decodeMove(id, message, chat, context);
  if (moved) return moved;
  const coming = chat.kind === 'group' && !edited ? decodeNote(id, message, chat, context) : undefined;
  if (coming) return coming;
  const sender = decodeAuthor(message);
  if (!sender || typeof message.message_id !== 'number') return undefined;
  const text = readText(message, context.me, chat.kind);
  const content = decodeContent(message, text.text, context, edited);
  if (text.forOtherBot || !content) return undefined;
  return {
    account: context.account,
    id,
    chat,
    sender,
    at: decodeTime(message.edit_date ?? message.date, context),
    addressed: chat.kind === 'private' || text.callsUs || repliesTo(message, context.me.id),
    ref: messageRef(message.message_id),
    ...decodeTopic(message),
    ...content,
    ...(edited && { edits: messageRef(message.message_id) }),
  };
}

/** What a message says; undefined when it says nothing that people wrote. */
function decodeContent(
  message: TgMessage,
  text: string | undefined,
  context: DecodeContext,
  edited: boolean,
): Partial<Inbound> | undefined {
  const media: Media | undefined = decodeMedia(message, context.account);
  const place = decodePlace(message);
  // A live location is edited every few seconds; only where it began is kept.
  if (edited && place && !text) return undefined;
  const contact = message.contact;
  const said = {
    ...(text !== undefined && { text }),
    ...(media && { media: [media] }),
    ...(place && { place }),
    ...(contact && {
      contact: { name: fullName(contact), ...(contact.phone_number && { phone: contact.phone_number }) },
    }),
  };
  if (Object.keys(said).length === 0) {
    const unsupported = unknownKind(message);
    return unsupported && !edited ? { unsupported } : undefined;
  }
  const quoted = quotedMessage(message);
  return {
    ...said,
    ...(quoted && { replyTo: messageRef(quoted.message_id) }),
    ...(message.media_group_id && { group: message.media_group_id }),
  };
}

function decodePlace({ location, venue }: TgMessage): Place | undefined {
  const point = venue?.location ?? location;
  if (typeof point?.latitude !== 'number' || typeof point.longitude !== 'number') return undefined;
  const title = [venue?.title, venue?.address].filter(Boolean).join(', ');
  return { latitude: point.latitude, longitude: point.longitude, ...(title && { title }) };
}

/** The name of a message type that nobody taught us, so that the person hears that it was not understood. */
function unknownKind(message: TgMessage): string | undefined {
  const kinds = Object.keys(message).filter((key) => !ABOUT.has(key));
  if (kinds.some((kind) => SERVICE.test(kind))) return undefined;
  return kinds[0];
}

/** Who wrote it. Other bots and forwards from a linked channel are nobody; a chat may write under its own name. */
function decodeAuthor({ from, sender_chat, is_automatic_forward }: TgMessage): Sender | undefined {
  if (is_automatic_forward) return undefined;
  if (sender_chat) {
    const { id, title, username } = sender_chat;
    return { id: senderRef(id), ...(title && { name: title }), ...(username && { username }) };
  }
  if (!from || from.is_bot || typeof from.id !== 'number') return undefined;
  return decodeSender(from);
}

/** A message in a forum topic seems to reply to the note that opened the topic: that is no quote. */
function quotedMessage({ reply_to_message }: TgMessage): TgMessage | undefined {
  return reply_to_message?.forum_topic_created ? undefined : reply_to_message;
}

const repliesTo = (message: TgMessage, me: number): boolean => quotedMessage(message)?.from?.id === me;

/** A group that became a supergroup says so in both; either note is told from the old chat's side. */
function decodeMove(
  id: string,
  message: TgMessage,
  chat: ChatInfo,
  context: DecodeContext,
): Inbound | undefined {
  const { migrate_to_chat_id: to, migrate_from_chat_id: from } = message;
  if (to === undefined && from === undefined) return undefined;
  const author = message.from ?? message.chat;
  return {
    account: context.account,
    id,
    chat: from === undefined ? chat : { ...chat, id: chatRef(from) },
    sender: decodeSender({ id: author.id }),
    at: decodeTime(message.date, context),
    addressed: true,
    event: { type: 'moved', to: to === undefined ? chat.id : chatRef(to) },
  };
}
