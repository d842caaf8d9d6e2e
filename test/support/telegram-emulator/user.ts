import { Chat, type Entry } from './chat.ts';
import { mediaFields } from './files.ts';
import { changeBotStatus } from './membership.ts';
import { forBot, isVisibleToBot } from './privacy.ts';
import { detectEntities } from './text.ts';
import type { CallbackAnswer, Delivered, MediaKind, TgEntity, TgMessage, TgUser } from './types.ts';
import { Place, toDelivered } from './view.ts';
import type { World } from './world.ts';

/** Anything that names a chat: its id, a group, a user, or a message's `chat`. */
export type ChatRef = number | { id: number };

/** Where and how a person sends; the private chat with the bot unless `chat` says otherwise. */
export interface SayOptions {
  chat?: ChatRef;
  reply_to?: number;
  entities?: TgEntity[];
  /** message_thread_id of a forum topic. */
  thread?: number;
}

/** What may accompany a file. */
export interface MediaOptions extends SayOptions {
  caption?: string;
  /** media_group_id shared by the messages of an album. */
  mediaGroup?: string;
  fileName?: string;
  mime?: string;
  /** Claims another size than the bytes have, for testing limits cheaply. */
  size?: number;
  duration?: number;
  emoji?: string;
}

/** One item of an album. */
export interface AlbumItem extends MediaOptions {
  kind?: 'photo' | 'video' | 'audio' | 'document';
  bytes: Uint8Array;
}

/** How long a press waits for the bot. */
export interface PressOptions {
  chat?: ChatRef;
  timeoutMs?: number;
}

/** A person with a Telegram account, talking to the bot. */
export class User extends Place {
  readonly info: TgUser;

  constructor(world: World, info: TgUser) {
    super(world);
    this.info = info;
    world.users.set(info.id, info);
    if (!world.chats.has(info.id)) {
      world.chats.set(info.id, new Chat({ id: info.id, type: 'private', user: info }));
    }
  }

  get id(): number {
    return this.info.id;
  }

  get chat(): Chat {
    return this.world.chat(this.info.id);
  }

  get label(): string {
    return `${this.info.first_name} (${this.info.id})`;
  }

  /** What the bot has delivered to this person in private. */
  inbox(options?: { deleted?: boolean }): Delivered[] {
    return this.messages(options);
  }

  /** Presses Start, with the payload of a deep link if there is one. */
  start(payload = ''): Promise<Delivered> {
    return this.say(`/start ${payload}`.trim());
  }

  /** Sends a text; commands, mentions and links in it become entities as in a real client. */
  say(text: string, options: SayOptions = {}): Promise<Delivered> {
    const entities = detectEntities(text, options.entities);
    return this.send({ text, ...(entities.length > 0 && { entities }) }, options);
  }

  sendPhoto(bytes: Uint8Array, options?: MediaOptions): Promise<Delivered> {
    return this.sendMedia('photo', bytes, options);
  }

  sendVoice(bytes: Uint8Array, options?: MediaOptions): Promise<Delivered> {
    return this.sendMedia('voice', bytes, options);
  }

  sendVideo(bytes: Uint8Array, options?: MediaOptions): Promise<Delivered> {
    return this.sendMedia('video', bytes, options);
  }

  sendDocument(bytes: Uint8Array, options?: MediaOptions): Promise<Delivered> {
    return this.sendMedia('document', bytes, { fileName: 'document.pdf', ...options });
  }

  sendSticker(options: MediaOptions = {}): Promise<Delivered> {
    return this.sendMedia('sticker', Buffer.from('sticker'), { emoji: '👍', ...options });
  }

  sendLocation(latitude: number, longitude: number, options?: SayOptions): Promise<Delivered> {
    return this.send({ location: { latitude, longitude } }, options);
  }

  /** Sends a contact; one's own, as the "share my number" button does, unless `user_id` says otherwise. */
  sendContact(
    contact: { phone_number: string; first_name?: string; user_id?: number },
    options?: SayOptions,
  ): Promise<Delivered> {
    const own = { first_name: this.info.first_name, user_id: this.id };
    return this.send({ contact: { ...own, ...contact } }, options);
  }

  /** Sends several files that arrive as separate messages with one media_group_id. */
  async sendAlbum(items: AlbumItem[], options: MediaOptions = {}): Promise<Delivered[]> {
    const mediaGroup = options.mediaGroup ?? this.world.nextAlbumId();
    const { caption: _, ...shared } = options;
    return Promise.all(
      items.map(({ kind = 'photo', bytes, ...item }, index) => {
        const caption = item.caption ?? (index === 0 ? options.caption : undefined);
        return this.sendMedia(kind, bytes, { ...shared, ...item, mediaGroup, ...(caption && { caption }) });
      }),
    );
  }

  /** Sends a file of any kind the Bot API knows. */
  async sendMedia(kind: MediaKind, bytes: Uint8Array, options: MediaOptions = {}): Promise<Delivered> {
    const { caption, mediaGroup, fileName, mime, size } = options;
    const upload = { bytes: Buffer.from(bytes), ...(fileName && { fileName }), ...(mime && { mime }) };
    const file = this.world.files.add(kind, { ...upload, ...(size !== undefined && { size }) });
    const entities = caption ? detectEntities(caption, options.entities) : [];
    return this.send(
      {
        ...mediaFields(this.world.files, file, { ...options }),
        ...(caption && { caption }),
        ...(entities.length > 0 && { caption_entities: entities }),
        ...(mediaGroup && { media_group_id: mediaGroup }),
      },
      options,
    );
  }

  /** Sends a message with exactly this content, for kinds without a method here (dice, poll, venue, …). */
  async send(content: Partial<TgMessage>, options: SayOptions = {}): Promise<Delivered> {
    const chat = this.writableChat(options.chat);
    const quoted = options.reply_to === undefined ? undefined : this.entryIn(chat, options.reply_to);
    const thread = options.thread ?? (chat.isForum ? quoted?.message.message_thread_id : undefined);
    // Telegram makes every message of a topic a reply to the note that opened it, unless it quotes another.
    const replyTo = quoted ?? (thread === undefined ? undefined : chat.find(thread));
    const topic = thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true as const };
    const entry = this.world.post(chat, this.info, { ...topic, ...content }, replyTo);
    if (isVisibleToBot(this.world, chat, entry.message)) {
      this.world.updates.push('message', entry.message, chat.id);
    }
    return toDelivered(this.world, entry);
  }

  /** Changes the text (or caption) of an own message. */
  async editMessage(messageId: number, text: string, { chat }: { chat?: ChatRef } = {}): Promise<Delivered> {
    const place = this.writableChat(chat);
    const entry = this.entryIn(place, messageId);
    if (entry.message.from?.id !== this.id) throw new Error(`${this.label} did not write #${messageId}`);
    const isText = entry.message.text !== undefined;
    const [field, list] = isText
      ? (['text', 'entities'] as const)
      : (['caption', 'caption_entities'] as const);
    const content = { [field]: text, [list]: detectEntities(text) };
    place.edit(entry, { ...entry.message, ...content, edit_date: this.world.seconds() });
    if (isVisibleToBot(this.world, place, entry.message)) {
      this.world.updates.push('edited_message', entry.message, place.id);
    }
    return toDelivered(this.world, entry);
  }

  /**
   * Presses a button by its text or callback data and resolves with the bot's answerCallbackQuery. The button
   * is looked up in the message as given, so an old copy presses a button that is gone; a key of a reply
   * keyboard sends its text.
   */
  press(message: TgMessage | number, button: string, options: PressOptions = {}): Promise<CallbackAnswer> {
    try {
      return this.pressButton(message, button, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Blocks the bot, which is told by my_chat_member. */
  block(): void {
    changeBotStatus(this.world, this.chat, 'kicked', this.info);
  }

  unblock(): void {
    changeBotStatus(this.world, this.chat, 'member', this.info);
  }

  /** Deletes the account: writing to it answers 403 "user is deactivated". */
  deactivate(): void {
    this.world.deactivated.add(this.id);
  }

  private pressButton(
    message: TgMessage | number,
    button: string,
    options: PressOptions,
  ): Promise<CallbackAnswer> {
    const chat = this.resolve(typeof message === 'number' ? options.chat : message.chat);
    const shown = typeof message === 'number' ? this.entryIn(chat, message).message : message;
    const { inline_keyboard: inline = [], keyboard = [] } = shown.reply_markup ?? {};
    const found = inline.flat().find((one) => one.callback_data === button || one.text === button);
    if (found?.url) return Promise.resolve({ url: found.url });
    if (found?.callback_data)
      return this.query(chat, shown, found.callback_data, options.timeoutMs ?? 10_000);
    const keys = keyboard.flat().map((one) => (typeof one === 'string' ? one : one.text));
    if (keys.includes(button)) return this.say(button, { chat }).then(() => ({}));
    const offered = [...inline.flat().map((one) => one.text), ...keys].join(', ') || 'none';
    throw new Error(`message #${shown.message_id} has no button "${button}"; it has: ${offered}`);
  }

  private query(chat: Chat, shown: TgMessage, data: string, timeoutMs: number): Promise<CallbackAnswer> {
    const { world } = this;
    const id = world.nextCallbackId();
    const current = chat.find(shown.message_id)?.message;
    const gone = { message_id: shown.message_id, chat: chat.describe(), date: 0 };
    world.callbacks.set(id, { at: world.now(), data });
    const explain = () => `${this.label}: the bot did not answer the button "${data}" within ${timeoutMs} ms`;
    const answered = world.answers.next((one) => one.id === id, timeoutMs, explain);
    const message = current ? forBot(current) : gone;
    const query = { id, from: this.info, message, chat_instance: String(chat.id * 31), data };
    world.updates.push('callback_query', query, chat.id);
    const answer = answered.then((one) => one.answer);
    answer.catch(() => undefined);
    return answer;
  }

  private resolve(chat: ChatRef | undefined): Chat {
    if (chat === undefined) return this.chat;
    return this.world.chat(typeof chat === 'number' ? chat : chat.id);
  }

  private writableChat(ref: ChatRef | undefined): Chat {
    const chat = this.resolve(ref);
    if (chat.user) {
      if (chat.id !== this.id) throw new Error(`${this.label} cannot write into a chat of others`);
      if (chat.bot === 'kicked') throw new Error(`${this.label} has blocked the bot; call unblock() first`);
      chat.bot = 'member';
      return chat;
    }
    if (chat.migratedTo !== undefined) return this.world.chat(chat.migratedTo);
    if (!chat.members.has(this.id)) throw new Error(`${this.label} is not a member of "${chat.title}"`);
    return chat;
  }

  private entryIn(chat: Chat, messageId: number): Entry {
    const entry = chat.find(messageId);
    if (!entry) throw new Error(`there is no message #${messageId} in chat ${chat.id}`);
    return entry;
  }
}
