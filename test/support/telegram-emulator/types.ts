/** A user or the bot, as the Bot API describes it. */
export interface TgUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

/** A chat, as the Bot API describes it inside a message. */
export interface TgChat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  first_name?: string;
  last_name?: string;
  username?: string;
  is_forum?: true;
}

/** One formatted stretch of a text; `offset` and `length` count UTF-16 units. */
export interface TgEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  user?: TgUser;
  language?: string;
  custom_emoji_id?: string;
}

/** One button of an inline keyboard. */
export interface TgInlineButton {
  text: string;
  callback_data?: string;
  url?: string;
  [field: string]: unknown;
}

/** One button of a reply keyboard. */
export interface TgKeyboardButton {
  text: string;
  request_contact?: boolean;
  request_location?: boolean;
}

/** Any keyboard a message may carry. */
export interface TgReplyMarkup {
  inline_keyboard?: TgInlineButton[][];
  keyboard?: (TgKeyboardButton | string)[][];
  remove_keyboard?: boolean;
  force_reply?: boolean;
  [field: string]: unknown;
}

/** The part of a media object that all kinds of media share. */
export interface TgFileRef {
  file_id: string;
  file_unique_id: string;
  file_size?: number;
  file_name?: string;
  mime_type?: string;
  [field: string]: unknown;
}

/** The kinds of media the emulator knows, named as the message field that carries them. */
export const MEDIA_KINDS = [
  'photo',
  'voice',
  'audio',
  'video',
  'video_note',
  'animation',
  'document',
  'sticker',
] as const;
/** One of MEDIA_KINDS. */
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** A message, as the Bot API describes it; fields not named here are kept as they are. */
export interface TgMessage {
  message_id: number;
  message_thread_id?: number;
  is_topic_message?: true;
  from?: TgUser;
  date: number;
  edit_date?: number;
  chat: TgChat;
  reply_to_message?: TgMessage;
  media_group_id?: string;
  text?: string;
  entities?: TgEntity[];
  caption?: string;
  caption_entities?: TgEntity[];
  reply_markup?: TgReplyMarkup;
  photo?: TgFileRef[];
  voice?: TgFileRef;
  audio?: TgFileRef;
  video?: TgFileRef;
  video_note?: TgFileRef;
  animation?: TgFileRef;
  document?: TgFileRef;
  sticker?: TgFileRef;
  location?: { latitude: number; longitude: number };
  contact?: { phone_number: string; first_name: string; last_name?: string; user_id?: number };
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  [field: string]: unknown;
}

/** An update, as getUpdates and webhooks carry it. */
export interface TgUpdate {
  update_id: number;
  message?: TgMessage;
  edited_message?: TgMessage;
  callback_query?: { id: string; from: TgUser; data: string; chat_instance: string; message?: TgMessage };
  my_chat_member?: Record<string, unknown>;
  [type: string]: unknown;
}

/** A message as a test looks at it: current state, what it was before, and when it came. */
export interface Delivered extends TgMessage {
  /** Emulator clock, milliseconds. */
  sentAt: number;
  /** Earlier versions, oldest first; empty when never edited. */
  edits: TgMessage[];
  deleted: boolean;
  /** Texts of all buttons, row by row flattened. */
  buttons: string[];
  media?: { kind: MediaKind; bytes: Buffer; fileName?: string; mime?: string };
}

/** What the bot answered to a pressed button. */
export interface CallbackAnswer {
  text?: string;
  show_alert?: boolean;
  url?: string;
  cache_time?: number;
}

/** How to recognise a message: part of its text or caption, a pattern on it, some fields, or a function. */
export type Matcher = string | RegExp | Partial<TgMessage> | ((message: Delivered) => boolean);

/** Bounds of a wait. */
export interface WaitOptions {
  /** Default 30,000. */
  timeoutMs?: number;
  /** Only messages with a greater id count. */
  after?: number;
  /** Waits for a deletion instead of a delivery or an edit. */
  deleted?: boolean;
}
