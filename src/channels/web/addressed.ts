import { HANDLE } from './context.ts';

/** A desk message as the bot should read it: whether it is meant for the bot, and the text without the mention. */
export interface Addressed {
  readonly addressed: boolean;
  readonly text: string;
}

/** Commands, known command words and `@bot` are for the bot; anything else is colleagues talking to each other. */
export function readAddress(text: string, commandWords: readonly string[]): Addressed {
  const trimmed = text.trimStart();
  const mention = new RegExp(`(^|[\\s，。,.!?！？])${HANDLE}(?![\\w-])`, 'iu');
  const leading = new RegExp(`^${HANDLE}(?![\\w-])[\\s,，:：]*`, 'iu');
  if (leading.test(trimmed)) return { addressed: true, text: trimmed.replace(leading, '') };
  const command = trimmed.startsWith('/') || commandWords.some((word) => startsWithWord(trimmed, word));
  return { addressed: command || mention.test(trimmed), text };
}

/** Chinese is written without spaces: 认领12 is the word 认领; claims is not the word claim. */
function startsWithWord(text: string, word: string): boolean {
  if (word === '' || !text.toLowerCase().startsWith(word.toLowerCase())) return false;
  const next = text.slice(word.length, word.length + 1);
  return /\p{Script=Han}$/u.test(word) ? !/\p{Script=Han}/u.test(next) : !/[\p{L}\p{M}\p{N}_-]/u.test(next);
}
