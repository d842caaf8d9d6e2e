import type { MediaKind } from '../channel.ts';
import { type Details, writtenText } from './decode.ts';
import { type MediaContext, receiveMedia } from './receive-media.ts';
import { MESSAGE, messageTypeName, type Puppet, type RawMessage } from './sdk.ts';
import { within } from './waiting.ts';

const MEDIA: Readonly<Record<number, MediaKind>> = {
  [MESSAGE.Image]: 'photo',
  [MESSAGE.Audio]: 'voice',
  [MESSAGE.Video]: 'video',
  [MESSAGE.Attachment]: 'document',
  [MESSAGE.Emoticon]: 'sticker',
};

/** True when nothing has to be fetched for this message. */
export const isPlainText = (message: RawMessage): boolean => message.type === MESSAGE.Text;

const lines = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join('\n');

/** A shared page or mini program, as text with its link. */
async function linkOf(puppet: Puppet, { id, type }: RawMessage): Promise<Details | undefined> {
  if (type === MESSAGE.Url) {
    const link = await puppet.messageUrl(id);
    return { text: lines(link.title, link.description, link.url) };
  }
  const program = await puppet.messageMiniProgram(id);
  const text = lines(program.title, program.description);
  return text === '' ? undefined : { text };
}

async function contactOf(puppet: Puppet, messageId: string): Promise<Details | undefined> {
  const contactId = await puppet.messageContact(messageId);
  if (!contactId) return undefined;
  const { name, phone } = await puppet.contactPayload(contactId);
  return name ? { contact: { name, ...(phone?.[0] ? { phone: phone[0] } : {}) } } : undefined;
}

/**
 * Within mainland China WeChat shifts its maps (GCJ-02), up to about 500 m from WGS 84. The point is handed on as it
 * came: where the shift begins is not public, and undoing it beyond the border would make a right point wrong.
 */
async function placeOf(puppet: Puppet, messageId: string): Promise<Details | undefined> {
  const { latitude, longitude, name, address } = await puppet.messageLocation(messageId);
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return undefined;
  const title = name || address;
  return { place: { latitude, longitude, ...(title ? { title } : {}) } };
}

function fetchers(puppet: Puppet, message: RawMessage): (() => Promise<Details | undefined>) | undefined {
  if (message.type === MESSAGE.Url || message.type === MESSAGE.MiniProgram)
    return () => linkOf(puppet, message);
  if (message.type === MESSAGE.Contact) return () => contactOf(puppet, message.id);
  if (message.type === MESSAGE.Location) return () => placeOf(puppet, message.id);
  return undefined;
}

/** Fetches what belongs to a message that is not plain text. Never throws: what cannot be had becomes `unsupported`. */
export async function fetchDetails(
  puppet: Puppet,
  message: RawMessage,
  context: MediaContext & { readonly callMs: number },
): Promise<Details> {
  const kind = MEDIA[message.type];
  if (kind) return { media: [await receiveMedia(puppet, message.id, kind, message.filename, context)] };
  const unsupported = { unsupported: messageTypeName(message.type) };
  const fetch = fetchers(puppet, message);
  if (!fetch) return unsupported;
  try {
    return (await within(fetch(), context.callMs, 'details')) ?? unsupported;
  } catch (error) {
    context.onProblem(error);
    return writtenText(message) === undefined ? unsupported : {};
  }
}
