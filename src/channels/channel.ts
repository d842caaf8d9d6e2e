/**
 * The port: what every platform must offer, and the plain data that crosses it.
 *
 * A channel turns platform updates into `Inbound` (decode) and `Outgoing` into platform calls (encode). It decides
 * nothing about people or tickets. Everything here is JSON, except `Media.bytes` on its way out.
 */
import type { AccountId, ChatRef, MessageRef, SenderRef, TopicRef } from '../domain/ids.ts';
import type { Inbound, Media, MediaKind, Mention, Outgoing } from '../domain/message.ts';
import type { Urgency } from '../domain/need.ts';

export type {
  ChatEvent,
  ChatInfo,
  Choice,
  ContactCard,
  Content,
  Inbound,
  Media,
  MediaKind,
  Mention,
  Outgoing,
  Place,
  Sender,
} from '../domain/message.ts';

/** Where a delivered message stands: `ref` is the part with the choices, `parts` every platform message it became. */
export interface SentRef {
  readonly ref: MessageRef;
  readonly parts?: readonly MessageRef[];
}

/** Upper bounds that the platform sets on sending. */
export interface SendLimits {
  /** Messages a second over all chats. */
  readonly perSecond: number;
  /** Milliseconds between two messages to one chat. */
  readonly chatEveryMs: number;
  /** Messages (and edits) a minute to one group. */
  readonly groupPerMinute: number;
}

/** What this platform can do beyond sending text. */
export interface Capabilities {
  readonly buttons: boolean;
  readonly edit: boolean;
  readonly groups: boolean;
  /** Groups may have topics, which `Channel.topics` looks after. */
  readonly topics?: boolean;
  /** The bot may write to a person who has never written to it in private. */
  readonly writeFirst: boolean;
  /** Kinds that `send` accepts; others are replaced by a line of text. */
  readonly media: readonly MediaKind[];
  readonly limits: SendLimits;
  /** A link that opens a private chat and hands over `payload` (at most 64 of A-Za-z0-9_-), as `/start payload`. */
  deepLink?(payload: string): string | undefined;
  /** How staff are told to address the bot in a group, e.g. `@homeward_bot`. */
  readonly handle?: () => string | undefined;
}

/** How an account fares. */
export interface Health {
  readonly state: 'starting' | 'online' | 'offline' | 'conflict' | 'login';
  /** A short reason for operators, free of tokens and message text. */
  readonly detail?: string;
  /** What must be scanned to log in, when state is `login`. */
  readonly qr?: string;
}

/** That a channel hears from its platform, however quiet people are. */
export interface Pulse {
  /** Milliseconds since the platform last answered or brought something. */
  readonly agoMs: number;
  /** After so many without another answer something is wrong. */
  readonly silentAfterMs: number;
  /** Why the platform cannot hand its messages over, as it says; free of tokens and message text. */
  readonly problem?: string;
}

/** One command for the platform's menu: name without slash, and its description. */
export interface CommandMenu {
  readonly audience: 'private' | 'group';
  /** Only this chat (a staff member's, a team's) when set. */
  readonly chat?: ChatRef;
  readonly locale?: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
}

/** How a new topic looks: the name is shortened as the platform needs, the urgency may give it a colour. */
export interface TopicLook {
  readonly name: string;
  readonly urgency: Urgency;
}

/** Whether a group has topics that the bot may look after: no topics there, or no right to. */
export type TopicStanding = 'ready' | 'no-topics' | 'no-right';

/**
 * Topics of groups: conversations of their own inside one. Where the group has none (any more) or the bot may not look
 * after them, `open`, `rename` and `setOpen` throw a ChannelError with the reason `no-topics`.
 */
export interface TopicKeeper {
  check(chat: ChatRef): Promise<TopicStanding>;
  open(chat: ChatRef, look: TopicLook): Promise<TopicRef>;
  /** Resolves also when it has that name. Throws `topic-gone` when the topic is no more, as `setOpen` does. */
  rename(chat: ChatRef, topic: TopicRef, name: string): Promise<void>;
  /** Closes a topic to members, or opens it again; resolves also when it is so already. */
  setOpen(chat: ChatRef, topic: TopicRef, isOpen: boolean): Promise<void>;
}

/** Given to a channel at start. */
export interface ChannelHost {
  /** Resolves only when every message is committed; a channel acknowledges nothing to its platform before that. */
  onInbound(batch: readonly Inbound[]): Promise<void>;
  onHealth(health: Health): void;
}

/** Keeps files for platforms that have no lasting store of their own. */
export interface MediaStore {
  keep(account: AccountId, file: { bytes: Uint8Array; type: string; name?: string }): Promise<string>;
  open(id: string): Promise<{ bytes: Uint8Array; type: string; name?: string } | undefined>;
}

/** One bot login on one platform. `send` and `edit` throw only ChannelError. */
export interface Channel {
  readonly id: AccountId;
  /** Known without a start, in every process. */
  readonly capabilities: Capabilities;
  /** Several processes may run it side by side, as messages arrive at any of them; only one delivers. */
  readonly isShared?: boolean;
  /** Takes `capabilities.handle()` of the process that runs it, where this one does not and so was never told. */
  recall?(handle: string): void;
  start(host: ChannelHost): Promise<void>;
  stop(): Promise<void>;
  send(outgoing: Outgoing): Promise<SentRef>;
  /** Replaces a sent message; resolves also when it already reads so. Present when `capabilities.edit`. */
  edit?(ref: MessageRef, outgoing: Outgoing): Promise<void>;
  /** Undefined while the channel is not started here. */
  pulse?(): Pulse | undefined;
  /** The bytes of a file this account received. */
  download?(media: Media): Promise<{ bytes: Uint8Array; type?: string; name?: string }>;
  setCommands?(menus: readonly CommandMenu[]): Promise<void>;
  /** Present when `capabilities.topics`. */
  readonly topics?: TopicKeeper;
  /**
   * Who is in a group, where the platform tells. It may name only some of the others, but whoever of `about` is not
   * named is not there; throws when that cannot be known.
   */
  members?(chat: ChatRef, about?: readonly SenderRef[]): Promise<readonly Mention[]>;
}
