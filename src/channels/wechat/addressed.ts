/** What a group message is held against. */
export interface Addressing {
  /** The puppet says that the bot was mentioned. */
  readonly mentioned: boolean;
  /** How many people were mentioned, as far as the puppet tells. */
  readonly mentions: number;
  /** The bot's names in this group, its nickname and its name there. */
  readonly names: readonly string[];
  readonly keywords: readonly string[];
  readonly commandWords: readonly string[];
  readonly quotesBot: boolean;
}

/** `/claim`, and `//note`. A bare slash is not enough: `/::)` and `/微笑` are WeChat's own faces. */
const COMMAND = /^\/(?:\/|[a-z])/iu;
/** Behind a mention stands U+2005 on phones and a plain space on computers. */
const AFTER_MENTION = /^[\u2005\u00a0\s]+/u;

/** The text behind a leading `@name`, or undefined when the text does not begin so. */
function withoutName(text: string, name: string): string | undefined {
  if (name === '' || !text.startsWith(`@${name}`)) return undefined;
  const rest = text.slice(name.length + 1);
  return rest === '' || AFTER_MENTION.test(rest) ? rest.replace(AFTER_MENTION, '') : undefined;
}

function stripMention(text: string, on: Addressing): { text: string; found: boolean } {
  const names = on.names.toSorted((one, other) => other.length - one.length);
  for (const name of names) {
    const rest = withoutName(text, name);
    if (rest !== undefined) return { text: rest, found: true };
  }
  // The bot may have a name in this group that the puppet does not tell; a lone mention can only be the bot's.
  const lone = on.mentioned && on.mentions === 1 ? /^@[^\u2005]*\u2005\s*/u.exec(text) : null;
  return lone ? { text: text.slice(lone[0].length), found: true } : { text, found: false };
}

const startsWithKeyword = (text: string, keywords: readonly string[]): boolean =>
  keywords.some((keyword) => {
    if (keyword === '' || !text.toLowerCase().startsWith(keyword.toLowerCase())) return false;
    const joined =
      /[\p{Script=Latin}\d]$/u.test(keyword) && /^[\p{Script=Latin}\d]/u.test(text.slice(keyword.length));
    return !joined;
  });

const startsWithCommandWord = (text: string, words: readonly string[]): boolean =>
  words.some(
    (word) => word !== '' && text.startsWith(word) && /^(?:$|[\s\d#@])/u.test(text.slice(word.length)),
  );

/** Whether a text is a command wherever it is written. */
export const isCommand = (text: string, commandWords: readonly string[]): boolean =>
  COMMAND.test(text) || startsWithCommandWord(text, commandWords);

/** Whether a group message speaks to the bot, and its text without a leading mention of the bot. */
export function address(text: string, on: Addressing): { addressed: boolean; text: string } {
  const stripped = stripMention(text, on);
  const within = on.names.some(
    (name) => name !== '' && new RegExp(`@${RegExp.escape(name)}(?:[\\u2005\\s]|$)`, 'u').test(text),
  );
  const addressed =
    on.mentioned ||
    on.quotesBot ||
    stripped.found ||
    within ||
    startsWithKeyword(stripped.text, on.keywords) ||
    isCommand(stripped.text, on.commandWords);
  return { addressed, text: stripped.text };
}
