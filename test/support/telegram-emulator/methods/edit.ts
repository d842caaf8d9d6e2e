import type { Chat, Entry } from '../chat.ts';
import { badRequest } from '../errors.ts';
import { readMarkup } from '../keyboard.ts';
import { forBot } from '../privacy.ts';
import { readCaption, readText } from '../text.ts';
import { MEDIA_KINDS, type TgMessage } from '../types.ts';
import { type Call, checkAccess, isGroup, type Methods, readChat, readEntry } from './method.ts';

const DELETABLE_MS = 48 * 3_600_000;
const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

function readEditable(call: Call): { chat: Chat; entry: Entry } {
  const chat = readChat(call);
  checkAccess(call.world, chat, true);
  const entry = readEntry(call, chat, 'message to edit');
  if (!entry.byBot) throw badRequest("message can't be edited");
  const markup = entry.message.reply_markup;
  if (markup && !markup.inline_keyboard) throw badRequest("message can't be edited");
  return { chat, entry };
}

/** Applies a change; fields given as undefined disappear, an identical result is refused. */
function apply(call: Call, chat: Chat, entry: Entry, change: Partial<TgMessage>): TgMessage {
  const { edit_date: _, ...before } = entry.message;
  const after = dropUndefined({ ...before, ...change });
  if (sameContent(before, after)) throw badRequest(NOT_MODIFIED);
  call.world.limits.spendEdit(chat.id, isGroup(chat));
  chat.edit(entry, { ...after, edit_date: call.world.seconds() });
  return forBot(entry.message);
}

const CONTENT = ['text', 'entities', 'caption', 'caption_entities', 'reply_markup'] as const;

function sameContent(before: TgMessage, after: TgMessage): boolean {
  return CONTENT.every((field) => JSON.stringify(before[field]) === JSON.stringify(after[field]));
}

function dropUndefined(message: TgMessage): TgMessage {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)) as TgMessage;
}

function editMessageText(call: Call): TgMessage {
  const { text, entities } = readText(call.params);
  const reply_markup = readMarkup(call.params);
  const { chat, entry } = readEditable(call);
  if (entry.message.text === undefined) throw badRequest('there is no text in the message to edit');
  return apply(call, chat, entry, {
    text,
    entities: entities.length > 0 ? entities : undefined,
    reply_markup,
  } as Partial<TgMessage>);
}

function editMessageCaption(call: Call): TgMessage {
  const { text, entities } = readCaption(call.params);
  const reply_markup = readMarkup(call.params);
  const { chat, entry } = readEditable(call);
  if (!MEDIA_KINDS.some((kind) => entry.message[kind] !== undefined)) {
    throw badRequest('there is no caption in the message to edit');
  }
  return apply(call, chat, entry, {
    caption: text || undefined,
    caption_entities: entities.length > 0 ? entities : undefined,
    reply_markup,
  } as Partial<TgMessage>);
}

function editMessageReplyMarkup(call: Call): TgMessage {
  const reply_markup = readMarkup(call.params);
  const { chat, entry } = readEditable(call);
  return apply(call, chat, entry, { reply_markup } as Partial<TgMessage>);
}

function deleteMessage(call: Call): true {
  const chat = readChat(call);
  checkAccess(call.world, chat, true);
  deleteEntry(call, chat, readEntry(call, chat, 'message to delete'));
  return true;
}

function deleteEntry({ world }: Call, chat: Chat, entry: Entry): void {
  const mayDelete = entry.byBot || chat.botIsAdmin || chat.type === 'private';
  if (!mayDelete) throw badRequest("message can't be deleted");
  if (world.now() - entry.sentAt > DELETABLE_MS && !chat.botIsAdmin) {
    throw badRequest("message can't be deleted for everyone");
  }
  chat.remove(entry);
}

function deleteMessages(call: Call): true {
  const chat = readChat(call);
  checkAccess(call.world, chat, true);
  const ids = call.params.json<number[]>('message_ids') ?? [];
  for (const id of ids) {
    const entry = chat.find(id);
    if (entry) deleteEntry(call, chat, entry);
  }
  return true;
}

/** Methods that change or remove messages. */
export const editMethods: Methods = {
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
};
