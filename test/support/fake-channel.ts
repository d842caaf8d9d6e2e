/** A channel without a platform: keeps what is sent, and fails when told to. */
import type {
  Capabilities,
  Channel,
  ChannelHost,
  MediaKind,
  Outgoing,
  SentRef,
} from '../../src/channels/channel.ts';
import { accountId, messageRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';

/** A message as it stands in a chat now. */
export interface Post {
  readonly ref: string;
  content: Outgoing;
  edits: number;
}

/** The fake and what a test may do with it. */
export interface FakeChannel extends Channel {
  readonly posts: Map<string, Post[]>;
  host: ChannelHost | undefined;
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
  const channel: FakeChannel = {
    id: accountId(id),
    posts,
    host: undefined,
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
  if (canEdit) {
    channel.edit = async (ref, outgoing) => {
      fail(outgoing.chat);
      const post = posts.get(outgoing.chat)?.find((one) => one.ref === ref);
      if (!post) throw new ChannelError('permanent', 'message to edit not found', { reason: 'rejected' });
      post.content = outgoing;
      post.edits += 1;
    };
  }
  return channel;
}
