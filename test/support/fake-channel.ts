/** A channel without a platform: keeps what is sent, and fails when told to. */
import type {
  Capabilities,
  Channel,
  ChannelHost,
  MediaKind,
  Outgoing,
  SentRef,
  TopicStanding,
} from '../../src/channels/channel.ts';
import { accountId, messageRef, topicRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';

/** A message as it stands in a chat now. */
export interface Post {
  readonly ref: string;
  content: Outgoing;
  edits: number;
}

/** A topic of a group. */
export interface FakeTopic {
  readonly id: string;
  readonly chat: string;
  name: string;
  readonly urgency: string;
  isOpen: boolean;
  deleted: boolean;
}

/** The fake and what a test may do with it. */
export interface FakeChannel extends Channel {
  readonly posts: Map<string, Post[]>;
  host: ChannelHost | undefined;
  /** Every topic that was opened, where it has topics. */
  readonly opened: FakeTopic[];
  /** How its groups stand as to topics; `ready` until a test says otherwise. */
  standing: TopicStanding;
  /** Errors thrown by the next openings of a topic. */
  failOpening(...errors: ChannelError[]): void;
  /** Deletes a topic with everything in it. */
  deleteTopic(id: string): void;
  /** Errors thrown by the next sends to this chat, first in first out. */
  failNext(chat: string, ...errors: ChannelError[]): void;
  /** Every send to this chat fails until it is given undefined. */
  failAlways(chat: string, error: ChannelError | undefined): void;
}

const MEDIA: readonly MediaKind[] = ['photo', 'voice', 'audio', 'video', 'animation', 'sticker', 'document'];

/** A fake account with these capabilities; without limits, with buttons and edits unless said otherwise. */
export function fakeChannel(id: string, capabilities: Partial<Capabilities> = {}): FakeChannel {
  const posts = new Map<string, Post[]>();
  const failures = new Map<string, ChannelError[]>();
  const always = new Map<string, ChannelError>();
  let next = 1;
  const fail = (chat: string): void => {
    const error = failures.get(chat)?.shift() ?? always.get(chat);
    if (error) throw error;
  };
  const canEdit = capabilities.edit ?? true;
  const opened: FakeTopic[] = [];
  const openings: ChannelError[] = [];
  const gone = () => new ChannelError('permanent', 'message thread not found', { reason: 'topic-gone' });
  const findTopic = (id: string): FakeTopic => {
    const topic = opened.find((one) => one.id === id && !one.deleted);
    if (!topic) throw gone();
    if (channel.standing !== 'ready') throw new ChannelError('permanent', 'rights', { reason: 'no-topics' });
    return topic;
  };
  const channel: FakeChannel = {
    id: accountId(id),
    posts,
    host: undefined,
    opened,
    standing: 'ready',
    failOpening: (...errors) => void openings.push(...errors),
    deleteTopic(id) {
      for (const topic of opened) if (topic.id === id) topic.deleted = true;
      for (const [chat, list] of posts)
        posts.set(
          chat,
          list.filter(({ content }) => content.topic !== id),
        );
    },
    capabilities: {
      buttons: true,
      edit: canEdit,
      groups: true,
      writeFirst: false,
      media: MEDIA,
      limits: { perSecond: 1e9, chatEveryMs: 0, groupPerMinute: 1e9 },
      deepLink: (payload) => `https://${id}.example/?start=${payload}`,
      ...capabilities,
    },
    async start(host) {
      channel.host = host;
      host.onHealth({ state: 'online' });
    },
    async stop() {
      channel.host = undefined;
    },
    async send(outgoing): Promise<SentRef> {
      fail(outgoing.chat);
      if (outgoing.topic && !opened.some(({ id, deleted }) => id === outgoing.topic && !deleted))
        throw gone();
      const ref = messageRef(next++);
      const list = posts.get(outgoing.chat) ?? [];
      list.push({ ref, content: outgoing, edits: 0 });
      posts.set(outgoing.chat, list);
      return { ref };
    },
    async download(media) {
      return { bytes: new TextEncoder().encode(`bytes of ${media.id}`), type: 'image/jpeg' };
    },
    failNext: (chat, ...errors) => void failures.set(chat, [...(failures.get(chat) ?? []), ...errors]),
    failAlways: (chat, error) => void (error ? always.set(chat, error) : always.delete(chat)),
  };
  if (capabilities.topics) {
    const topics: FakeChannel['topics'] = {
      check: async () => channel.standing,
      async open(chat, { name, urgency }) {
        const error = openings.shift();
        if (error) throw error;
        if (channel.standing !== 'ready')
          throw new ChannelError('permanent', 'rights', { reason: 'no-topics' });
        const topic = { id: `t${next++}`, chat, name, urgency, isOpen: true, deleted: false };
        opened.push(topic);
        return topicRef(topic.id);
      },
      async rename(_chat, topic, name) {
        findTopic(topic).name = name;
      },
      async setOpen(_chat, topic, isOpen) {
        findTopic(topic).isOpen = isOpen;
      },
    };
    Object.assign(channel, { topics });
  }
  if (canEdit) {
    channel.edit = async (ref, outgoing) => {
      fail(outgoing.chat);
      const post = posts.get(outgoing.chat)?.find((one) => one.ref === ref);
      if (!post) throw new ChannelError('permanent', 'message to edit not found', { reason: 'rejected' });
      const { topic } = post.content;
      post.content = topic ? { ...outgoing, topic } : outgoing;
      post.edits += 1;
    };
  }
  return channel;
}
