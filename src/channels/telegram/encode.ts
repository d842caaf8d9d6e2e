import type { AccountId } from '../../domain/ids.ts';
import { ChannelError } from '../../errors.ts';
import type { Choice, ContactCard, Content, Media, MediaKind, Outgoing, Place } from '../channel.ts';
import type { Params } from './driver.ts';
import { albums, type Call, call, captionFor, encodeGroup } from './encode-album.ts';
import { type Attachment, encodeAttachment } from './encode-media.ts';
import { CAPTION_LIMIT, encodeText, textParams } from './encode-text.ts';

/** The few words the channel itself puts into messages, in the team's language. */
export interface TelegramTexts {
  /** A line in place of a file that cannot be sent, such as "[video: too large to be passed on]". */
  missing(kind: MediaKind, problem: 'too-large' | 'unavailable', name?: string): string;
  /** The text above choices that come without one, such as "Please choose:". */
  readonly choose: string;
}

/** What encoding needs to know beside the message. */
export interface EncodeContext {
  readonly account: AccountId;
  readonly texts: TelegramTexts;
}

/** Longest callback_data, in bytes. */
const CALLBACK_LIMIT = 64;

/**
 * The calls that an outgoing message becomes, in order. Text of a single file or album is its caption when it fits;
 * otherwise it goes first, and after an album when there are choices, because an album cannot carry any.
 */
export function encode(outgoing: Outgoing, context: EncodeContext): Call[] {
  const { files, lines } = attachments(outgoing.media ?? [], context);
  const text = withLines(outgoing, lines);
  const mentions = outgoing.mentions ?? [];
  const keyboard = outgoing.choices?.some((row) => row.length > 0)
    ? encodeChoices(outgoing.choices)
    : undefined;
  const groups = albums(files);
  const caption = captionFor(groups, encodeText(text, mentions, CAPTION_LIMIT), keyboard !== undefined);
  const body = caption ? [] : encodeText(text, mentions);
  const bodyCalls = body.map((part) => call('sendMessage', { ...textParams(part), ...NO_PREVIEW }));
  const fileCalls = groups.map((group, index) => encodeGroup(group, index === 0 ? caption : undefined));
  const extras = [...encodePlace(outgoing.place), ...encodeContact(outgoing.contact)];
  const [only] = groups;
  const textLast = keyboard && groups.length === 1 && only && only.length > 1;
  const ordered = textLast
    ? [...fileCalls, ...bodyCalls, ...extras]
    : [...bodyCalls, ...fileCalls, ...extras];
  const calls = keyboard ? withKeyboard(ordered, keyboard, context) : ordered;
  return calls.map((one, index) => ({
    ...one,
    params: {
      chat_id: outgoing.chat,
      ...(outgoing.topic && { message_thread_id: Number(outgoing.topic) }),
      ...one.params,
      ...(index === 0 && replyTo(outgoing)),
    },
  }));
}

/** Rows of choices as an inline keyboard; throws when a choice is too long for Telegram to carry back. */
export function encodeChoices(rows: readonly (readonly Choice[])[]): Params {
  const button = ({ id, label }: Choice): Params => {
    if (Buffer.byteLength(id) > CALLBACK_LIMIT) {
      throw new ChannelError('permanent', 'a choice id is longer than 64 bytes', { reason: 'rejected' });
    }
    return { text: label.trim().toWellFormed() || '…', callback_data: id };
  };
  return { inline_keyboard: rows.filter((row) => row.length > 0).map((row) => row.map(button)) };
}

/** The text of a message, a line for every file that cannot be sent, and the name of a contact without a number. */
export function withLines({ text = '', contact }: Content, lines: readonly string[]): string {
  const name = contact && !contact.phone ? contact.name : '';
  // Half a surrogate pair would be refused as broken UTF-8.
  return [text, ...lines, name]
    .filter((line) => line.trim() !== '')
    .join('\n')
    .toWellFormed();
}

/** Files that can be sent, and lines for those that cannot. */
export function attachments(
  media: readonly Media[],
  { account, texts }: EncodeContext,
): { files: readonly Attachment[]; lines: readonly string[] } {
  const files: Attachment[] = [];
  const lines: string[] = [];
  for (const item of media) {
    const encoded = encodeAttachment(item, account);
    if ('problem' in encoded) lines.push(texts.missing(item.kind, encoded.problem, item.name));
    else files.push(encoded);
  }
  return { files, lines };
}

/** Parameters that keep Telegram from loading pages that are only mentioned. */
export const NO_PREVIEW = { link_preview_options: { is_disabled: true } } as const;

function encodePlace(place: Place | undefined): Call[] {
  if (!place) return [];
  const { latitude, longitude, title } = place;
  if (!title) return [call('sendLocation', { latitude, longitude })];
  return [call('sendVenue', { latitude, longitude, title, address: `${latitude}, ${longitude}` })];
}

function encodeContact(contact: ContactCard | undefined): Call[] {
  if (!contact?.phone) return [];
  return [
    call('sendContact', { phone_number: contact.phone, first_name: contact.name.trim() || contact.phone }),
  ];
}

/** Choices stand under the last part of the text, or else under the last message that can carry them. */
function withKeyboard(calls: readonly Call[], reply_markup: Params, { texts }: EncodeContext): Call[] {
  const captioned = calls.findIndex(
    ({ method, params }) => 'caption' in params && method !== 'sendMediaGroup',
  );
  const spoken = Math.max(
    captioned,
    calls.findLastIndex(({ method }) => method === 'sendMessage'),
  );
  const target = spoken >= 0 ? spoken : calls.findLastIndex(({ method }) => method !== 'sendMediaGroup');
  if (target < 0)
    return [...calls, { ...call('sendMessage', { text: texts.choose, reply_markup }), main: true }];
  return calls.map((one, index) =>
    index === target ? { ...one, params: { ...one.params, reply_markup }, main: true } : one,
  );
}

function replyTo({ replyTo: id }: Outgoing): Params {
  if (id === undefined) return {};
  return { reply_parameters: { message_id: Number(id), allow_sending_without_reply: true } };
}
