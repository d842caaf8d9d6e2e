import { ChannelError } from '../../errors.ts';
import type { Media } from '../channel.ts';
import type { Api } from './api.ts';
import { DOWNLOAD_LIMIT, type TgFile } from './bot-api.ts';
import { fileId } from './decode-media.ts';
import { type DriverOptions, noAnswer } from './driver.ts';

/** A file's bytes and what is known of it. */
interface DownloadedFile {
  readonly bytes: Uint8Array;
  readonly type?: string;
  readonly name?: string;
}

/** How long fetching one file may take, in milliseconds. */
const DOWNLOAD_MS = 60_000;

const TYPE: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  pdf: 'application/pdf',
  tgs: 'application/x-tgsticker',
};

/** Fetches a received file of at most 20 MB; throws only ChannelError (`too-large`, `rejected`). */
export async function downloadFile(api: Api, options: DriverOptions, media: Media): Promise<DownloadedFile> {
  if ((media.size ?? 0) > DOWNLOAD_LIMIT) throw tooLarge();
  const file = await api.call<TgFile>('getFile', { file_id: fileId(media.id) }, 'repeatable');
  if ((file.file_size ?? 0) > DOWNLOAD_LIMIT) throw tooLarge();
  if (!file.file_path) throw new ChannelError('permanent', 'the file has no path', { reason: 'rejected' });
  const bytes = await fetchBytes(`${options.apiRoot}/file/bot${options.token}/${file.file_path}`);
  const type = media.type ?? TYPE[file.file_path.split('.').at(-1)?.toLowerCase() ?? ''];
  return { bytes, ...(type && { type }), ...(media.name && { name: media.name }) };
}

/** The address holds the token, and fetch names it in its errors: none of them may leave this function. */
async function fetchBytes(url: string): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(DOWNLOAD_MS);
  try {
    const response = await fetch(url, { signal, redirect: 'error' });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw refused(response.status);
    }
    return await readLimited(response.body);
  } catch (error) {
    if (error instanceof ChannelError) throw error;
    const cause = noAnswer(error, signal);
    throw new ChannelError('retry', `file: ${cause.message}`, { cause });
  }
}

async function readLimited(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > DOWNLOAD_LIMIT) throw tooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function refused(status: number): ChannelError {
  if (status === 429 || status >= 500) return new ChannelError('retry', `file: ${status}`);
  return new ChannelError('permanent', `file: ${status}`, { reason: 'rejected' });
}

const tooLarge = (): ChannelError =>
  new ChannelError('permanent', 'the file is larger than 20 MB', { reason: 'too-large' });
