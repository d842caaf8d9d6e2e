import type { AccountId } from '../../domain/ids.ts';
import type { Media, MediaKind } from '../channel.ts';
import { DOWNLOAD_LIMIT, type TgFile, type TgMessage } from './bot-api.ts';

/** Marks the id of a round video: Telegram refuses to send one as an ordinary video by its file id. */
export const VIDEO_NOTE = 'video_note:';

/** Telegram's file id within a Media id of this channel. */
export const fileId = (id: string): string => (id.startsWith(VIDEO_NOTE) ? id.slice(VIDEO_NOTE.length) : id);

/** The file of a message, largest size of a photo; undefined when it has none. */
export function decodeMedia(message: TgMessage, account: AccountId): Media | undefined {
  const { photo, voice, audio, video, video_note, animation, sticker, document } = message;
  const largest = photo && largestPhoto(photo);
  if (largest) return media('photo', largest, account, 'image/jpeg');
  if (voice) return media('voice', voice, account, 'audio/ogg');
  if (audio) return media('audio', audio, account);
  if (video) return media('video', video, account);
  if (video_note) return media('video', video_note, account, 'video/mp4', VIDEO_NOTE);
  // An animation is repeated as a document for old clients, so it is looked for first.
  if (animation) return media('animation', animation, account, 'video/mp4');
  if (sticker) return media('sticker', sticker, account, stickerType(sticker));
  if (document) return media('document', document, account);
  return undefined;
}

function media(
  kind: MediaKind,
  file: TgFile,
  account: AccountId,
  type?: string,
  prefix = '',
): Media | undefined {
  if (typeof file.file_id !== 'string') return undefined;
  const known = file.mime_type ?? type;
  const tooLarge = (file.file_size ?? 0) > DOWNLOAD_LIMIT;
  return {
    kind,
    account,
    id: prefix + file.file_id,
    ...(known && { type: known }),
    ...(file.file_name && { name: file.file_name }),
    ...(file.file_size && { size: file.file_size }),
    ...(tooLarge && { problem: 'too-large' }),
  };
}

function largestPhoto(sizes: readonly TgFile[]): TgFile | undefined {
  const area = (size: TgFile): number => (size.width ?? 0) * (size.height ?? 0);
  return sizes.reduce<TgFile | undefined>(
    (best, size) => (best && area(best) > area(size) ? best : size),
    undefined,
  );
}

function stickerType(sticker: TgFile): string {
  if (sticker.is_animated) return 'application/x-tgsticker';
  return sticker.is_video ? 'video/webm' : 'image/webp';
}
