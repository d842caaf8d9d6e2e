import type { SenderRef } from '../../domain/ids.ts';
import type { ChatName } from './context.ts';
import { DESK } from './context.ts';
import type { WebFile, WebMessage } from './web-store.ts';

/** A message as one visitor's page receives it: no sender ids, no file ids. */
export interface MessageView {
  readonly chat: ChatName;
  readonly seq: number;
  readonly rev: number;
  readonly author: WebMessage['author'];
  readonly name?: string;
  readonly mine: boolean;
  /** The page's own id of a message it posted. */
  readonly id?: string;
  readonly at: string;
  readonly text?: string;
  readonly choices?: WebMessage['content']['choices'];
  readonly files?: readonly (Omit<WebFile, 'id'> & { readonly url?: string })[];
  readonly place?: WebMessage['content']['place'];
  readonly contact?: WebMessage['content']['contact'];
  readonly replyTo?: number;
  readonly mentions?: readonly string[];
  /** One of the mentions is the visitor. */
  readonly forMe?: boolean;
  readonly card?: boolean;
  readonly pressed?: boolean;
}

/** What `viewer` may see of a message of a chat they belong to. */
export function viewOf(message: WebMessage, viewer: SenderRef): MessageView {
  const { files, mentions, ...content } = message.content;
  const chat = message.chat === DESK ? 'desk' : 'me';
  const mine = message.sender === viewer;
  const id = mine ? message.clientId?.slice(viewer.length + 1) : undefined;
  return {
    ...content,
    chat,
    seq: message.seq,
    rev: message.rev,
    author: message.author,
    at: message.at,
    mine,
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(id === undefined ? {} : { id }),
    ...(files
      ? { files: files.map((file, index) => fileView(file, `/web/${chat}/files/${message.seq}/${index}`)) }
      : {}),
    ...(mentions
      ? { mentions: mentions.map(({ name }) => name), forMe: mentions.some((m) => m.id === viewer) }
      : {}),
  };
}

function fileView({ id, ...file }: WebFile, url: string): Omit<WebFile, 'id'> & { url?: string } {
  return id === undefined ? file : { ...file, url };
}
