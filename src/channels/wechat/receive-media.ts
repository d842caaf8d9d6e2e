import type { AccountId } from '../../domain/ids.ts';
import type { Media, MediaKind, MediaStore } from '../channel.ts';
import type { Puppet } from './sdk.ts';
import { within } from './waiting.ts';

/** The largest file that is kept, in bytes. */
export const MEDIA_LIMIT = 20 * 1024 * 1024;

type Box = Awaited<ReturnType<Puppet['messageFile']>>;

/** Where a file goes and how long it may take. */
export interface MediaContext {
  readonly account: AccountId;
  readonly store: MediaStore;
  readonly timeoutMs: number;
  /** Told why a file could not be kept, without its name. */
  readonly onProblem: (error: unknown) => void;
}

/** The bytes of a file, or undefined as soon as they exceed the limit. */
async function readBytes(box: Box): Promise<Uint8Array | undefined> {
  if (box.size !== undefined && box.size > MEDIA_LIMIT) return undefined;
  const stream = await box.toStream();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Leaving the loop closes the stream.
    if (size > MEDIA_LIMIT) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** WeChat's voice format, which no common library knows. */
const isSilk = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 10)).toString('latin1').includes('#!SILK_V3');

/** A file's MIME type by its content, else as the puppet says; names are not believed. */
export async function sniffType(bytes: Uint8Array, said: string | undefined): Promise<string> {
  if (isSilk(bytes)) return 'audio/silk';
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes);
  if (found) return found.mime;
  return said !== undefined && /^[\w.+-]+\/[\w.+-]+$/u.test(said) ? said : 'application/octet-stream';
}

/** Fetches and keeps the file of a message. Never throws: a file that cannot be kept is mentioned with its problem. */
export async function receiveMedia(
  puppet: Puppet,
  messageId: string,
  kind: MediaKind,
  filename: string | undefined,
  context: MediaContext,
): Promise<Media> {
  const { account, store } = context;
  const fetched = async (): Promise<Media> => {
    const box = await puppet.messageFile(messageId);
    const name = filename || box.name || undefined;
    const named = name === undefined ? {} : { name };
    const bytes = await readBytes(box);
    if (bytes === undefined) return { kind, account, id: messageId, ...named, problem: 'too-large' };
    const type = await sniffType(bytes, box.mediaType);
    const id = await store.keep(account, { bytes, type, ...named });
    return { kind, account, id, type, size: bytes.length, ...named };
  };
  try {
    return await within(fetched(), context.timeoutMs, 'file');
  } catch (error) {
    context.onProblem(error);
    return { kind, account, id: messageId, ...(filename ? { name: filename } : {}), problem: 'unavailable' };
  }
}
