import { randomBytes } from 'node:crypto';
import { badRequest } from './errors.ts';
import type { Upload } from './multipart.ts';
import type { MediaKind, TgFileRef, TgMessage } from './types.ts';

/** getFile refuses anything bigger, as the hosted Bot API does. */
export const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

/** A file as the emulator keeps it; `size` may claim more than `bytes` holds. */
export interface StoredFile {
  id: string;
  uniqueId: string;
  kind: MediaKind;
  bytes: Buffer;
  size: number;
  path: string;
  fileName?: string;
  mime?: string;
}

const DEFAULTS: Record<MediaKind, { folder: string; extension: string; mime: string }> = {
  photo: { folder: 'photos', extension: 'jpg', mime: 'image/jpeg' },
  voice: { folder: 'voice', extension: 'oga', mime: 'audio/ogg' },
  audio: { folder: 'music', extension: 'mp3', mime: 'audio/mpeg' },
  video: { folder: 'videos', extension: 'mp4', mime: 'video/mp4' },
  video_note: { folder: 'video_notes', extension: 'mp4', mime: 'video/mp4' },
  animation: { folder: 'animations', extension: 'mp4', mime: 'video/mp4' },
  document: { folder: 'documents', extension: 'bin', mime: 'application/octet-stream' },
  sticker: { folder: 'stickers', extension: 'webp', mime: 'image/webp' },
};

/** All files anyone has sent. */
export class Files {
  private readonly byId = new Map<string, StoredFile>();
  private readonly byPath = new Map<string, StoredFile>();

  add(kind: MediaKind, upload: Upload & { size?: number }): StoredFile {
    const { folder, extension, mime } = DEFAULTS[kind];
    const ending = /\.(\w{1,8})$/.exec(upload.fileName ?? '')?.[1] ?? extension;
    const file: StoredFile = {
      id: `${kind.slice(0, 2).toUpperCase()}AC${randomBytes(36).toString('base64url')}`,
      uniqueId: `AQAD${randomBytes(8).toString('base64url')}`,
      kind,
      bytes: upload.bytes,
      size: upload.size ?? upload.bytes.length,
      path: `${folder}/file_${this.byPath.size}.${ending}`,
      mime: upload.mime && upload.mime !== 'application/octet-stream' ? upload.mime : mime,
      ...(upload.fileName && { fileName: upload.fileName }),
    };
    this.byId.set(file.id, file);
    this.byPath.set(file.path, file);
    return file;
  }

  get(id: string): StoredFile {
    const file = this.byId.get(id);
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    return file;
  }

  find(id: string): StoredFile | undefined {
    return this.byId.get(id);
  }

  atPath(path: string): StoredFile | undefined {
    return this.byPath.get(path);
  }

  /** Makes a file unavailable, as happens to old ones. */
  expire(id: string): void {
    const file = this.byId.get(id);
    if (file) this.byPath.delete(file.path);
    this.byId.delete(id);
  }
}

/** The message fields that carry this file. */
export function mediaFields(
  files: Files,
  file: StoredFile,
  extra: Record<string, unknown>,
): Partial<TgMessage> {
  const ref: TgFileRef = { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size };
  const named = { ...ref, file_name: file.fileName, mime_type: file.mime };
  const { duration = 3, width = 1280, height = 720, title, performer, emoji } = extra;
  switch (file.kind) {
    case 'photo':
      return { photo: [thumbnail(files), { ...ref, width: 1280, height: 960 }] };
    case 'voice':
      return { voice: { ...ref, duration, mime_type: file.mime ?? 'audio/ogg' } };
    case 'audio':
      return { audio: { ...named, duration, title, performer } as TgFileRef };
    case 'video':
      return { video: { ...named, duration, width, height } as TgFileRef };
    case 'video_note':
      return { video_note: { ...ref, duration, length: 240 } };
    case 'animation':
      return {
        animation: { ...named, duration, width, height } as TgFileRef,
        document: named as TgFileRef,
      };
    case 'document':
      return { document: named as TgFileRef };
    case 'sticker':
      return {
        sticker: {
          ...ref,
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
          emoji,
        },
      };
  }
}

/** Telegram offers small renderings first; taking the wrong one must be visible, so their bytes differ. */
function thumbnail(files: Files): TgFileRef {
  const file = files.add('photo', { bytes: Buffer.from('thumbnail') });
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size, width: 90, height: 67 };
}
