import type { Params } from './driver.ts';
import type { Attachment, Shape } from './encode-media.ts';
import { captionParams, type TextPart } from './encode-text.ts';

/** One call of a Bot API method that creates messages. */
export interface Call {
  readonly method: string;
  readonly params: Params;
  /** Its message carries the choices. */
  readonly main: boolean;
}

/** A call whose message carries no choices. */
export const call = (method: string, params: Params): Call => ({ method, params, main: false });

/** Most files in one album. */
const ALBUM_LIMIT = 10;

const METHOD: Readonly<Record<Shape, string>> = {
  photo: 'sendPhoto',
  voice: 'sendVoice',
  audio: 'sendAudio',
  video: 'sendVideo',
  video_note: 'sendVideoNote',
  animation: 'sendAnimation',
  sticker: 'sendSticker',
  document: 'sendDocument',
};

/** Shapes that may share an album: pictures and films mix, the others only with their own kind. */
const ALBUM: Partial<Record<Shape, string>> = {
  photo: 'scenes',
  video: 'scenes',
  document: 'documents',
  audio: 'audio',
};

/** Neighbours that Telegram takes as one album, in groups of at most ten. */
export function albums(files: readonly Attachment[]): Attachment[][] {
  const groups: Attachment[][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    const kind = ALBUM[file.shape];
    const joins = kind && last && last.length < ALBUM_LIMIT && last[0] && ALBUM[last[0].shape] === kind;
    if (joins) last.push(file);
    else groups.push([file]);
  }
  return groups;
}

/** The caption, when all fits one: stickers and round videos show none, and an album with one carries no choices. */
export function captionFor(
  groups: readonly Attachment[][],
  parts: readonly TextPart[],
  choices: boolean,
): TextPart | undefined {
  const [group, ...others] = groups;
  const [part, ...rest] = parts;
  if (!group || others.length > 0 || rest.length > 0) return undefined;
  if (group.some((file) => file.shape === 'sticker' || file.shape === 'video_note')) return undefined;
  return choices && group.length > 1 ? undefined : part;
}

/** A file on its own, or an album with the caption on its first file. */
export function encodeGroup(group: readonly Attachment[], caption: TextPart | undefined): Call {
  const captioned = caption ? captionParams(caption) : {};
  const [first] = group;
  if (group.length === 1 && first)
    return call(METHOD[first.shape], { [first.shape]: first.file, ...captioned });
  const media = group.map(({ shape, file }, index) => ({
    type: shape,
    media: file,
    ...(index === 0 && captioned),
  }));
  return call('sendMediaGroup', { media });
}
