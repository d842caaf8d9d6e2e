import type { AccountId } from '../../domain/ids.ts';
import type { Media, MediaKind } from '../channel.ts';
import { UPLOAD_LIMIT } from './bot-api.ts';
import { fileId, VIDEO_NOTE } from './decode-media.ts';
import { Upload } from './driver.ts';

/** How Telegram is told to show a file: also the name of the parameter that carries it. */
export type Shape = MediaKind | 'video_note';

/** A file ready to be sent: by id within the account that received it, by its bytes otherwise. */
export interface Attachment {
  readonly shape: Shape;
  readonly file: string | Upload;
}

/** Telegram shows larger pictures only as documents, in bytes. */
const PHOTO_LIMIT = 10 * 1024 * 1024;

/** Types that Telegram shows as the kind; others are sent as documents, which take anything. */
const SHOWN: Partial<Record<MediaKind, RegExp>> = {
  photo: /^image\/(jpeg|png|webp|bmp)$/,
  voice: /^audio\/(ogg|opus|mpeg|mp4|x-m4a)\b/,
  audio: /^audio\/(mpeg|mp3|mp4|x-m4a|m4a)\b/,
  video: /^video\/mp4$/,
  animation: /^(video\/mp4|image\/gif)$/,
  sticker: /^(image\/webp|video\/webm|application\/x-tgsticker)$/,
};

const EXTENSION: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'application/pdf': 'pdf',
  'application/x-tgsticker': 'tgs',
};

/** The file as Telegram takes it, or why it cannot be sent. */
export function encodeAttachment(
  media: Media,
  account: AccountId,
): Attachment | { readonly problem: Problem } {
  if (media.problem) return { problem: media.problem };
  if (media.account === account) {
    const shape = media.id.startsWith(VIDEO_NOTE) ? 'video_note' : media.kind;
    return { shape, file: fileId(media.id) };
  }
  if (!media.bytes) return { problem: 'unavailable' };
  if (media.bytes.byteLength > UPLOAD_LIMIT) return { problem: 'too-large' };
  const shape = shownAs(media, media.bytes);
  return { shape, file: new Upload(media.bytes, fileName(media, shape)) };
}

type Problem = NonNullable<Media['problem']>;

/** A GIF moves only as an animation; whatever else Telegram would refuse as its kind goes as a document. */
function shownAs({ kind, type = '' }: Media, bytes: Uint8Array): Shape {
  if (type === 'image/gif') return 'animation';
  if (kind === 'sticker' && SHOWN.photo?.test(type) && !SHOWN.sticker?.test(type)) return 'photo';
  if (kind === 'photo' && bytes.byteLength > PHOTO_LIMIT) return 'document';
  return !type || SHOWN[kind]?.test(type) ? kind : 'document';
}

/** A name safe within a multipart header; people see it on documents. */
function fileName({ name, type = '' }: Media, shape: Shape): string {
  const clean = name?.replace(/[\p{Cc}\p{Cf}"\\/:;%]+/gu, '_').trim();
  if (clean) return clean.slice(-100);
  const extension = EXTENSION[type.split(';')[0] ?? ''];
  return extension ? `${shape}.${extension}` : shape;
}
