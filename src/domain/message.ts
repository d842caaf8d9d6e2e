/** What crosses the port as plain data: what people wrote, and what is said to them. All of it is JSON but `bytes`. */
import type { AccountId, ChatRef, MessageRef, SenderRef, TopicRef } from './ids.ts';

/** What kind of file a person sent. */
export type MediaKind = 'photo' | 'voice' | 'audio' | 'video' | 'animation' | 'sticker' | 'document';

/** A file kept where `account` can fetch it again by `id` (a platform's file id, or an id of the MediaStore). */
export interface Media {
  readonly kind: MediaKind;
  readonly account: AccountId;
  readonly id: string;
  /** MIME type when known. */
  readonly type?: string;
  readonly name?: string;
  /** Size in bytes when known. */
  readonly size?: number;
  /** Filled in by delivery when the file comes from another account; never stored. */
  readonly bytes?: Uint8Array;
  /** Why the file itself could not be kept (`too-large`, `unavailable`); it is still mentioned to staff. */
  readonly problem?: 'too-large' | 'unavailable';
}

/** A point on the map, in degrees (WGS 84). */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly title?: string;
}

/** A shared address-book entry. */
export interface ContactCard {
  readonly name: string;
  readonly phone?: string;
}

/** Who wrote, as the platform names them. */
export interface Sender {
  readonly id: SenderRef;
  readonly name?: string;
  readonly username?: string;
  /** BCP-47 language the platform reports, unchecked. */
  readonly locale?: string;
}

/** Where it was written. */
export interface ChatInfo {
  readonly id: ChatRef;
  readonly kind: 'private' | 'group';
  readonly title?: string;
}

/** Things that happen to a chat without anybody writing. */
export type ChatEvent =
  | { readonly type: 'opened' } // the person pressed start, was befriended, or unblocked the bot
  | { readonly type: 'blocked' } // the bot may no longer write here (blocked, kicked, chat deleted)
  | { readonly type: 'joined' } // the bot was added to this group
  | { readonly type: 'moved'; readonly to: ChatRef } // the group has a new id (migrated supergroup)
  | { readonly type: 'entered'; readonly who: readonly SenderRef[] } // people came into this group
  | { readonly type: 'left'; readonly who: readonly SenderRef[] }; // people left it, or were removed

/** One thing a platform told us, as stored. Unique on (account, id). */
export interface Inbound {
  readonly account: AccountId;
  /** The platform's id of the update; the same update always has the same id. */
  readonly id: string;
  readonly chat: ChatInfo;
  readonly sender: Sender;
  /** When it was written, ISO 8601 with offset `Z`. */
  readonly at: string;
  /** In a group: the bot was mentioned, replied to, commanded or called by keyword. Always true in private. */
  readonly addressed: boolean;
  /** The message's own id, for quotes; absent for events and pressed choices without one. */
  readonly ref?: MessageRef;
  /** The message it quotes. */
  readonly replyTo?: MessageRef;
  /** The topic of a group in which it was written or pressed; absent outside of topics. */
  readonly topic?: TopicRef;
  /** Text or caption, exactly as written, without a leading mention of the bot. */
  readonly text?: string;
  readonly media?: readonly Media[];
  readonly place?: Place;
  readonly contact?: ContactCard;
  /** A pressed button: the choice's id, and the message it stood under. Numbered answers arrive as text. */
  readonly choice?: { readonly id: string; readonly ref?: MessageRef };
  readonly event?: ChatEvent;
  /** Pieces with the same group are one message (an album); they are handled together. */
  readonly group?: string;
  /** The text replaces an earlier message with this id (the person edited it). */
  readonly edits?: MessageRef;
  /** The platform's name of a message type that is not understood; nothing else is set then. */
  readonly unsupported?: string;
}

/** A button, or a numbered line where there are none. The id is at most 60 ASCII characters. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** Somebody to be named in a message so that their platform alerts them. */
export interface Mention {
  readonly id: SenderRef;
  readonly name: string;
}

/** What to say. Text is plain text: channels escape, split and number as their platform needs. */
export interface Content {
  readonly text?: string;
  /** Rows of choices. */
  readonly choices?: readonly (readonly Choice[])[];
  readonly media?: readonly Media[];
  readonly place?: Place;
  readonly contact?: ContactCard;
  readonly replyTo?: MessageRef;
  /** Named at the end of the text, in this order. */
  readonly mentions?: readonly Mention[];
  /** True for a staff ticket card or list: a channel with pages of its own may draw it larger. */
  readonly card?: boolean;
}

/** One message on its way to a chat. */
export interface Outgoing extends Content {
  readonly chat: ChatRef;
  readonly chatKind: 'private' | 'group';
  /** The topic of the group it goes to; `send` refuses with `topic-gone` when that is no more. */
  readonly topic?: TopicRef;
}
