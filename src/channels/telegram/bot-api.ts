/**
 * The parts of the Bot API's own JSON that this channel reads (https://core.telegram.org/bots/api). Everything is
 * optional except what no update can do without, because what arrives is not ours to trust.
 */

/** A user or bot account. */
export interface TgUser {
  readonly id: number;
  readonly is_bot?: boolean;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

/** A chat of any type. */
export interface TgChat {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
  /** A supergroup with topics. */
  readonly is_forum?: boolean;
}

/** A formatted stretch of text; `offset` and `length` count UTF-16 units. */
export interface TgEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly user?: TgUser;
}

/** What all kinds of files share. */
export interface TgFile {
  readonly file_id: string;
  readonly file_size?: number;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly width?: number;
  readonly height?: number;
  readonly is_animated?: boolean;
  readonly is_video?: boolean;
  /** Only in the answer of getFile: the path below `/file/bot<token>/`. */
  readonly file_path?: string;
}

/** A point on the map. */
interface TgLocation {
  readonly latitude: number;
  readonly longitude: number;
  readonly live_period?: number;
}

/** A message of any kind, service messages included. */
export interface TgMessage {
  readonly message_id: number;
  readonly date?: number;
  readonly edit_date?: number;
  readonly chat: TgChat;
  readonly from?: TgUser;
  readonly sender_chat?: TgChat;
  readonly is_automatic_forward?: boolean;
  /** The topic, when `is_topic_message`; else the first of a chain of replies. */
  readonly message_thread_id?: number;
  readonly is_topic_message?: boolean;
  readonly reply_to_message?: TgMessage;
  readonly forum_topic_created?: object;
  readonly media_group_id?: string;
  readonly text?: string;
  readonly entities?: readonly TgEntity[];
  readonly caption?: string;
  readonly caption_entities?: readonly TgEntity[];
  readonly photo?: readonly TgFile[];
  readonly voice?: TgFile;
  readonly audio?: TgFile;
  readonly video?: TgFile;
  readonly video_note?: TgFile;
  readonly animation?: TgFile;
  readonly sticker?: TgFile;
  readonly document?: TgFile;
  readonly location?: TgLocation;
  readonly venue?: { readonly location: TgLocation; readonly title?: string; readonly address?: string };
  readonly contact?: {
    readonly first_name?: string;
    readonly last_name?: string;
    readonly phone_number?: string;
  };
  readonly new_chat_members?: readonly TgUser[];
  readonly left_chat_member?: TgUser;
  readonly migrate_to_chat_id?: number;
  readonly migrate_from_chat_id?: number;
}

/** A pressed inline button. */
export interface TgCallbackQuery {
  readonly id: string;
  readonly from: TgUser;
  readonly message?: TgMessage;
  readonly data?: string;
}

/** How a member stands in a chat. */
export interface TgMember {
  readonly status: string;
  readonly user?: TgUser;
  readonly is_member?: boolean;
  readonly can_send_messages?: boolean;
  readonly can_manage_topics?: boolean;
}

/** The standing of the bot or, as `chat_member`, of somebody else in a chat has changed. */
export interface TgMemberChange {
  readonly chat: TgChat;
  readonly from: TgUser;
  readonly date?: number;
  readonly old_chat_member?: TgMember;
  readonly new_chat_member?: TgMember;
}

/** One update; exactly one field beside the id is set. */
export interface TgUpdate {
  readonly update_id: number;
  readonly message?: TgMessage;
  readonly edited_message?: TgMessage;
  readonly callback_query?: TgCallbackQuery;
  readonly my_chat_member?: TgMemberChange;
  readonly chat_member?: TgMemberChange;
}

/** The updates asked for; everything else stays with Telegram. `chat_member` comes only to administrators of a group. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'chat_member',
] as const;

/** Largest file a bot may fetch, in bytes. */
export const DOWNLOAD_LIMIT = 20 * 1024 * 1024;

/** Largest file a bot may upload, in bytes. */
export const UPLOAD_LIMIT = 50 * 1024 * 1024;
