import type { CallLog } from './call-log.ts';
import type { Chat, Entry } from './chat.ts';
import { badRequest } from './errors.ts';
import type { Files } from './files.ts';
import type { Limits } from './limits.ts';
import { forBot } from './privacy.ts';
import type { CallbackAnswer, TgMessage, TgUser } from './types.ts';
import type { UpdateQueue } from './update-queue.ts';
import { Watch } from './watch.ts';
import type { Webhook } from './webhook.ts';

/** A pressed button that waits for answerCallbackQuery. */
export interface OpenCallback {
  at: number;
  data: string;
}

/** Everything a world is made of. */
export interface WorldParts {
  bot: TgUser;
  files: Files;
  limits: Limits;
  updates: UpdateQueue;
  calls: CallLog;
  now: () => number;
  privacy: boolean;
}

/** The state behind the API: people, chats, messages, and what the bot has been told. */
export class World {
  readonly bot: TgUser;
  readonly files: Files;
  readonly limits: Limits;
  readonly updates: UpdateQueue;
  readonly calls: CallLog;
  readonly now: () => number;
  privacy: boolean;
  webhook!: Webhook;
  readonly users = new Map<number, TgUser>();
  readonly deactivated = new Set<number>();
  readonly chats = new Map<number, Chat>();
  readonly callbacks = new Map<string, OpenCallback>();
  readonly answers = new Watch<{ id: string; answer: CallbackAnswer }>();
  readonly commands = new Map<string, unknown[]>();
  readonly profile = new Map<string, string>();
  readonly actions: { chat_id: number; action: string; at: number }[] = [];
  private messageIds = 0;
  private userIds = 7_000_000_000;
  private groupIds = 4_000_000_000;
  private albumIds = 13_000_000_000_000_000;
  private callbackIds = 0;

  constructor(parts: WorldParts) {
    this.bot = parts.bot;
    this.files = parts.files;
    this.limits = parts.limits;
    this.updates = parts.updates;
    this.calls = parts.calls;
    this.now = parts.now;
    this.privacy = parts.privacy;
  }

  /** Above 2^32, as new accounts are. */
  nextUserId = (): number => ++this.userIds;
  nextGroupId = (): number => -++this.groupIds;
  nextSupergroupId = (): number => -(1_000_000_000_000 + ++this.groupIds);
  nextAlbumId = (): string => String(++this.albumIds);
  nextCallbackId = (): string => String(4_000_000_000_000_000_000n + BigInt(++this.callbackIds));

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** The chat with this id; throws "chat not found". */
  chat(id: number | undefined): Chat {
    const chat = id === undefined ? undefined : this.chats.get(id);
    if (!chat) throw badRequest('chat not found');
    return chat;
  }

  nextMessageId(chat: Chat): number {
    return chat.type === 'supergroup' ? chat.nextOwnMessageId() : ++this.messageIds;
  }

  /** Puts a message into a chat: numbered, dated and, when asked for, as a reply. */
  post(chat: Chat, from: TgUser, content: Partial<TgMessage>, replyTo?: Entry): Entry {
    const now = this.now();
    const message: TgMessage = {
      message_id: this.nextMessageId(chat),
      from,
      chat: chat.describe(),
      date: Math.floor(now / 1000),
    };
    if (replyTo) {
      const { reply_to_message: _, ...quoted } = forBot(replyTo.message);
      message.reply_to_message = quoted;
    }
    Object.assign(message, content);
    return chat.add(message, from.id === this.bot.id, now);
  }
}
