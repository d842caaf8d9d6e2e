import { fileTypeFromBuffer } from 'file-type';
import type { MediaKind } from '../channel.ts';

/** What a file is, judged by its bytes. */
export interface Sniffed {
  readonly kind: MediaKind;
  readonly type: string;
  readonly extension: string;
}

const DOCUMENTS = new Set([
  'application/pdf',
  'application/rtf',
  'application/x-cfb', // Word, Excel and PowerPoint up to 2003
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
]);

const IMAGES = /^image\/(jpeg|png|apng|gif|webp|avif|heic|heif|bmp|tiff)/;

/** Judges a file by its bytes, never by its name; undefined when it is not a kind that people may send. */
export async function sniff(bytes: Uint8Array, recorded: boolean): Promise<Sniffed | undefined> {
  const found = await fileTypeFromBuffer(bytes);
  if (!found) return undefined;
  const { mime, ext: extension } = found;
  // A recorder's WebM or MP4 with only sound in it looks like a video from its first bytes.
  if (recorded && /^(audio|video)\/(webm|ogg|mp4|x-m4a|opus|wav)/.test(mime)) {
    return { kind: 'voice', type: mime.replace(/^video\//, 'audio/'), extension };
  }
  if (IMAGES.test(mime)) return { kind: mime === 'image/gif' ? 'animation' : 'photo', type: mime, extension };
  if (mime.startsWith('video/')) return { kind: 'video', type: mime, extension };
  if (mime.startsWith('audio/')) return { kind: 'audio', type: mime, extension };
  return DOCUMENTS.has(mime) ? { kind: 'document', type: mime, extension } : undefined;
}

/** A file name that is safe to show and to save under: no path, no control or direction characters, never empty. */
export function cleanName(name: string | undefined, extension: string): string {
  const base = (name ?? '').split(/[\\/]/).pop() ?? '';
  const clean = base
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '')
    .trim()
    .slice(-120);
  return clean.replace(/^\.+/, '') || `file.${extension}`;
}
