import type { Choice, Content, Media } from '../channel.ts';
import { splitText } from '../split-text.ts';

/** WeChat clients cut or fold texts somewhat above this; counted in UTF-16 units, as the clients do. */
export const TEXT_LIMIT = 2000;

/** A file whose bytes are at hand. */
export interface ReadyFile {
  readonly media: Media;
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** What the pieces of a message are made of, with everything looked up that needs the platform. */
export interface Encodable {
  readonly content: Content;
  readonly files: readonly ReadyFile[];
  /** Lines for files that cannot be sent. */
  readonly missing: readonly string[];
  /** The mentions as they stand in the text: `@` and the name the group knows. */
  readonly mentionNames: readonly string[];
}

/** One call to the platform. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'file'; readonly file: ReadyFile };

/** The space WeChat clients put behind a mention; with it the clients draw the mention as one. */
export const MENTION_SPACE = '\u2005';

/** The choices as lines `1. label`, numbered from 1 over all rows: WeChat has no buttons for bots. */
export function numbered(choices: readonly (readonly Choice[])[]): string {
  return choices
    .flat()
    .map((choice, index) => `${index + 1}. ${choice.label}`)
    .join('\n');
}

/** Text, place, contact card and missing files, one below the other. Puppets disagree on cards and places, so they are lines. */
function bodyOf({ content, missing, mentionNames }: Encodable): string {
  const { text, place, contact } = content;
  const lines = [text];
  if (place) {
    const point = `${place.latitude.toFixed(6)}, ${place.longitude.toFixed(6)}`;
    lines.push(place.title ? `${place.title} (${point})` : point);
  }
  if (contact) lines.push([contact.name, contact.phone].filter(Boolean).join(' '));
  lines.push(...missing);
  const body = lines.filter((line) => line !== undefined && line !== '').join('\n');
  if (mentionNames.length === 0) return body;
  const mentions = mentionNames.map((name) => `@${name}${MENTION_SPACE}`).join('');
  return body === '' ? mentions : `${body} ${mentions}`;
}

/**
 * The calls that make up one message: files first, so that the numbered choices are the last thing a person reads.
 * The list of choices is kept in one piece, together with the end of the text where both fit.
 */
export function encode(message: Encodable): Piece[] {
  const body = bodyOf(message);
  const list = numbered(message.content.choices ?? []);
  const texts = body === '' ? [] : splitText(body, TEXT_LIMIT);
  if (list !== '') {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 2 + list.length <= TEXT_LIMIT)
      texts[texts.length - 1] = `${last}\n\n${list}`;
    else texts.push(...splitText(list, TEXT_LIMIT));
  }
  return [
    ...message.files.map((file): Piece => ({ type: 'file', file })),
    ...texts.map((text): Piece => ({ type: 'text', text })),
  ];
}
