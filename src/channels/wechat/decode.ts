import { type AccountId, messageRef } from '../../domain/ids.ts';
import type { ContactCard, Inbound, Media, Place } from '../channel.ts';
import { address, isCommand } from './addressed.ts';
import { parseQuote, type RecentTexts } from './quotes.ts';
import type { ReadMessage } from './read-message.ts';
import { MESSAGE, type RawMessage } from './sdk.ts';

/** What decoding needs to know beside the message. */
export interface DecodeContext {
  readonly account: AccountId;
  readonly keywords: readonly string[];
  readonly commandWords: readonly string[];
  readonly recent: RecentTexts;
}

/** What had to be fetched for a message that is not plain text. */
export interface Details {
  readonly text?: string;
  readonly media?: readonly Media[];
  readonly place?: Place;
  readonly contact?: ContactCard;
  readonly unsupported?: string;
}

/**
 * Text that a person may have written. For everything but text most puppets hand on the protocol's own markup, file
 * names or keys in this field; some hand on a caption.
 */
export function writtenText(message: RawMessage): string | undefined {
  const text = message.text ?? '';
  if (message.type === MESSAGE.Text) return text;
  const isMarkup = /^\s*(?:[<{[]|&lt;|@[0-9a-f]{16,}|wxid_)/u.test(text) || /<\/?\w+[^>]*>/u.test(text);
  return text === '' || isMarkup || text === message.filename ? undefined : text;
}

function mentionsOf(message: RawMessage): readonly string[] {
  return 'mentionIdList' in message ? (message.mentionIdList ?? []) : [];
}

interface ReadText {
  readonly text: string;
  readonly addressed: boolean;
  readonly replyTo?: Inbound['replyTo'];
}

/**
 * Reads text, quote and mention. A quote that is found becomes `replyTo` and leaves the text, as its words are not
 * the sender's; one that is not found stays in the text, unless a command follows it, which nobody could read then.
 */
function readText(read: ReadMessage, written: string, context: DecodeContext): ReadText {
  const quote = parseQuote(written);
  const quoted = quote && context.recent.find(read.chat.id, quote);
  const quotesBot = quoted?.own ?? read.selfNames.some((name) => quote?.head.startsWith(`${name}：`));
  const mentions = mentionsOf(read.message);
  const spoken = address(quote?.reply ?? written, {
    mentioned: mentions.includes(read.selfId),
    mentions: mentions.length,
    names: read.selfNames,
    keywords: context.keywords,
    commandWords: context.commandWords,
    quotesBot,
  });
  const whole = quote !== undefined && !quoted && !isCommand(spoken.text, context.commandWords);
  return {
    text: whole ? written : spoken.text,
    addressed: read.chat.kind === 'private' || spoken.addressed,
    ...(quoted ? { replyTo: quoted.ref } : {}),
  };
}

/** The message as the port has it, without what must be fetched; remembers its text for later quotes. */
export function decode(read: ReadMessage, context: DecodeContext): Inbound {
  const ref = messageRef(read.message.id);
  const written = writtenText(read.message);
  const spoken = written === undefined ? undefined : readText(read, written, context);
  const inbound: Inbound = {
    account: context.account,
    id: read.message.id,
    chat: read.chat,
    sender: read.sender,
    at: new Date(read.at).toISOString(),
    addressed: spoken?.addressed ?? read.chat.kind === 'private',
    ref,
    ...(spoken?.replyTo ? { replyTo: spoken.replyTo } : {}),
    ...(spoken ? { text: spoken.text } : {}),
  };
  if (spoken) context.recent.add(read.chat.id, spoken.text, ref, false);
  return inbound;
}

/** Puts fetched details into a decoded message; of an unsupported type nothing else is kept. */
export function complete(inbound: Inbound, details: Details): Inbound {
  if (details.unsupported === undefined) return { ...inbound, ...details };
  const { account, id, chat, sender, at, addressed, ref } = inbound;
  return {
    account,
    id,
    chat,
    sender,
    at,
    addressed,
    ...(ref ? { ref } : {}),
    unsupported: details.unsupported,
  };
}
