import type { Entry } from '../chat.ts';
import { badRequest } from '../errors.ts';
import { Params } from '../params.ts';
import { readCaption } from '../text.ts';
import type { TgMessage } from '../types.ts';
import { type Call, type Methods, readChat, readEntry } from './method.ts';
import { deliver, readTarget } from './target.ts';

const ENVELOPE = new Set([
  'message_id',
  'message_thread_id',
  'is_topic_message',
  'from',
  'chat',
  'date',
  'edit_date',
  'reply_to_message',
  'reply_markup',
  'media_group_id',
  'forward_origin',
  'has_protected_content',
]);
const SERVICE = [
  'new_chat_members',
  'left_chat_member',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'group_chat_created',
  'forum_topic_created',
];

function contentOf(entry: Entry, what: string): Partial<TgMessage> {
  const { message } = entry;
  if (SERVICE.some((field) => message[field] !== undefined) || message.has_protected_content) {
    throw badRequest(`the message can't be ${what}`);
  }
  return Object.fromEntries(Object.entries(message).filter(([field]) => !ENVELOPE.has(field)));
}

function copyMessage(call: Call): { message_id: number } {
  const target = readTarget(call);
  const entry = readEntry(call, readChat(call, 'from_chat_id'), 'message to copy');
  const content = contentOf(entry, 'copied');
  if (call.params.has('caption') && content.text === undefined) {
    const { text, entities } = readCaption(call.params);
    Object.assign(content, { caption: text, caption_entities: entities });
  }
  return { message_id: deliver(call, target, content).message_id };
}

function forwardMessage(call: Call): TgMessage {
  const target = readTarget(call);
  const entry = readEntry(call, readChat(call, 'from_chat_id'), 'message to forward');
  const { from, date, forward_origin } = entry.message;
  const origin = forward_origin ?? { type: 'user', date, sender_user: from };
  return deliver(call, target, { ...contentOf(entry, 'forwarded'), forward_origin: origin });
}

const each =
  (method: (call: Call) => { message_id: number }) =>
  (call: Call): { message_id: number }[] => {
    const ids = call.params.json<number[]>('message_ids') ?? [];
    const one = (id: number) => ({ ...call, params: new Params({ ...call.params.fields, message_id: id }) });
    return ids.map((id) => ({ message_id: method(one(id)).message_id }));
  };

/** Methods that send again what is already in a chat. */
export const copyMethods: Methods = {
  copyMessage,
  forwardMessage,
  copyMessages: each(copyMessage),
  forwardMessages: each(forwardMessage),
};
