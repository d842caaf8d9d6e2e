import type { AccountId } from '../../domain/ids.ts';
import type { Media, MediaStore, Outgoing } from '../channel.ts';
import { cleanText } from './decode.ts';
import type { WebContent, WebFile } from './web-store.ts';

/** What the history keeps of an outgoing message; files that came with their bytes are kept first. */
export async function encode(outgoing: Outgoing, account: AccountId, media: MediaStore): Promise<WebContent> {
  const { text, choices, place, contact, mentions, card } = outgoing;
  const files: WebFile[] = [];
  for (const file of outgoing.media ?? []) files.push(await keep(file, account, media));
  const quoted = /^\d{1,15}$/.test(outgoing.replyTo ?? '') ? Number(outgoing.replyTo) : undefined;
  return clean({
    ...(text ? { text } : {}),
    ...(choices?.length ? { choices } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(place ? { place } : {}),
    ...(contact ? { contact } : {}),
    ...(quoted === undefined ? {} : { replyTo: quoted }),
    ...(mentions?.length ? { mentions } : {}),
    ...(card ? { card } : {}),
  });
}

const clean = (content: WebContent): WebContent =>
  JSON.parse(
    JSON.stringify(content, (_key, value) => (typeof value === 'string' ? cleanText(value) : value)),
  );

async function keep(file: Media, account: AccountId, media: MediaStore): Promise<WebFile> {
  const { kind, type, name, size, problem, bytes } = file;
  const about = {
    kind,
    ...(type ? { type } : {}),
    ...(name ? { name } : {}),
    ...(size === undefined ? {} : { size }),
  };
  if (problem) return { ...about, problem };
  if (bytes) {
    const kept = { bytes, type: type ?? 'application/octet-stream', ...(name ? { name } : {}) };
    return { ...about, size: bytes.length, id: await media.keep(account, kept) };
  }
  return file.account === account ? { ...about, id: file.id } : { ...about, problem: 'unavailable' };
}
