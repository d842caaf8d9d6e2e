import { badRequest } from '../errors.ts';
import { mediaFields, type StoredFile } from '../files.ts';
import type { Upload } from '../multipart.ts';
import { Params } from '../params.ts';
import { forBot } from '../privacy.ts';
import { readCaption } from '../text.ts';
import type { MediaKind, TgMessage } from '../types.ts';
import { type Call, isGroup, type Method, type Methods } from './method.ts';
import { deliver, readTarget } from './target.ts';

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
const ALBUM_KINDS = ['photo', 'video', 'audio', 'document'];

interface InputMedia extends Record<string, unknown> {
  type: MediaKind;
  media: string;
}

/** The file of a call: uploaded, attached under another name, known by its id, or an address on the web. */
function readFile({ world, params }: Call, kind: MediaKind, field: string, value: string): StoredFile {
  const attached = value.startsWith('attach://') ? value.slice('attach://'.length) : field;
  const upload = params.uploads.get(attached);
  if (upload) return world.files.add(kind, checkUpload(kind, upload));
  if (value === '' || value.startsWith('attach://')) {
    throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`);
  }
  if (/^https?:\/\//.test(value)) {
    return world.files.add(kind, { bytes: Buffer.from(value), fileName: value.split('/').at(-1) ?? 'file' });
  }
  const known = world.files.find(value);
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified');
  if (known.kind !== kind) {
    throw badRequest(`can't use file of type ${title(known.kind)} as ${title(kind)}`);
  }
  return known;
}

const title = (kind: MediaKind): string =>
  kind.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

function checkUpload(kind: MediaKind, upload: Upload): Upload {
  const { length } = upload.bytes;
  if (length === 0) throw badRequest('file must be non-empty');
  if (kind === 'photo' && length > MAX_PHOTO_BYTES) throw badRequest('file is too big for a photo');
  if (length > MAX_UPLOAD_BYTES) throw badRequest('file is too big');
  return upload;
}

function captionFields(params: Params): Partial<TgMessage> {
  const { text, entities } = readCaption(params);
  if (text === '') return {};
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

const sendOne =
  (kind: MediaKind): Method =>
  (call) => {
    const caption = kind === 'sticker' || kind === 'video_note' ? {} : captionFields(call.params);
    const target = readTarget(call);
    const file = readFile(call, kind, kind, call.params.text(kind));
    const media = mediaFields(call.world.files, file, call.params.fields);
    return deliver(call, target, { ...media, ...caption });
  };

function sendMediaGroup(call: Call): TgMessage[] {
  const { world, params } = call;
  const items = params.json<InputMedia[]>('media', 'media') ?? [];
  if (!Array.isArray(items)) throw badRequest('expected an Array of InputMedia');
  if (items.length === 0) throw badRequest('there are no messages to send');
  if (items.length > 10) throw badRequest('too many messages to send as an album');
  const target = readTarget(call);
  const contents = items.map((item) => albumItem(call, item));
  world.limits.spend(target.chat.id, isGroup(target.chat), items.length);
  const media_group_id = world.nextAlbumId();
  return contents.map((content) => {
    const fields = { ...content, ...target.common, media_group_id };
    return forBot(world.post(target.chat, world.bot, fields, target.replyTo).message);
  });
}

function albumItem(call: Call, item: InputMedia): Partial<TgMessage> {
  if (!ALBUM_KINDS.includes(item.type)) {
    throw badRequest(`can't parse InputMedia: type "${item.type}" is not allowed in albums`);
  }
  if (typeof item.media !== 'string') throw badRequest("can't parse InputMedia: media not found");
  const caption = captionFields(new Params(item));
  const file = readFile(call, item.type, '', item.media);
  return { ...mediaFields(call.world.files, file, item), ...caption };
}

/** Methods that send files. */
export const mediaMethods: Methods = {
  sendPhoto: sendOne('photo'),
  sendVoice: sendOne('voice'),
  sendAudio: sendOne('audio'),
  sendVideo: sendOne('video'),
  sendVideoNote: sendOne('video_note'),
  sendAnimation: sendOne('animation'),
  sendDocument: sendOne('document'),
  sendSticker: sendOne('sticker'),
  sendMediaGroup,
};
