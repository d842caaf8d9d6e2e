/**
 * What the web channel asks of the database. The web is its own platform and so keeps its own history.
 *
 * seq names a message and orders it in its chat; rev grows with every change of any message, edits included, so that
 * a page that was away asks for "everything after rev". Changes of one chat must become visible in the order of their
 * rev (take a lock per chat, or assign rev while holding one): a rev that appears late would be skipped by readers.
 */
import type { ChatRef, SenderRef } from '../../domain/ids.ts';
import type { Choice, ContactCard, MediaKind, Mention, Place } from '../channel.ts';

/** Who a stored message is from: the bot, the person whose private chat it is, or a colleague on the desk. */
export type WebAuthor = 'bot' | 'person' | 'staff';

/** A file of a stored message; `id` is the MediaStore's, absent when there is a `problem`. */
export interface WebFile {
  readonly kind: MediaKind;
  readonly id?: string;
  readonly type?: string;
  readonly name?: string;
  readonly size?: number;
  readonly problem?: 'too-large' | 'unavailable';
}

/** What a stored message says: plain JSON without NUL characters or lone surrogates. */
export interface WebContent {
  readonly text?: string;
  readonly choices?: readonly (readonly Choice[])[];
  readonly files?: readonly WebFile[];
  readonly place?: Place;
  readonly contact?: ContactCard;
  /** seq of the message it quotes. */
  readonly replyTo?: number;
  readonly mentions?: readonly Mention[];
  readonly card?: boolean;
  /** The text is the label of a button that the person pressed. */
  readonly pressed?: boolean;
}

/** A message to be stored. */
export interface NewWebMessage {
  readonly chat: ChatRef;
  readonly author: WebAuthor;
  /** Unique within the chat when set: the writer's own id of a message it may post again. */
  readonly clientId?: string;
  readonly sender?: SenderRef;
  readonly name?: string;
  readonly content: WebContent;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** A stored message. */
export interface WebMessage extends NewWebMessage {
  readonly seq: number;
  readonly rev: number;
}

/** The history of every web chat. */
export interface WebStore {
  /** Commits the message; when (chat, clientId) is there already, changes nothing and returns the stored one. */
  append(message: NewWebMessage): Promise<WebMessage>;
  /** Commits new content under a new rev; undefined when the chat has no such message. */
  update(chat: ChatRef, seq: number, content: WebContent): Promise<WebMessage | undefined>;
  get(chat: ChatRef, seq: number): Promise<WebMessage | undefined>;
  /** Messages whose rev is greater than `rev`, smallest rev first, at most `limit`. */
  since(chat: ChatRef, rev: number, limit: number): Promise<readonly WebMessage[]>;
  /** The newest `limit` messages (with seq below `before` when given), smallest seq first. */
  latest(chat: ChatRef, limit: number, before?: number): Promise<readonly WebMessage[]>;
  /** The greatest rev of the chat, 0 when it has no message: a chat is known once it has one. */
  head(chat: ChatRef): Promise<number>;
  /** Calls back when another process may have changed a chat, or any (undefined); returns how to stop. */
  onChange?(listener: (chat: ChatRef | undefined) => void): () => void;
}
