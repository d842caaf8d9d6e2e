import type { Outgoing } from '../channel.ts';
import { shortenText } from '../split-text.ts';
import type { Params } from './driver.ts';
import { attachments, type EncodeContext, encodeChoices, NO_PREVIEW, withLines } from './encode.ts';
import { type Call, call } from './encode-album.ts';
import {
  CAPTION_LIMIT,
  captionParams,
  encodeText,
  TEXT_LIMIT,
  type TextPart,
  textParams,
} from './encode-text.ts';

/**
 * The calls that may change a sent message, likeliest first: only the platform knows whether it stands there as text
 * or as the caption of a file. Text is shortened to one message; no choices take the keyboard away.
 */
export function encodeEdit(ref: string, outgoing: Outgoing, context: EncodeContext): Call[] {
  const { files, lines } = attachments(outgoing.media ?? [], context);
  const text = withLines(outgoing, lines);
  const message = { chat_id: outgoing.chat, message_id: Number(ref) };
  const reply_markup: Params = encodeChoices(outgoing.choices ?? []);
  const asText = onePart(text, outgoing, TEXT_LIMIT);
  const asCaption = onePart(text, outgoing, CAPTION_LIMIT);
  if (!asText || !asCaption) return [call('editMessageReplyMarkup', { ...message, reply_markup })];
  const calls = [
    call('editMessageText', { ...message, ...textParams(asText), ...NO_PREVIEW, reply_markup }),
    call('editMessageCaption', { ...message, ...captionParams(asCaption), reply_markup }),
  ];
  return files.length === 1 && text.length <= CAPTION_LIMIT ? calls.reverse() : calls;
}

/** The text with the people it names, shortened until both fit one message. */
function onePart(text: string, { mentions = [] }: Outgoing, limit: number): TextPart | undefined {
  const named = mentions.reduce((sum, { name }) => sum + name.length + 1, 0);
  return encodeText(shortenText(text, Math.max(limit - named, limit / 2)), mentions, limit)[0];
}
