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
  // Its byte-order mark looks like the beginning of a recording.
  const wide = wideEncoding(bytes);
  if (wide && isPlainText(bytes, wide)) return TABLE;
  const found = await fileTypeFromBuffer(bytes);
  if (!found) return isPlainText(bytes, 'latin1') ? TABLE : undefined;
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

/** What no table has, and pages and drawings with scripts do. */
const MARKUP = /<(?:[!?]|html|head|body|script|svg|iframe|meta)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/;

/** A table as spreadsheets save it: text, and no page. */
const TABLE: Sniffed = { kind: 'document', type: 'text/csv', extension: 'csv' };

function wideEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Only Latin letters are looked for, and those are the same in every encoding that is not wide. */
function isPlainText(bytes: Uint8Array, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes);
  return !CONTROL.test(text) && !MARKUP.test(text);
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
