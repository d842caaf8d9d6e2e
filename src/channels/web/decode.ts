import { z } from 'zod';
import { messageRef, type SenderRef } from '../../domain/ids.ts';
import type { Inbound, Media, Place } from '../channel.ts';
import { readAddress } from './addressed.ts';
import type { OpenChat, WebContext } from './context.ts';
import { Problem } from './problem.ts';
import { redeemTicket, uploadTicket } from './uploads.ts';
import type { NewWebMessage, WebContent, WebMessage } from './web-store.ts';

const SEQ = z.int().positive();

const PostedMessage = z.object({
  /** The page's own id of this message, the same at every attempt to post it. */
  id: z.uuid(),
  name: z.string().max(80).optional(),
  text: z.string().optional(),
  files: z.array(uploadTicket).optional(),
  place: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .optional(),
  replyTo: SEQ.optional(),
  choice: z.object({ id: z.string().regex(/^[\x21-\x7e]{1,60}$/), ref: SEQ }).optional(),
});

/** What a page posts, checked; nothing of it is believed beyond its shape. */
export type Posted = z.infer<typeof PostedMessage>;

/** Checks a posted body; a Problem that says what to do when it cannot be taken. */
export function parsePosted(web: WebContext, body: unknown): Posted {
  const parsed = PostedMessage.safeParse(body);
  if (!parsed.success) throw new Problem(400, 'bad_message');
  const { text, files, place, choice } = parsed.data;
  if ((text?.length ?? 0) > web.limits.text) throw new Problem(400, 'too_long');
  if ((files?.length ?? 0) > web.limits.files) throw new Problem(400, 'too_many_files');
  if (!text?.trim() && !files?.length && !place && !choice) throw new Problem(400, 'empty');
  return parsed.data;
}

/** PostgreSQL takes neither NUL nor half a character, and no keyboard makes them. */
export const cleanText = (text: string): string => text.toWellFormed().replaceAll('\0', '');

/** A posted message with what it refers to looked up in its own chat. */
export interface Incoming {
  readonly chat: OpenChat;
  readonly posted: Posted;
  readonly media: readonly Media[];
  readonly name?: string;
  /** The quoted message, when this chat has it. */
  readonly quoted?: WebMessage;
  /** Label of the pressed button, when the message still shows it. */
  readonly label?: string;
}

/** Looks up the quoted message, the pressed button and the uploaded files. */
export async function gather(web: WebContext, chat: OpenChat, posted: Posted): Promise<Incoming> {
  const media = (posted.files ?? []).map((ticket) => redeemTicket(web, chat.sender, ticket));
  const { replyTo, choice } = posted;
  const quoted = replyTo === undefined ? undefined : await web.store.get(chat.ref, replyTo);
  const pressed = choice && (await web.store.get(chat.ref, choice.ref));
  const label = pressed?.content.choices?.flat().find(({ id }) => id === choice?.id)?.label;
  const name = chat.staff?.name ?? (posted.name ? cleanText(posted.name).trim() : '');
  return {
    chat,
    posted,
    media,
    ...(name ? { name } : {}),
    ...(quoted ? { quoted } : {}),
    ...(label ? { label } : {}),
  };
}

/** What the chat's history keeps of it; undefined for a pressed desk button, which shows only on its card. */
export function historyOf(web: WebContext, incoming: Incoming, at: string): NewWebMessage | undefined {
  const { chat, posted, name, quoted, label } = incoming;
  if (posted.choice && (chat.name === 'desk' || !label)) return undefined;
  const isSecret = isDiscreetHere(web, incoming);
  const media = isSecret ? [] : incoming.media;
  const text = isSecret ? '🔒' : posted.choice ? label : posted.text && cleanText(posted.text);
  const content: WebContent = {
    ...(text ? { text } : {}),
    ...(posted.choice ? { pressed: true } : {}),
    ...(media.length > 0 ? { files: media.map(({ account: _account, ...file }) => file) } : {}),
    ...(posted.place && !isSecret ? { place: posted.place } : {}),
    ...(quoted ? { replyTo: quoted.seq } : {}),
  };
  return {
    chat: chat.ref,
    author: chat.name === 'desk' ? 'staff' : 'person',
    clientId: inboundId(chat.sender, posted.id),
    sender: chat.sender,
    ...(name ? { name } : {}),
    content,
    at,
  };
}

/** Everybody who works here reads the desk, also those who come later. */
function isDiscreetHere(web: WebContext, { chat, posted }: Incoming): boolean {
  if (chat.name !== 'desk' || !posted.text) return false;
  const { text } = readAddress(cleanText(posted.text), web.commandWords ?? []);
  return web.isDiscreet?.(text) ?? false;
}

/** The update's id: the page's own, kept apart from every other sender's. */
export const inboundId = (sender: SenderRef, id: string): string => `${sender}.${id.toLowerCase()}`;

/** The port's message; `stored` is its place in the history, absent for a press that is not kept there. */
export function decode(
  web: WebContext,
  incoming: Incoming,
  stored: WebMessage | undefined,
  place: { at: string; locale?: string; title?: string },
): Inbound {
  const { chat, posted, media, name, quoted } = incoming;
  const address = readAddress(cleanText(posted.text ?? ''), web.commandWords ?? []);
  const desk = chat.name === 'desk';
  const spot: Place | undefined = posted.place;
  return {
    account: web.account,
    id: inboundId(chat.sender, posted.id),
    chat: { id: chat.ref, kind: desk ? 'group' : 'private', ...(place.title ? { title: place.title } : {}) },
    sender: { id: chat.sender, ...(name ? { name } : {}), ...(place.locale ? { locale: place.locale } : {}) },
    at: stored?.at ?? place.at,
    addressed: !desk || address.addressed || posted.choice !== undefined || quoted?.author === 'bot',
    ...(stored && !posted.choice ? { ref: messageRef(stored.seq) } : {}),
    ...(quoted ? { replyTo: messageRef(quoted.seq) } : {}),
    ...(posted.choice
      ? { choice: { id: posted.choice.id, ref: messageRef(posted.choice.ref) } }
      : address.text
        ? { text: address.text }
        : {}),
    ...(media.length > 0 ? { media } : {}),
    ...(spot ? { place: spot } : {}),
  };
}
