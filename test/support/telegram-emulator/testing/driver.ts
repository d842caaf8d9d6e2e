import type { TelegramEmulator } from '../index.ts';

/** A message that a bot has seen. */
export interface Said {
  text: string;
  chatId: number;
  fileId?: string;
}

/** A refusal as a library reports it. */
export interface Refusal {
  code: number;
  description: string;
  retryAfter?: number;
}

/** The same small bot on either library: echoes, offers a button, edits, sends and fetches files. */
export interface Driver {
  readonly said: Said[];
  /** Resolves when the first long poll has arrived. */
  start(tg: TelegramEmulator): Promise<void>;
  stop(): Promise<void>;
  /** How polling ended: undefined when it was stopped, otherwise why it failed. */
  ended(): Promise<unknown>;
  sendText(chatId: number, text: string): Promise<{ message_id: number }>;
  sendFile(chatId: number, bytes: Buffer, caption: string): Promise<unknown>;
  sendAlbum(chatId: number, files: Buffer[]): Promise<unknown>;
  fileUrl(tg: TelegramEmulator, fileId: string): Promise<string>;
  refusal(error: unknown): Refusal | undefined;
}

/** What both bots offer. */
export const MENU = { reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] } };

/** What a bot answers to a message, and what it notes of it; nothing for service messages. */
export function readSaid(
  chatId: number,
  message: { text?: string; caption?: string; photo?: { file_id: string }[] },
): Said | undefined {
  const text = message.text ?? message.caption;
  const fileId = message.photo?.at(-1)?.file_id;
  if (text === undefined && fileId === undefined) return undefined;
  return { text: text ?? '', chatId, ...(fileId && { fileId }) };
}
