import { type MessageRef, messageRef } from '../../domain/ids.ts';
import { ChannelError } from '../../errors.ts';
import type { Media, Mention, Outgoing, SentRef } from '../channel.ts';
import { encode, type Piece, type ReadyFile } from './encode.ts';
import { sendFailure } from './failures.ts';
import { type FindChatOptions, findChat, type Target } from './find-chat.ts';
import type { Directory } from './identity.ts';
import type { RecentTexts } from './quotes.ts';
import { roomName } from './read-message.ts';
import type { Puppet } from './sdk.ts';
import { pause, within } from './waiting.ts';

/** What sending needs. */
export interface SenderOptions extends FindChatOptions {
  readonly recent: RecentTexts;
  readonly signal: AbortSignal;
}

interface Named {
  readonly id: string | undefined;
  readonly name: string;
}

/** Writes messages, one after the other per chat. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #chats = new Map<string, Promise<unknown>>();
  #count = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends when everything before it in this chat is done. Throws only ChannelError. */
  send(outgoing: Outgoing): Promise<SentRef> {
    const before = this.#chats.get(outgoing.chat) ?? Promise.resolve();
    const sent = before.then(() => this.#send(outgoing));
    const settled = sent.catch(() => undefined);
    this.#chats.set(outgoing.chat, settled);
    void settled.then(() => {
      if (this.#chats.get(outgoing.chat) === settled) this.#chats.delete(outgoing.chat);
    });
    return sent;
  }

  /** Resolves when nothing is being sent. */
  async idle(): Promise<void> {
    await Promise.all(this.#chats.values());
  }

  async #send(outgoing: Outgoing): Promise<SentRef> {
    const parts: MessageRef[] = [];
    try {
      const target = await findChat(outgoing, this.#options);
      const mentions = await this.#mentions(target, outgoing);
      const pieces = await this.#pieces(outgoing, mentions);
      const alerted = mentions.flatMap(({ id }) => (id === undefined ? [] : [id]));
      for (const piece of pieces) parts.push(await this.#call(target, outgoing, piece, alerted));
    } catch (error) {
      const known = error instanceof ChannelError && parts.length === 0;
      throw known ? error : sendFailure(error, parts.length > 0);
    }
    const ref = parts.at(-1);
    if (ref === undefined)
      throw new ChannelError('permanent', 'wechat: nothing to send', { reason: 'rejected' });
    return parts.length === 1 ? { ref } : { ref, parts };
  }

  async #mentions({ puppet, conversationId }: Target, outgoing: Outgoing): Promise<Named[]> {
    const named = async (mention: Mention): Promise<Named> => {
      if (outgoing.chatKind === 'private') return { id: undefined, name: mention.name };
      const id = await this.#options.directory.contactId(mention.id).catch(() => undefined);
      const contact = id === undefined ? undefined : await puppet.contactPayload(id).catch(() => undefined);
      // Clients draw a mention, and the web protocol alerts, only by the name that the group shows.
      const shown = id === undefined ? undefined : await roomName(puppet, conversationId, id);
      return { id: contact ? id : undefined, name: shown || contact?.name || mention.name };
    };
    return Promise.all((outgoing.mentions ?? []).map(named));
  }

  async #pieces(outgoing: Outgoing, mentions: readonly Named[]): Promise<Piece[]> {
    const files: ReadyFile[] = [];
    const missing: string[] = [];
    for (const media of outgoing.media ?? []) {
      const file = await this.#file(media).catch(() => undefined);
      if (file) files.push(file);
      else missing.push(this.#options.settings.texts.fileMissing(media));
    }
    return encode({ content: outgoing, files, missing, mentionNames: mentions.map(({ name }) => name) });
  }

  async #file(media: Media): Promise<ReadyFile | undefined> {
    const { settings } = this.#options;
    if (media.problem !== undefined) return undefined;
    const own = media.account === settings.id ? await settings.media.open(media.id) : undefined;
    const bytes = media.bytes ?? own?.bytes;
    if (bytes === undefined) return undefined;
    const { fileTypeFromBuffer } = await import('file-type');
    const extension = (await fileTypeFromBuffer(bytes))?.ext;
    // Puppets choose image, video or file by the name's ending.
    const name = media.name ?? own?.name ?? `${media.kind}.${extension ?? 'bin'}`;
    return { media, bytes, name };
  }

  async #call(
    { puppet, conversationId }: Target,
    outgoing: Outgoing,
    piece: Piece,
    alerted: string[],
  ): Promise<MessageRef> {
    const { settings, signal, recent } = this.#options;
    const [shortest, longest] = settings.timing.gap;
    await pause(shortest + settings.random() * (longest - shortest), signal);
    if (signal.aborted) throw new ChannelError('retry', 'wechat: stopping');
    const work =
      piece.type === 'text'
        ? puppet.messageSendText(conversationId, piece.text, alerted)
        : this.#sendFile(puppet, conversationId, piece.file);
    const id = await within(work, settings.timing.call, 'send');
    const ref = this.#refOf(id);
    if (piece.type === 'text') recent.add(outgoing.chat, piece.text, ref, true);
    return ref;
  }

  async #sendFile(puppet: Puppet, conversationId: string, { bytes, name }: ReadyFile): Promise<unknown> {
    const { FileBox } = await import('file-box');
    return puppet.messageSendFile(conversationId, FileBox.fromBuffer(Buffer.from(bytes), name));
  }

  /** The platform's id, or one of ours: several puppets do not tell the id of what they sent. */
  #refOf(id: unknown): MessageRef {
    this.#count += 1;
    const told = typeof id === 'string' && id !== '' ? id : undefined;
    return messageRef(told ?? `sent-${this.#options.settings.now().toString(36)}-${this.#count}`);
  }
}

/** Who is in a group besides the bot, with the names shown there. */
export async function roomMembers(puppet: Puppet, directory: Directory, roomId: string): Promise<Mention[]> {
  const ids = (await puppet.roomMemberList(roomId)).filter((id) => id !== puppet.currentUserId);
  const member = async (id: string): Promise<Mention> => {
    const contact = await puppet.contactPayload(id).catch(() => undefined);
    return {
      id: await directory.knownRef(id),
      name: (await roomName(puppet, roomId, id)) || contact?.name || '',
    };
  };
  return Promise.all(ids.map(member));
}
