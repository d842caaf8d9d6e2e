import { Chat, type MemberStatus } from './chat.ts';
import { changeBotStatus } from './membership.ts';
import { deleteTopic } from './methods/forum.ts';
import type { Delivered, TgMessage, TgUser } from './types.ts';
import type { User } from './user.ts';
import { Place } from './view.ts';
import type { World } from './world.ts';

/** What a group starts with; the bot is a plain member unless `bot` says otherwise, and is not told. */
export interface GroupOptions {
  id?: number;
  title?: string;
  type?: 'group' | 'supergroup';
  is_forum?: boolean;
  /** The first member is the owner. */
  members?: User[];
  bot?: 'member' | 'administrator' | 'none';
}

/** A group with people and, usually, the bot. */
export class Group extends Place {
  private current: Chat;

  constructor(world: World, options: GroupOptions) {
    super(world);
    const { title = 'Group', type = 'group', is_forum = false, members = [], bot = 'member' } = options;
    if (is_forum && type === 'group') throw new Error('only a supergroup can be a forum');
    const id = options.id ?? (type === 'group' ? world.nextGroupId() : world.nextSupergroupId());
    this.current = new Chat({ id, type, title, isForum: is_forum, bot: bot === 'none' ? 'left' : bot });
    world.chats.set(id, this.current);
    members.forEach((user, index) => {
      this.current.members.set(user.id, { user: user.info, status: index === 0 ? 'creator' : 'member' });
    });
  }

  get id(): number {
    return this.current.id;
  }

  get chat(): Chat {
    return this.current;
  }

  get label(): string {
    return `"${this.current.title}" (${this.current.id})`;
  }

  /** A person adds the bot: my_chat_member, then the service message. */
  addBot(by: User, status: 'member' | 'administrator' = 'member'): void {
    changeBotStatus(this.world, this.current, status, by.info);
    this.service(by.info, { new_chat_members: [this.world.bot] });
  }

  kickBot(by?: User): void {
    changeBotStatus(this.world, this.current, 'kicked', by?.info ?? this.owner());
  }

  promoteBot(by?: User): void {
    changeBotStatus(this.world, this.current, 'administrator', by?.info ?? this.owner());
  }

  demoteBot(by?: User): void {
    changeBotStatus(this.world, this.current, 'member', by?.info ?? this.owner());
  }

  /** Takes away, or gives back, the bot's right to write. */
  muteBot(muted = true): void {
    this.current.muted = muted;
  }

  join(user: User): void {
    this.current.members.set(user.id, { user: user.info, status: 'member' });
    this.service(user.info, { new_chat_members: [user.info] });
  }

  leave(user: User): void {
    this.current.members.delete(user.id);
    this.service(user.info, { left_chat_member: user.info });
  }

  setStatus(user: User, status: MemberStatus): void {
    this.current.members.set(user.id, { user: user.info, status });
  }

  /** Turns a group into a supergroup, returns its new id; the old one answers 400 with migrate_to_chat_id. */
  migrate(): number {
    const old = this.current;
    if (old.type !== 'group') throw new Error('only a basic group can migrate');
    const { title, bot } = old;
    const init = { id: this.world.nextSupergroupId(), type: 'supergroup' as const, bot };
    const next = new Chat({ ...init, ...(title !== undefined && { title }) });
    for (const [id, member] of old.members) next.members.set(id, member);
    this.world.chats.set(next.id, next);
    this.service(this.owner(), { migrate_to_chat_id: next.id });
    old.migratedTo = next.id;
    this.current = next;
    this.service(this.owner(), { migrate_from_chat_id: old.id });
    return next.id;
  }

  /** Turns the topics of a supergroup on or off. */
  setForum(isForum: boolean): void {
    this.current.isForum = isForum;
  }

  /** Gives the bot, as an administrator, the right to look after topics, or takes it away. */
  allowTopics(allowed: boolean): void {
    this.current.mayManageTopics = allowed;
  }

  /** The topics as they are now, by id. */
  topics(): { id: number; name: string; closed: boolean }[] {
    return [...this.current.topics].map(([id, topic]) => ({ id, ...topic }));
  }

  /** What the bot has written into a topic, the note that opened it left out. */
  topicMessages(threadId: number): Delivered[] {
    return this.messages().filter(
      ({ message_thread_id, forum_topic_created }) => message_thread_id === threadId && !forum_topic_created,
    );
  }

  deleteTopic(threadId: number): void {
    deleteTopic(this.current, threadId);
  }

  /** Deletes the group for everyone; the bot is thrown out. */
  delete(): void {
    const status = this.current.type === 'group' ? 'left' : 'kicked';
    changeBotStatus(this.world, this.current, status, this.owner());
    this.current.deleted = true;
  }

  private owner(): TgUser {
    const [first] = this.current.members.values();
    return (
      first?.user ?? { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
    );
  }

  private service(from: TgUser, content: Partial<TgMessage>): void {
    const { message } = this.world.post(this.current, from, content);
    if (this.current.botIsIn) this.world.updates.push('message', message, this.current.id);
  }
}
