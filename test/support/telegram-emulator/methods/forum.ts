import type { Chat } from '../chat.ts';
import { badRequest } from '../errors.ts';
import { type Call, checkAccess, type Methods, readChat } from './method.ts';

const DEFAULT_COLOUR = 7_322_096;

function readForum(call: Call, deed: string): Chat {
  const chat = readChat(call);
  checkAccess(call.world, chat, true);
  if (!chat.isForum) throw badRequest('the chat is not a forum');
  if (!chat.botIsAdmin || !chat.mayManageTopics) throw badRequest(`not enough rights to ${deed} a topic`);
  return chat;
}

function readTopic(call: Call, chat: Chat): number {
  const id = call.params.int('message_thread_id');
  if (id === undefined || !chat.topics.has(id)) throw badRequest('TOPIC_ID_INVALID');
  return id;
}

function createForumTopic(call: Call): unknown {
  const chat = readForum(call, 'create');
  call.world.limits.spend(chat.id, true);
  const name = call.params.text('name').trim();
  if (name === '') throw badRequest('TOPIC_TITLE_EMPTY');
  if (name.length > 128) throw badRequest('TOPIC_TITLE_INVALID');
  const icon_color = call.params.int('icon_color') ?? DEFAULT_COLOUR;
  const { message } = call.world.post(chat, call.world.bot, { forum_topic_created: { name, icon_color } });
  const id = message.message_id;
  Object.assign(message, { message_thread_id: id, is_topic_message: true });
  chat.topics.set(id, { name, closed: false });
  return { message_thread_id: id, name, icon_color };
}

function editForumTopic(call: Call): true {
  const chat = readForum(call, 'edit');
  const topic = chat.topics.get(readTopic(call, chat));
  const name = call.params.text('name').trim();
  if (topic && name === topic.name) throw badRequest('TOPIC_NOT_MODIFIED');
  if (topic && name !== '') topic.name = name;
  return true;
}

const setClosed =
  (closed: boolean) =>
  (call: Call): true => {
    const chat = readForum(call, closed ? 'close' : 'reopen');
    const topic = chat.topics.get(readTopic(call, chat));
    if (topic?.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
    if (topic) topic.closed = closed;
    return true;
  };

function deleteForumTopic(call: Call): true {
  const chat = readForum(call, 'delete');
  deleteTopic(chat, readTopic(call, chat));
  return true;
}

/** Removes a topic with every message in it. */
export function deleteTopic(chat: Chat, id: number): void {
  chat.topics.delete(id);
  for (const entry of chat.entries.values()) {
    if (entry.message.message_thread_id === id && !entry.deleted) chat.remove(entry);
  }
}

/** Methods for topics of forum supergroups. */
export const forumMethods: Methods = {
  createForumTopic,
  editForumTopic,
  deleteForumTopic,
  closeForumTopic: setClosed(true),
  reopenForumTopic: setClosed(false),
};
