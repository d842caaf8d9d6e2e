import type { TgChat, TgMessage, TgUser } from './types.ts';
import { Watch } from './watch.ts';

/** Where the bot or a person stands in a chat; `none` is a private chat nobody opened. */
export type MemberStatus = 'none' | 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

/** One message in a chat with its history. */
export interface Entry {
  message: TgMessage;
  byBot: boolean;
  sentAt: number;
  edits: TgMessage[];
  deleted: boolean;
}

/** What happened to an entry. */
export interface ChatEvent {
  kind: 'new' | 'edit' | 'delete';
  entry: Entry;
}

/** What a new chat starts with. */
export interface ChatInit {
  id: number;
  type: TgChat['type'];
  title?: string;
  isForum?: boolean;
  user?: TgUser;
  bot?: MemberStatus;
}

/** One chat: who is in it, what was said, and whether the bot may still speak. */
export class Chat {
  readonly id: number;
  readonly type: TgChat['type'];
  readonly title: string | undefined;
  readonly user: TgUser | undefined;
  isForum: boolean;
  bot: MemberStatus;
  muted = false;
  /** Whether the bot, while it is an administrator, may look after topics. */
  mayManageTopics = true;
  deleted = false;
  migratedTo: number | undefined;
  readonly members = new Map<number, { user: TgUser; status: MemberStatus }>();
  readonly entries = new Map<number, Entry>();
  readonly byBot: Entry[] = [];
  readonly topics = new Map<number, { name: string; closed: boolean }>();
  readonly events = new Watch<ChatEvent>();
  private lastId = 0;

  constructor({ id, type, title, isForum = false, user, bot = 'none' }: ChatInit) {
    this.id = id;
    this.type = type;
    this.title = title;
    this.isForum = isForum;
    this.user = user;
    this.bot = bot;
  }

  get botIsIn(): boolean {
    return this.bot === 'member' || this.bot === 'administrator' || this.bot === 'creator';
  }

  get botIsAdmin(): boolean {
    return this.bot === 'administrator' || this.bot === 'creator';
  }

  /** Supergroups number their messages themselves; all other chats of a bot share one counter. */
  nextOwnMessageId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  describe(): TgChat {
    if (this.user) {
      const { id, first_name, last_name, username } = this.user;
      return {
        id,
        first_name,
        ...(last_name && { last_name }),
        ...(username && { username }),
        type: 'private',
      };
    }
    return { id: this.id, title: this.title ?? '', type: this.type, ...(this.isForum && { is_forum: true }) };
  }

  add(message: TgMessage, byBot: boolean, sentAt: number): Entry {
    const entry: Entry = { message, byBot, sentAt, edits: [], deleted: false };
    this.entries.set(message.message_id, entry);
    if (byBot) this.byBot.push(entry);
    this.events.notify({ kind: 'new', entry });
    return entry;
  }

  edit(entry: Entry, message: TgMessage): void {
    entry.edits.push(entry.message);
    entry.message = message;
    this.events.notify({ kind: 'edit', entry });
  }

  remove(entry: Entry): void {
    entry.deleted = true;
    this.events.notify({ kind: 'delete', entry });
  }

  /** The entry, unless it never was or was deleted. */
  find(messageId: number | undefined): Entry | undefined {
    const entry = messageId === undefined ? undefined : this.entries.get(messageId);
    return entry?.deleted ? undefined : entry;
  }
}
