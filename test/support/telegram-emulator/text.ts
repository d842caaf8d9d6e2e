import { badRequest } from './errors.ts';
import { type Formatted, parseHtml } from './html.ts';
import type { Params } from './params.ts';
import type { TgEntity } from './types.ts';

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const MAX_SOURCE_BYTES = 32_768;
const MAYBE_ENTITY = /[/@#.]/;
const PATTERNS: readonly [string, RegExp][] = [
  ['url', /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/gi],
  ['email', /(?<![\w.@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi],
  ['bot_command', /(?<![\w/])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/])/gi],
  ['mention', /(?<![\w@/])@[a-z0-9_]{3,32}\b/gi],
  ['hashtag', /(?<![\p{L}\p{N}_#])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/giu],
];

/** Finds what Telegram itself marks in a plain text: links, addresses, commands, mentions, hashtags. */
export function detectEntities(text: string, known: readonly TgEntity[] = []): TgEntity[] {
  const found: TgEntity[] = [...known];
  if (!MAYBE_ENTITY.test(text)) return found;
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const offset = match.index;
      const end = offset + match[0].length;
      const overlaps = found.some((e) => e.offset < end && offset < e.offset + e.length && !isStyle(e.type));
      if (!overlaps) found.push({ type, offset, length: match[0].length });
    }
  }
  return found.sort((a, b) => a.offset - b.offset || b.length - a.length);
}

const STYLES = new Set(['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote']);
const isStyle = (type: string): boolean => STYLES.has(type);

/** The text of a message to send, checked as Telegram does: 1 to 4096 characters after parsing. */
export function readText(params: Params): Formatted {
  const source = params.text('text');
  if (source === '') throw badRequest('message text is empty');
  const formatted = format(source, params.text('parse_mode'), params.json<TgEntity[]>('entities'));
  if (formatted.text === '') throw badRequest('text must be non-empty');
  if (formatted.text.length > MAX_TEXT) throw badRequest('message is too long');
  return formatted;
}

/** The caption of a medium to send; empty is fine, more than 1024 characters is not. */
export function readCaption(params: Params): Formatted {
  const entities = params.json<TgEntity[]>('caption_entities');
  const formatted = format(params.text('caption'), params.text('parse_mode'), entities);
  if (formatted.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  return formatted;
}

function format(source: string, parseMode: string, entities: TgEntity[] | undefined): Formatted {
  if (source.length * 3 > MAX_SOURCE_BYTES && Buffer.byteLength(source) > MAX_SOURCE_BYTES) {
    throw badRequest('text is too long');
  }
  const parsed = parseMarkup(source, parseMode.toLowerCase(), entities);
  const trimmed = trim(parsed);
  return { text: trimmed.text, entities: detectEntities(trimmed.text, trimmed.entities) };
}

function parseMarkup(source: string, mode: string, entities: TgEntity[] | undefined): Formatted {
  if (mode === 'html') return parseHtml(source);
  if (mode === 'markdown' || mode === 'markdownv2') {
    throw badRequest('the emulator does not parse Markdown; send HTML or entities');
  }
  if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode');
  return { text: source, entities: entities ?? [] };
}

function trim({ text, entities }: Formatted): Formatted {
  const left = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (trimmed.length === text.length) return { text, entities };
  const moved = entities.flatMap((entity) => {
    const start = Math.max(0, entity.offset - left);
    const end = Math.min(trimmed.length, entity.offset - left + entity.length);
    return end > start ? [{ ...entity, offset: start, length: end - start }] : [];
  });
  return { text: trimmed, entities: moved };
}
