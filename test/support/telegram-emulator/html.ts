import { badRequest } from './errors.ts';
import type { TgEntity } from './types.ts';

/** Text without markup, and what the markup said. */
export interface Formatted {
  text: string;
  entities: TgEntity[];
}

interface OpenTag {
  tag: string;
  attributes: Record<string, string>;
  start: number;
}

const TYPES: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-emoji': 'custom_emoji',
};
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const NEXT_SPECIAL = /[<&]/g;
const CHARACTER = /&(?:(lt|gt|amp|quot);?|#(\d{1,7});?|#x([0-9a-f]{1,6});?)/iy;

const fail = (reason: string): never => {
  throw badRequest(`can't parse entities: ${reason}`);
};

/** Parses parse_mode HTML; throws Telegram's "can't parse entities" with the byte offset of the fault. */
export function parseHtml(source: string): Formatted {
  const entities: TgEntity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    NEXT_SPECIAL.lastIndex = at;
    const special = NEXT_SPECIAL.exec(source);
    const until = special ? special.index : source.length;
    text += source.slice(at, until);
    at = until;
    if (at >= source.length) break;
    if (source[at] === '&') {
      const [character, length] = decodeCharacter(source, at);
      text += character;
      at += length;
    } else if (source[at + 1] === '/') {
      at = closeTag(source, at, text, open, entities);
    } else {
      at = openTag(source, at, text, open);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) fail(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function decodeCharacter(source: string, at: number): [string, number] {
  CHARACTER.lastIndex = at;
  const found = CHARACTER.exec(source);
  if (!found) return ['&', 1];
  if (found[1]) return [NAMED[found[1].toLowerCase()] ?? '&', found[0].length];
  const code = found[2] ? Number(found[2]) : Number.parseInt(found[3] ?? '0', 16);
  if (code === 0 || code > 0x10ffff) return ['&', 1];
  return [String.fromCodePoint(code), found[0].length];
}

const byteOffset = (source: string, at: number): number => Buffer.byteLength(source.slice(0, at));

function openTag(source: string, at: number, text: string, open: OpenTag[]): number {
  const offset = byteOffset(source, at);
  const end = source.indexOf('>', at);
  const nameEnd = source.slice(at + 1).search(/[\s>]/);
  if (nameEnd < 0) fail(`Unclosed start tag at byte offset ${offset}`);
  const tag = source.slice(at + 1, at + 1 + nameEnd).toLowerCase();
  if (!Object.hasOwn(TYPES, tag)) fail(`Unsupported start tag "${tag}" at byte offset ${offset}`);
  if (end < 0) fail(`Unclosed start tag at byte offset ${offset}`);
  const attributes = readAttributes(source.slice(at + 1 + nameEnd, end));
  if (tag === 'span' && attributes.class !== 'tg-spoiler') {
    fail(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
  }
  open.push({ tag, attributes, start: text.length });
  return end + 1;
}

function readAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single, bare] of source.matchAll(
    /([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
  )) {
    const raw = double ?? single ?? bare ?? '';
    attributes[name.toLowerCase()] = raw.replace(/&(lt|gt|amp|quot);/g, (_, key: string) => NAMED[key] ?? '');
  }
  return attributes;
}

function closeTag(source: string, at: number, text: string, open: OpenTag[], out: TgEntity[]): number {
  const offset = byteOffset(source, at);
  const top = open.pop() ?? fail(`Unexpected end tag at byte offset ${offset}`);
  const end = source.indexOf('>', at);
  if (end < 0) fail(`Unclosed end tag at byte offset ${offset}`);
  const name = source
    .slice(at + 2, end)
    .trim()
    .toLowerCase();
  if (name !== '' && name !== top.tag) {
    fail(`Unmatched end tag at byte offset ${offset}, expected "</${top.tag}>", found "</${name}>"`);
  }
  const entity = toEntity(top, text);
  const last = out.at(-1);
  if (
    top.tag === 'pre' &&
    last?.type === 'code' &&
    last.offset === entity?.offset &&
    last.length === entity.length
  ) {
    out.pop();
    if (last.language && entity) entity.language = last.language;
  }
  if (entity) out.push(entity);
  return end + 1;
}

function toEntity({ tag, attributes, start }: OpenTag, text: string): TgEntity | undefined {
  const length = text.length - start;
  if (length === 0) return undefined;
  const entity: TgEntity = { type: TYPES[tag] ?? tag, offset: start, length };
  const language = /^language-(.+)$/.exec(attributes.class ?? '')?.[1];
  if (tag === 'a') {
    const url = attributes.href ?? text.slice(start);
    if (!/^[a-z]+:|\./i.test(url)) return undefined;
    entity.url = url;
  }
  if (tag === 'tg-emoji' && attributes['emoji-id']) entity.custom_emoji_id = attributes['emoji-id'];
  if (tag === 'code' && language) entity.language = language;
  if (tag === 'blockquote' && 'expandable' in attributes) entity.type = 'expandable_blockquote';
  return entity;
}
