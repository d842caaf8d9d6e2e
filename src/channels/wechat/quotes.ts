import type { ChatRef, MessageRef } from '../../domain/ids.ts';

/** A quote reply as every WeChat client writes it into the text: 「name：quoted」, a line of dashes, the reply. */
const QUOTE = /^「(.*?)」\n(?:- ){3,}-?[ \n]*(.*)$/su;
const PER_CHAT = 300;
const CHATS = 2000;
const KEPT = 200;

/** A text that quotes another. */
export interface Quote {
  /** Name and quoted text, as in `name：text`. */
  readonly head: string;
  readonly reply: string;
}

/** The parts of a quote reply, or undefined when the text is none. */
export function parseQuote(text: string): Quote | undefined {
  const match = QUOTE.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? { head: match[1], reply: match[2] } : undefined;
}

/** What stands behind each colon of `name：text`; names may hold colons themselves. */
function* quotedTexts(head: string): Generator<string> {
  for (const match of head.matchAll(/[：:]/gu)) yield head.slice(match.index + 1);
}

const comparable = (text: string): string => text.replace(/\s+/gu, ' ').trim().slice(0, KEPT);

interface Said {
  readonly text: string;
  readonly ref: MessageRef;
  readonly own: boolean;
}

/** The last messages of each chat, to find out what a quote quotes: quotes carry text, not ids. Lost at a restart. */
export class RecentTexts {
  readonly #chats = new Map<ChatRef, Said[]>();

  /** Remembers a message; `own` when the bot wrote it. */
  add(chat: ChatRef, text: string, ref: MessageRef, own: boolean): void {
    const kept = comparable(text);
    if (kept === '') return;
    const said = this.#chats.get(chat) ?? [];
    this.#chats.delete(chat);
    this.#chats.set(chat, said);
    said.push({ text: kept, ref, own });
    if (said.length > PER_CHAT) said.shift();
    const [oldest] = this.#chats.keys();
    if (this.#chats.size > CHATS && oldest !== undefined) this.#chats.delete(oldest);
  }

  /** The newest message that reads like the quoted one; clients shorten long quotes. */
  find(chat: ChatRef, quote: Quote): { ref: MessageRef; own: boolean } | undefined {
    const said = this.#chats.get(chat) ?? [];
    for (const quoted of quotedTexts(quote.head)) {
      const wanted = comparable(quoted.replace(/(?:…|\.{3})$/u, ''));
      if (wanted === '') continue;
      const shortened = wanted.length < comparable(quoted).length;
      const found = said.findLast(({ text }) => text === wanted || (shortened && text.startsWith(wanted)));
      if (found) return found;
    }
    return undefined;
  }
}
