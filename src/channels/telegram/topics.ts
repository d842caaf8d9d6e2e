import { type ChatRef, type TopicRef, topicRef } from '../../domain/ids.ts';
import { ChannelError } from '../../errors.ts';
import type { TopicKeeper, TopicLook, TopicStanding } from '../channel.ts';
import type { Api } from './api.ts';
import type { TgChat, TgMember, TgUser } from './bot-api.ts';
import { isNoForum, isNotModified, toChannelError } from './failure.ts';

/** The icons that Telegram has for topics: red, yellow, blue. A colour cannot be changed later. */
const COLOUR: Readonly<Record<TopicLook['urgency'], number>> = {
  emergency: 0xfb6f5f,
  high: 0xffd67e,
  normal: 0x6fb9f0,
};

/** Longest name of a topic, in characters. */
const NAME_LENGTH = 128;

/** Topics of forum supergroups, which a bot may look after as an administrator with `can_manage_topics`. */
export function createTopics(api: Api, me: () => TgUser | undefined): TopicKeeper {
  const change = async (method: string, params: Record<string, unknown>): Promise<void> => {
    try {
      await api.raw(method, params);
    } catch (error) {
      if (!isNotModified(error)) throw topicError(error, method, 'repeatable');
    }
  };
  return {
    check: (chat) => checkForum(api, chat, me()),
    async open(chat, { name, urgency }) {
      const params = { chat_id: chat, name: shortened(name), icon_color: COLOUR[urgency] };
      try {
        const topic = await api.raw<{ message_thread_id: number }>('createForumTopic', params);
        return topicRef(topic.message_thread_id);
      } catch (error) {
        throw topicError(error, 'createForumTopic', 'send');
      }
    },
    rename: (chat, topic, name) =>
      change('editForumTopic', { ...inTopic(chat, topic), name: shortened(name) }),
    setOpen: (chat, topic, isOpen) =>
      change(isOpen ? 'reopenForumTopic' : 'closeForumTopic', inTopic(chat, topic)),
  };
}

const inTopic = (chat: ChatRef, topic: TopicRef) => ({ chat_id: chat, message_thread_id: Number(topic) });

const shortened = (name: string): string => [...name.toWellFormed()].slice(0, NAME_LENGTH).join('');

/** What is refused for want of topics or of the right to them is not the group's refusal to be written to. */
function topicError(error: unknown, method: string, effect: 'send' | 'repeatable'): ChannelError {
  if (!isNoForum(error)) return toChannelError(error, method, effect);
  return new ChannelError('permanent', `${method}: no topics here`, { reason: 'no-topics', cause: error });
}

async function checkForum(api: Api, chat: ChatRef, me: TgUser | undefined): Promise<TopicStanding> {
  const { is_forum } = await api.call<TgChat>('getChat', { chat_id: chat }, 'repeatable');
  if (!is_forum) return 'no-topics';
  const params = { chat_id: chat, user_id: me?.id };
  const { status, can_manage_topics } = await api.call<TgMember>('getChatMember', params, 'repeatable');
  return status === 'administrator' && can_manage_topics ? 'ready' : 'no-right';
}
